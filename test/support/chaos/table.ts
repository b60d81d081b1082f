import type { Row } from './row.ts';

const columns: readonly (readonly [title: string, cell: (row: Row) => string])[] = [
  ['place', ({ place }) => place],
  ['toxic', ({ toxic }) => toxic],
  ['commands answered / told / silent', ({ commands: c }) => `${c.answered} / ${c.told} / ${c.silent}`],
  ['alarms told / lost / ended', ({ alarms: a }) => `${a.told} / ${a.lost} / ${a.ended}`],
  ['twice in window / outside', ({ twice: t }) => `${t.inWindow} / ${t.outside}`],
  ['false alarms', ({ falseAlarms }) => String(falseAlarms)],
  ['breaker', ({ breaker }) => String(breaker)],
  ['RSS MB before / most / after', ({ rssMb }) => triple(rssMb)],
  ['handles', ({ handles }) => triple(handles)],
  ['threads', ({ threads }) => triple(threads)],
  ['longest stall ms', ({ longestStallMs }) => String(longestStallMs)],
  ['looks', ({ looks }) => String(looks)],
  ['ready after s', ({ readyAfterS }) => String(readyAfterS ?? 'never')],
  ['all told after s', ({ settledAfterS }) => String(settledAfterS)],
  ['stopped in s', ({ stopS }) => String(stopS)],
  ['errors logged', ({ errorsLogged }) => String(errorsLogged)],
];

/** In Markdown: a line per place and toxic, and what was broken under it. */
export function chaosTable(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const broken = rows.flatMap(({ place, toxic, broken: sentences }) =>
    sentences.map((sentence) => `- BROKEN, ${place} ${toxic}: ${sentence.replaceAll('\n', ' ')}`),
  );
  return [
    line(columns.map(([title]) => title)),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map(([, cell]) => cell(row)))),
    '',
    ...(broken.length === 0 ? ['Every promise was kept.'] : broken),
  ].join('\n');
}

function triple(values: readonly (number | null)[]): string {
  return values.map((value) => String(value ?? 'gone')).join(' / ');
}
