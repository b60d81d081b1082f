// What a year of history takes on a disk: servers that are made up, looked at through the code that sweeps use, and every night the
// work of the watch worker (totals of days, what is too old is forgotten). Bytes of each table with its indexes, for each endpoint.
//
//     npm run bench:year -- --endpoints 100 --days 420 --sweeps-a-day 4
import { parseArgs } from 'node:util';
import { embeddedBinaries } from '../test/support/postgres/binaries.ts';
import { startPostgres } from '../test/support/postgres/start-server.ts';
import { postgresPlace, type Sizes, type StorePlace, sqlitePlace } from './store/places.ts';
import { measureYear } from './store/year.ts';

const { values } = parseArgs({
  options: {
    endpoints: { type: 'string', default: '100' },
    days: { type: 'string', default: '420' },
    'sweeps-a-day': { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(
    'npm run bench:year -- [--endpoints 100] [--days 420] [--sweeps-a-day 4] [--seed 1] [--only sqlite|postgresql]',
  );
  process.exit(0);
}
const endpoints = Number(values.endpoints);
const days = Number(values.days);
const order = {
  ...{ endpoints, days, sweepsADay: Number(values['sweeps-a-day']), seed: Number(values.seed) },
  milestones: [1, 30, 120, 365, days],
};
console.log('| engine | days | KiB for each endpoint | most of it |');
console.log('| --- | ---: | ---: | --- |');
if (values.only !== 'postgresql') {
  await using place = await sqlitePlace();
  await measure('SQLite', place);
}
const native = embeddedBinaries();
if (native === null) console.log('There is no PostgreSQL for this platform.');
else if (values.only !== 'sqlite') {
  const server = await startPostgres(native, ['fsync=off']);
  try {
    await using place = await postgresPlace(server);
    await measure('PostgreSQL', place);
  } finally {
    await server.stop();
  }
}

/** What an empty place takes is left out. */
async function measure(engine: string, place: StorePlace): Promise<void> {
  let empty: Sizes = {};
  await measureYear(place, order, (day, sizes) => {
    if (day === 0) {
      empty = sizes;
      return;
    }
    const each = Object.entries(sizes).map(([table, bytes]) => ({
      table,
      kib: (bytes - (table === 'endpoints' ? 0 : (empty[table] ?? 0))) / endpoints / 1024,
    }));
    const whole = each.reduce((sum, { kib }) => sum + kib, 0);
    const most = each.toSorted((one, other) => other.kib - one.kib).slice(0, 5);
    const words = most.map(({ table, kib }) => `${table} ${kib.toFixed(1)}`).join(', ');
    console.log(`| ${engine} | ${day} | ${whole.toFixed(1)} | ${words} |`);
  });
}
