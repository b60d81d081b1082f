import { UserError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Store } from '../core/store/store.ts';
import { openSqliteStore } from './sqlite/sqlite.ts';

export { inMemory, openSqliteStore } from './sqlite/sqlite.ts';

export type StoreDriver = {
  readonly name: string;
  /** Whether a location is this driver's: a URL of its scheme, or a path. */
  accepts(location: string): boolean;
  open(location: string, log?: Log): Promise<Store>;
};

/** One line per driver. */
export const storeDrivers: readonly StoreDriver[] = [
  {
    name: 'sqlite',
    accepts: (location) => !/^[a-z][a-z0-9+.-]+:\/\//i.test(location),
    open: (path, log) => openSqliteStore({ path, log }),
  },
];

/** `location` is the path of the database file. UserError when no driver takes it. */
export async function openStore(location: string, log?: Log): Promise<Store> {
  const driver = storeDrivers.find((candidate) => candidate.accepts(location));
  if (driver === undefined) {
    const scheme = location.slice(0, location.indexOf(':'));
    throw new UserError(
      `No store speaks ${scheme}://. What works today: the path of a SQLite file, such as data/notafter.db.`,
    );
  }
  return driver.open(location, log);
}
