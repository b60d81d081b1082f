// What saving a look costs, without the looking: sweeps of a list whose servers are made up, through the code that sweeps use, into
// the SQLite file and into a PostgreSQL started for this (with fsync and full pages, as in production). Quote ratios of one run.
//
//     npm run bench:store -- --endpoints 5000 --sweeps 4 --concurrency 64
import { parseArgs } from 'node:util';
import { embeddedBinaries } from '../test/support/postgres/binaries.ts';
import { startPostgres } from '../test/support/postgres/start-server.ts';
import { measureStore, type StoreFigures } from './store/measure.ts';
import { postgresPlace, sqlitePlace } from './store/places.ts';

const { values } = parseArgs({
  options: {
    endpoints: { type: 'string', default: '5000' },
    sweeps: { type: 'string', default: '4' },
    concurrency: { type: 'string', default: '64' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(
    'npm run bench:store -- [--endpoints 5000] [--sweeps 4] [--concurrency 64] [--only sqlite|postgresql]',
  );
  process.exit(0);
}
const order = {
  endpoints: Number(values.endpoints),
  sweeps: Number(values.sweeps),
  concurrency: Number(values.concurrency),
};
console.log(
  `${order.endpoints} endpoints, looked at ${order.sweeps} times, ${order.concurrency} at a time\n`,
);
console.log(
  '| engine | looks | saved in a second | µs of CPU, client | µs of CPU, server | commits | bytes of log | bytes of database |',
);
console.log('| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |');
if (values.only !== 'postgresql') {
  await using place = await sqlitePlace();
  for (const figures of await measureStore(place, order)) tell('SQLite', figures);
}
const native = embeddedBinaries();
if (native === null) console.log('There is no PostgreSQL for this platform.');
else if (values.only !== 'sqlite') {
  const server = await startPostgres(native, ['fsync=on', 'full_page_writes=on']);
  try {
    await using place = await postgresPlace(server);
    for (const figures of await measureStore(place, order)) tell('PostgreSQL', figures);
  } finally {
    await server.stop();
  }
}

function tell(
  engine: string,
  { what, looks, seconds, clientCpu, serverCpu, commits, logBytes, bytes }: StoreFigures,
): void {
  const each = (value: number | null, digits = 0) =>
    value === null ? 'not known' : (value / looks).toFixed(digits);
  const cells = [
    engine,
    what,
    (looks / seconds).toFixed(0),
    each(clientCpu * 1e6),
    each(serverCpu === null ? null : serverCpu * 1e6),
    each(commits, 2),
    each(logBytes),
    each(bytes),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
