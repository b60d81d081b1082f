// How much a certificate sweep costs: the product's own (its engine, its store, its thread) and, where they are installed, other
// programs that look at the same servers, all in one run. Servers run in processes of their own on the same processors. The table
// goes to docs/performance.md; quote the ratios.
//
//     npm run bench:sweep                       10,000 targets, 3 rounds
//     npm run bench:sweep -- --targets 1000 --rounds 1
//     npm run bench:sweep -- --dry              prints the table and writes nothing
//     npm run bench:sweep -- --only ours        or rivals; writes nothing
//     npm run bench:sweep -- --profile FOLDER   a CPU profile of each process of ours
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Farm, FarmOrder } from './sweep/farm.ts';
import type { SweepFigures, SweepOrder } from './sweep/ours.ts';
import { isInstalled, rivals } from './sweep/rivals.ts';
import { type Round, type Row, tableOf, writeTable } from './sweep/table.ts';

const { values: asked } = parseArgs({
  options: {
    targets: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    dry: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
const [count, rounds] = [whole('targets'), whole('rounds')];
const isDry = asked.dry || asked.only !== undefined;
const concurrency = 64;
const farms = 2;
const listenersEach = 5;
/** The package that people install has no types to strip: what that takes is paid by the first run of all. */
const compiled = join(tmpdir(), 'notafter-bench-compiled');
const page = new URL('../docs/performance.md', import.meta.url).pathname;

const folder = await mkdtemp(join(tmpdir(), 'notafter-bench-'));
const opened = await Promise.all(Array.from({ length: farms }, (_, at) => openFarm(at)));
const children = opened.map(({ child }) => child);
const all = opened.map(({ farm }) => farm);
const rootFile = join(folder, 'root.pem');
await writeFile(rootFile, all.map(({ anchorsPem }) => anchorsPem).join('\n'));
const healthy = interleaved(all.map((farm) => farm.healthy)).slice(0, count);
const tenth = Math.floor(count / 10);
const troubled = interleaved([
  healthy.slice(0, count - tenth),
  all.flatMap(({ tarpits, dead }) => [...tarpits, ...dead]),
]);
const found = await Promise.all(rivals.map(async (rival) => ((await isInstalled(rival)) ? [rival] : [])));

try {
  const rows = new Map<string, Row & { rounds: Round[] }>();
  for (let round = 0; round < rounds; round += 1) await measureAll(rows);
  const table = tableOf([...rows.values()], rivals[0]?.name ?? '');
  console.log(table);
  if (!isDry) await writeTable(page, `${count} targets, medians of ${rounds} rounds.\n\n${table}`);
} finally {
  for (const child of children) child.disconnect();
  await rm(folder, { recursive: true, force: true });
}

function whole(option: 'targets' | 'rounds'): number {
  const value = Number(asked[option]);
  if (Number.isSafeInteger(value) && value > 0) return value;
  console.error(`--${option} ${asked[option]} is no count. Wanted: a whole number above zero.`);
  process.exit(2);
}

async function measureAll(rows: Map<string, Row & { rounds: Round[] }>): Promise<void> {
  for (const where of asked.only === 'rivals' ? [] : (['disk', 'memory'] as const)) {
    const [first, again] = await sweepWith(healthy, where);
    note(`notafter, store ${where === 'disk' ? 'on' : 'in'} ${where}, first sweep`, 'yes', ours(first));
    note(`notafter, store ${where === 'disk' ? 'on' : 'in'} ${where}, next sweep`, 'yes', ours(again));
  }
  if (asked.only !== 'rivals') {
    const [, both] = await sweepWith(healthy, 'disk', 2);
    note('notafter, store on disk, next sweep, SWEEP_THREADS=2', 'yes', ours(both));
    const [, mixed] = await sweepWith(troubled, 'disk');
    note('notafter, next sweep, 5 % tarpits and 5 % dead', 'yes', ours(mixed, count - tenth));
  }
  for (const rival of asked.only === 'ours' ? [] : found.flat()) {
    const figures = await rival.measure({ folder, rootFile, targets: healthy, concurrency });
    note(rival.name, rival.verifies ? 'yes' : 'no', { ...figures, stallMs: null });
  }

  function note(name: string, verifies: string, round: Round): void {
    const row = rows.get(name) ?? { name, verifies, rounds: [] };
    row.rounds.push(round);
    rows.set(name, row);
    const { looked, seconds, cpuSeconds, peakMb } = round;
    const cost = `${cpuSeconds.toFixed(2)} s of CPU, at most ${peakMb.toFixed(0)} MB`;
    console.log(`${name}: ${looked} in ${seconds.toFixed(1)} s, ${cost}`);
  }
}

function ours({ counts, ...figures }: SweepFigures, answering = counts.looked): Round {
  if (counts.healthy < answering)
    console.log(`of ${answering} sound servers ${counts.healthy} were found so`);
  return { ...figures, looked: counts.looked };
}

/** Two sweeps of one process: nothing is known before the first. */
async function sweepWith(
  targets: readonly string[],
  where: 'disk' | 'memory',
  threads = 1,
): Promise<readonly [SweepFigures, SweepFigures]> {
  const profiling =
    asked.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(asked.profile)}`];
  const child = fork(new URL('sweep/ours.ts', import.meta.url).pathname, [], {
    execArgv: profiling,
    // As the container and the units have it.
    env: { MALLOC_ARENA_MAX: '2', ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  const dataDir = where === 'memory' ? null : await mkdtemp(join(folder, 'data-'));
  const order: SweepOrder = {
    ...{ dataDir, rootFile, targets, concurrency, threads, sweeps: 2 },
  };
  child.send(order);
  const [first] = (await once(child, 'message')) as [SweepFigures];
  const [again] = (await once(child, 'message')) as [SweepFigures];
  if (child.exitCode === null) await once(child, 'exit');
  return [first, again];
}

async function openFarm(at: number) {
  const child = fork(new URL('sweep/farm.ts', import.meta.url).pathname);
  const twentieth = Math.floor(count / 20);
  const order: FarmOrder = {
    number: 20 + at,
    listeners: listenersEach,
    perListener: Math.ceil(count / farms / listenersEach),
    tarpits: at === 0 ? twentieth : 0,
    dead: at === 1 ? twentieth : 0,
    withP384: at === 0,
  };
  child.send(order);
  const [farm] = (await once(child, 'message')) as [Farm];
  return { child, farm };
}

/** Neighbours in a list are on different listeners, and those that do not answer spread over all. */
function interleaved(lists: readonly (readonly string[])[]): readonly string[] {
  const placed = lists.flatMap((list) => list.map((value, at) => ({ value, at: (at + 0.5) / list.length })));
  return placed.toSorted((one, other) => one.at - other.at).map(({ value }) => value);
}
