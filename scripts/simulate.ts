// A year of watching on a clock that runs fast, held against what is promised. Ends with 1 when a promise is broken.
// npm run simulate -- --seed 1 --certificates 2000 --days 365
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { quickFolder } from '../test/support/quick-folder.ts';
import { simulate } from '../test/support/simulation/simulate.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    certificates: { type: 'string', default: '2000' },
    days: { type: 'string', default: '365' },
    sweep: { type: 'string', default: '12h' },
    only: { type: 'string' },
    folder: { type: 'string', default: quickFolder() },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(
    [
      'npm run simulate -- [--seed 1] [--certificates 2000] [--days 365] [--sweep 12h] [--only troubled|healthy] [--folder /dev/shm]',
      '',
      'Two processes on one real SQLite store watch a forged fleet: certificates of 90, 45 and 6 days, late renewals,',
      'outages of theirs and of ours, restarts, a clock that is set back. The same seed gives the same year.',
    ].join('\n'),
  );
  process.exit(0);
}

const stopped = new AbortController();
process.once('SIGINT', () => {
  console.log('  Stopped: what was until now is judged. Once more ends at once.');
  stopped.abort();
});

let broken = 0;
for (const kind of ['troubled', 'healthy'] as const) {
  if (stopped.signal.aborted || (values.only !== undefined && values.only !== kind)) continue;
  const folder = await mkdtemp(join(values.folder, 'notafter-simulation-'));
  try {
    console.log(
      `A ${kind} fleet: ${values.certificates} certificates, ${values.days} days, seed ${values.seed}, a sweep every ${values.sweep}`,
    );
    const begun = performance.now();
    const report = await simulate({
      seed: Number(values.seed),
      certificates: Number(values.certificates),
      days: Number(values.days),
      healthy: kind === 'healthy',
      sweepEvery: values.sweep,
      folder,
      signal: stopped.signal,
      onProgress: (words) => console.log(`  ${words}`),
    });
    for (const [what, count] of Object.entries(report.counts)) {
      console.log(`  ${String(count).padStart(9)}  ${what}`);
    }
    for (const sentence of report.broken.slice(0, 50)) console.log(`  BROKEN: ${sentence}`);
    broken += report.broken.length;
    console.log(
      `  ${report.broken.length} promises broken, in ${Math.round((performance.now() - begun) / 1000)} s`,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
process.exit(broken === 0 ? 0 : 1);
