// Kills a process that sweeps and delivers, with SIGKILL at random moments, and counts what became of its messages.
// Ends with 1 when one was lost, or came twice outside of the send window (ARCHITECTURE.md says which that is).
// npm run crash -- --kills 200 --seed 1
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killOften } from '../test/support/crash/kill-often.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    endpoints: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    folder: { type: 'string', default: tmpdir() },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log('npm run crash -- [--kills 200] [--endpoints 30] [--seed 1] [--folder DIR]');
  process.exit(0);
}

const folder = await mkdtemp(join(values.folder, 'notafter-crash-'));
try {
  const report = await killOften({
    kills: Number(values.kills),
    endpoints: Number(values.endpoints),
    seed: Number(values.seed),
    folder,
    onKill(kills, arrivals) {
      if (kills % 20 === 0) console.log(`${kills} kills, ${arrivals} messages arrived`);
    },
  });
  console.log(`${report.kills} kills over ${report.rounds} rounds of ${values.endpoints} endpoints`);
  console.log(`${report.messages} messages arrived, none lost unless named below`);
  console.log(
    `${report.duplicates} of them twice, inside the send window: taken, and killed before that was written`,
  );
  for (const sentence of report.broken.slice(0, 50)) console.log(`BROKEN: ${sentence}`);
  process.exitCode = report.broken.length === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true });
}
