import { readFile, writeFile } from 'node:fs/promises';

export type Row = {
  readonly name: string;
  readonly verifies: string;
  /** Targets looked at in `seconds`, as one round or several had it. */
  readonly rounds: readonly Round[];
};

export type Round = {
  readonly looked: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
  /** Of the main thread; null: it has none that anybody waits for. */
  readonly stallMs: number | null;
};

const begins = '<!-- bench:sweep -->';
const ends = '<!-- /bench:sweep -->';

/** Markdown of all rows; ratios are to `against`, taken from the medians of this run. */
export function tableOf(rows: readonly Row[], against: string): string {
  const base = rows.find(({ name }) => name === against);
  const lines = rows.map((row) => {
    const { perSecond, cpu, peak, stall } = figuresOf(row);
    const other = base === undefined ? null : figuresOf(base);
    const ratios = other === null ? ['', ''] : [ratio(cpu, other.cpu), ratio(perSecond, other.perSecond)];
    const cells = [row.name, row.verifies, perSecond.toFixed(0), cpu.toFixed(2), ...ratios, peak.toFixed(0)];
    return `| ${[...cells, stall === null ? '' : stall.toFixed(0)].join(' | ')} |`;
  });
  return [
    '| client | verifies | targets/s | CPU s per 1,000 | CPU ratio | targets/s ratio | peak MB | longest stall, ms |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
  ].join('\n');
}

/** Puts the table where the page keeps it, between two comments. */
export async function writeTable(page: string, text: string): Promise<void> {
  const all = await readFile(page, 'utf8');
  const [from, to] = [all.indexOf(begins), all.indexOf(ends)];
  if (from < 0 || to < from) throw new Error(`${page} has no place for the table: ${begins} ... ${ends}`);
  await writeFile(page, `${all.slice(0, from + begins.length)}\n\n${text}\n\n${all.slice(to)}`);
}

function figuresOf({ rounds }: Row) {
  const stalls = rounds.flatMap(({ stallMs }) => (stallMs === null ? [] : [stallMs]));
  return {
    perSecond: median(rounds.map(({ looked, seconds }) => looked / seconds)),
    cpu: median(rounds.map(({ looked, cpuSeconds }) => (cpuSeconds * 1000) / looked)),
    peak: Math.max(...rounds.map(({ peakMb }) => peakMb)),
    stall: stalls.length === 0 ? null : Math.max(...stalls),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

function ratio(one: number, other: number): string {
  return (one / other).toFixed(2);
}
