// Several processes on one PostgreSQL, started for this: a bot, two schedulers and workers, of which one is killed (SIGKILL) again
// and again, while the database goes away once. Ends with 1 when an endpoint was left out, or an alarm was lost or came twice.
//
//     npm run scale -- --workers 3 --endpoints 100000 --kill-every 60s
//     npm run scale -- --workers 1 --endpoints 2000 --kill-every 1h --outage 0s     measures, and breaks nothing
import { parseArgs } from 'node:util';
import { parseDuration } from '../src/core/text/duration.ts';
import { embeddedBinaries } from '../test/support/postgres/binaries.ts';
import { startPostgres } from '../test/support/postgres/start-server.ts';
import { prove } from '../test/support/scale/prove.ts';

const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '3' },
    endpoints: { type: 'string', default: '100000' },
    'kill-every': { type: 'string', default: '60s' },
    outage: { type: 'string', default: '60s' },
    soon: { type: 'string', default: '50' },
    refusing: { type: 'string', default: '0' },
    concurrency: { type: 'string', default: '32' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log('npm run scale -- [--workers 3] [--endpoints 100000] [--kill-every 60s] [--outage 60s | 0s]');
  console.log('                 [--soon 50] [--refusing 0] [--concurrency 32]');
  process.exit(0);
}
const native = embeddedBinaries();
if (native === null) {
  console.log('There is no PostgreSQL for this platform.');
  process.exit(1);
}
const server = await startPostgres(native);
try {
  const endpoints = Number(values.endpoints);
  const report = await prove({
    workers: Number(values.workers),
    endpoints,
    soon: Number(values.soon),
    refusing: Number(values.refusing),
    killEveryMs: parseDuration(values['kill-every']),
    outageMs: values.outage === '0s' ? 0 : parseDuration(values.outage),
    concurrency: Number(values.concurrency),
    server,
    say: (line) => console.log(`${new Date().toISOString()} ${line}`),
  });
  const { kills, sweepSeconds, looks, cpu, databaseBytes } = report;
  console.log(
    `${endpoints} endpoints in ${sweepSeconds.toFixed(0)} s, ${kills} workers killed, ${looks} looks in all`,
  );
  for (const [name, seconds] of Object.entries(cpu)) {
    const perCore = seconds === 0 ? '' : `, ${(looks / seconds).toFixed(0)} checks in a second of it`;
    console.log(`${name.padEnd(10)} ${seconds.toFixed(1)} s of processor time${perCore}`);
  }
  console.log(`${(databaseBytes / endpoints / 1024).toFixed(1)} KiB of database for each endpoint`);
  for (const sentence of report.broken.slice(0, 50)) console.log(`BROKEN: ${sentence}`);
  if (report.broken.length === 0) console.log('Nothing was lost, and nothing was told twice.');
  process.exitCode = report.broken.length === 0 ? 0 : 1;
} finally {
  await server.stop();
}
