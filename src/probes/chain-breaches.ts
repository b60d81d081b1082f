import type { Certificate } from '../pki/certificate/certificate.ts';
import { breachesOnPath } from '../pki/rules/index.ts';
import type { Breach } from '../pki/rules/rule.ts';

export type ServedBreach = { readonly at: Certificate; readonly breach: Breach };

/** The anchor's own are not told: nobody who serves a chain can mend a root. */
export function breachesIn(
  path: readonly Certificate[] | null,
  publiclyTrusted: boolean,
): readonly ServedBreach[] {
  const standards = publiclyTrusted ? (['rfc5280', 'baseline'] as const) : (['rfc5280'] as const);
  const anchor = path?.at(-1);
  return breachesOnPath(path ?? [], standards).filter(({ at }) => at !== anchor || path?.length === 1);
}
