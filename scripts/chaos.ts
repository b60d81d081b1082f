// Runs the whole bot under a steady load while the way to its database, its chat platforms, its resolver or its targets goes
// bad in waves, and counts what was lost, said twice or left over. Ends with 1 when a promise was broken (docs/chaos.md).
// npm run chaos -- --minutes 10 --side-by-side
import { parseArgs } from 'node:util';
import { runAll } from '../test/support/chaos/run-all.ts';
import { chaosTable } from '../test/support/chaos/table.ts';
import { toxicNames } from '../test/support/chaos/waves.ts';
import { placeNames } from '../test/support/chaos/ways.ts';

const usage = `npm run chaos -- [--minutes 10] [--between ${placeNames.join(',')}] [--toxics ${toxicNames.join(',')}]
                 [--side-by-side] [--endpoints 100] [--sweep 15s] [--seed 1] [--json] [--quiet] [--logs DIR]

Each place with each toxic takes its minutes, and up to five more until all has settled. With --side-by-side the places
run next to each other. The table goes to standard output, what happens meanwhile to standard error.`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    between: { type: 'string', default: placeNames.join(',') },
    toxics: { type: 'string', default: toxicNames.join(',') },
    endpoints: { type: 'string', default: '100' },
    sweep: { type: 'string', default: '15s' },
    seed: { type: 'string', default: '1' },
    'side-by-side': { type: 'boolean', default: false },
    logs: { type: 'string' },
    json: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(usage);
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

const seed = numberOf('seed', values.seed);
const say = (words: string) => {
  if (!values.quiet) console.error(`${new Date().toISOString().slice(11, 19)} ${words}`);
};
say(`seed ${seed}`);
const rows = await runAll({
  places: chosen('between', values.between, placeNames),
  toxics: chosen('toxics', values.toxics, toxicNames),
  minutes: numberOf('minutes', values.minutes),
  endpoints: numberOf('endpoints', values.endpoints),
  sweepEvery: values.sweep,
  seed,
  logs: values.logs ?? null,
  isSideBySide: values['side-by-side'],
  onRow: (row) => say(`\n${chaosTable([row])}\n`),
  onProgress: say,
});
console.log(values.json ? JSON.stringify({ seed, rows }, null, 2) : `Seed ${seed}\n\n${chaosTable(rows)}`);
process.exitCode = rows.some(({ broken }) => broken.length > 0) ? 1 : 0;

function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) stop(`--${name} is a number above 0, not "${text}".`);
  return number;
}

function chosen<Name extends string>(name: string, text: string, known: readonly Name[]): readonly Name[] {
  const words = text.split(',').map((word) => word.trim());
  const wrong = words.find((word) => !known.some((one) => one === word));
  if (wrong !== undefined) stop(`--${name} knows ${known.join(', ')}, not "${wrong}".`);
  return known.filter((one) => words.includes(one));
}

function stop(reason: string): never {
  console.error(`${reason}\n\n${usage}`);
  process.exit(2);
}
