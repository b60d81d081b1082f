import type { Certificate } from '../certificate/certificate.ts';
import { nameKey } from '../names/name-key.ts';
import type { AnchorDistances } from './anchor-distances.ts';
import type { PathQuestion } from './path-question.ts';

/** Certificates, sent or in the store, whose subject is the issuer of this one: the likeliest first. */
export function issuerCandidates(
  question: PathQuestion,
  of: Certificate,
  distances: AnchorDistances,
): readonly Certificate[] {
  const { sent, store } = question;
  // RFC 5280 §4.1.2.4: the issuer has a name.
  if (of.issuer.text === '') return [];
  const wanted = nameKey(of.issuer.raw);
  const named = sent.filter((certificate) => nameKey(certificate.subject.raw) === wanted);
  const distinct = new Map(
    [...store.bySubject(of.issuer.raw), ...named].map((certificate) => [
      certificate.fingerprint256,
      certificate,
    ]),
  );
  const ranked = [...distinct.values()].map((certificate) => ({
    certificate,
    rank: [
      keyIdRank(of, certificate),
      store.has(certificate) ? 0 : 1 + (distances.get(nameKey(certificate.issuer.raw)) ?? nowhere),
      -certificate.notAfter.getTime(),
    ],
  }));
  return ranked.toSorted(byRank).map(({ certificate }) => certificate);
}

/** Farther than any path is long, and finite: distances are subtracted. */
const nowhere = 1000;

/** A hint only (RFC 5280 §4.2.1.1): equal, unknown, different. */
function keyIdRank(of: Certificate, issuer: Certificate): number {
  if (of.authorityKeyId === null || issuer.subjectKeyId === null) return 1;
  return of.authorityKeyId === issuer.subjectKeyId ? 0 : 2;
}

type Ranked = { readonly certificate: Certificate; readonly rank: readonly number[] };

/** Fingerprints break ties, so that the same question always has the same answer. */
function byRank(one: Ranked, other: Ranked): number {
  for (const [index, value] of one.rank.entries()) {
    const difference = value - (other.rank[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.certificate.fingerprint256 < other.certificate.fingerprint256 ? -1 : 1;
}
