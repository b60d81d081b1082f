import type { Kysely } from 'kysely';
import type { OutlookStore } from '../../core/store/alarms.ts';
import type { NewerCertificate, RenewalOutlook } from '../../core/watch/renewal/outlook.ts';
import type { Schema } from '../schema.ts';

/** Looked at every day while it matters: what is this old is of a certificate that nobody serves any more. */
const keptMs = 90 * 86_400_000;
/** Engines bind a limited number of values at a time. */
const batchSize = 500;

export function outlookStore(db: Kysely<Schema>): OutlookStore {
  return {
    async get(fingerprints256) {
      const found = new Map<string, RenewalOutlook>();
      for (let from = 0; from < fingerprints256.length; from += batchSize) {
        const rows = await db
          .selectFrom('outlooks')
          .select(['fingerprint256', 'outlook'])
          .where('fingerprint256', 'in', fingerprints256.slice(from, from + batchSize))
          .execute();
        for (const row of rows) found.set(row.fingerprint256, outlookFrom(row.outlook));
      }
      return found;
    },
    async put(fingerprint256, outlook) {
      const at = outlook.at.getTime();
      const columns = { at, outlook: JSON.stringify(outlook) };
      await db
        .insertInto('outlooks')
        .values({ fingerprint256, ...columns })
        .onConflict((conflict) => conflict.column('fingerprint256').doUpdateSet(columns))
        .execute();
      await db
        .deleteFrom('outlooks')
        .where('at', '<', at - keptMs)
        .execute();
    },
  };
}

type Dated<T, Keys extends keyof T> = Omit<T, Keys> & { readonly [Key in Keys]: string };
type StoredNewer = Dated<Omit<NewerCertificate, 'since'>, 'notBefore' | 'notAfter'> & {
  readonly since: string | null;
};
type StoredOutlook = Pick<RenewalOutlook, 'obstacles'> & {
  readonly at: string;
  readonly newer: StoredNewer | null;
};

function outlookFrom(text: string): RenewalOutlook {
  const { at, obstacles, newer } = JSON.parse(text) as StoredOutlook;
  return { at: new Date(at), obstacles, newer: newer === null ? null : newerFrom(newer) };
}

function newerFrom({ since, notBefore, notAfter, ...stored }: StoredNewer): NewerCertificate {
  return {
    ...stored,
    since: since === null ? null : new Date(since),
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
  };
}
