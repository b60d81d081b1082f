import type { Verdict } from '../../core/diagnosis.ts';
import type { DayRun, LookRun, PastChange, PastLeaf } from '../../core/past/look-run.ts';
import type { Change } from '../../core/past/snapshot.ts';
import type { ChangeTable, DayTable, LookTable } from '../schema.ts';

export function lookRunFrom(row: LookTable): LookRun {
  return {
    verdict: row.verdict as Verdict,
    rootCause: row.root_cause,
    reason: row.reason,
    leaf: leafFrom(row),
    from: new Date(row.first_at),
    lastAt: new Date(row.last_at),
    until: new Date(row.until),
    looks: row.looks,
  };
}

export function leafFrom(row: Pick<LookTable, 'fingerprint256' | 'not_after' | 'issuer'>): PastLeaf | null {
  if (row.fingerprint256 === null || row.not_after === null) return null;
  return {
    fingerprint256: row.fingerprint256,
    notAfter: new Date(row.not_after),
    issuer: row.issuer ?? '',
  };
}

export function dayRunFrom({ day, days, ...row }: Omit<DayTable, 'endpoint_id'>): DayRun {
  const { healthy, degraded, broken, unknown } = row;
  return { day, days, spent: { healthy, degraded, broken, unknown } };
}

type VerdictChange = Extract<PastChange, { readonly what: 'verdict' }>;
type StoredObserved = Omit<Change, 'since'> & { readonly since: string };
type StoredLeaf = Omit<PastLeaf, 'notAfter'> & { readonly notAfter: string };
type StoredChange = { readonly before: StoredLeaf | null; readonly now: StoredLeaf };

export function changeFrom({ at, what, change }: Pick<ChangeTable, 'at' | 'what' | 'change'>): PastChange {
  const moment = new Date(at);
  switch (what) {
    case 'verdict':
      return { at: moment, what, ...(JSON.parse(change) as Pick<VerdictChange, 'before' | 'now'>) };
    case 'observed': {
      const { changes } = JSON.parse(change) as { readonly changes: readonly StoredObserved[] };
      return {
        at: moment,
        what,
        changes: changes.map((one) => ({ ...one, since: new Date(one.since) })),
      };
    }
    case 'certificate': {
      const { before, now } = JSON.parse(change) as StoredChange;
      return {
        at: moment,
        what,
        before: before === null ? null : { ...before, notAfter: new Date(before.notAfter) },
        now: { ...now, notAfter: new Date(now.notAfter) },
      };
    }
  }
}
