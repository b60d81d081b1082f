import type { Certificate } from '../certificate/certificate.ts';
import { nameKey } from '../names/name-key.ts';
import type { TrustStore } from '../trust/trust-store.ts';

/** What a search needs of a trust store. */
export type Anchors = Pick<TrustStore, 'has' | 'bySubject'>;

/** A few certificates, trusted for this one question. */
export function anchorsOf(certificates: readonly Certificate[]): Anchors {
  const fingerprints = new Set(certificates.map(({ fingerprint256 }) => fingerprint256));
  const subjects = Map.groupBy(certificates, ({ subject }) => nameKey(subject.raw));
  return {
    has: ({ fingerprint256 }) => fingerprints.has(fingerprint256),
    bySubject: (raw) => subjects.get(nameKey(raw)) ?? [],
  };
}
