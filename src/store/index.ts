import { UserError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Store } from '../core/store/store.ts';
import type { RepositoryLimits } from './repository.ts';
import { openSqliteStore } from './sqlite/sqlite.ts';

export { inMemory, openSqliteStore } from './sqlite/sqlite.ts';
export { withWebhooks } from './webhooks.ts';

export type StoreOptions = RepositoryLimits & { readonly log?: Log | undefined };

export type StoreDriver = {
  readonly name: string;
  /** Whether a location is this driver's: a URL of its scheme, or a path. */
  accepts(location: string): boolean;
  open(location: string, options: StoreOptions): Promise<Store>;
};

/** One line per driver. */
export const storeDrivers: readonly StoreDriver[] = [
  {
    name: 'sqlite',
    accepts: (location) => !/^[a-z][a-z0-9+.-]+:\/\//i.test(location),
    open: (path, options) => openSqliteStore({ ...options, path }),
  },
  {
    name: 'postgresql',
    accepts: (location) => /^postgres(ql)?:\/\//i.test(location),
    // Whoever keeps everything in a file does not pay for it.
    open: async (url, options) =>
      (await import('./postgres/postgres.ts')).openPostgresStore({ ...options, url }),
  },
];

/** Whether opening failed because the database is not there now, and may be in a moment. */
export async function isStoreAway(error: unknown): Promise<boolean> {
  return (await import('./postgres/postgres-error.ts')).isAway(error);
}

/** `location` is the path of a database file, or a URL. UserError when no driver takes it. */
export async function openStore(location: string, options: StoreOptions = {}): Promise<Store> {
  const driver = storeDrivers.find((candidate) => candidate.accepts(location));
  if (driver === undefined) {
    const scheme = location.slice(0, location.indexOf(':'));
    throw new UserError(
      `No store speaks ${scheme}://. There is postgres://user:password@host:5432/name, and the path of a SQLite file, such as data/notafter.db.`,
    );
  }
  return driver.open(location, options);
}
