import type { ReferenceIssuer } from '../../core/vantage/vantage.ts';
import type { Certificate, Name } from '../../pki/certificate/certificate.ts';
import { parseCertificate } from '../../pki/certificate/parse-certificate.ts';
import { nameKey } from '../../pki/names/name-key.ts';
import { findPath, type PathResult } from '../../pki/path/path.ts';
import type { TrustStore } from '../../pki/trust/trust-store.ts';

/** Who signed the leaf of a list of certificates as sent; null when no leaf can be read. */
export function issuerOfChain(
  chain: readonly Uint8Array[],
  { trust, now }: { readonly trust: TrustStore; readonly now: Date },
): ReferenceIssuer | null {
  const read = chain.map(parseCertificate);
  const [leaf] = read;
  if (leaf === undefined || 'unreadable' in leaf) return null;
  const sent = read.slice(1).flatMap((one) => ('unreadable' in one ? [] : [one]));
  return issuerOf(leaf, findPath({ leaf, sent, store: trust, now }), trust);
}

/** The same of a chain whose path was searched already. A proxy has one certificate that signs for every host. */
export function issuerOf(leaf: Certificate, path: PathResult, trust: TrustStore): ReferenceIssuer {
  const { issuer } = leaf;
  return {
    standing: standingOf(path, trust),
    name: issuer.commonName ?? issuer.organization ?? issuer.text,
    key: nameKey(issuer.raw),
  };
}

function standingOf(path: PathResult, trust: TrustStore): ReferenceIssuer['standing'] {
  if (path.trusted) {
    const anchor = path.path.at(-1);
    return anchor !== undefined && trust.isPublic(anchor) ? 'public' : 'private';
  }
  const { problem } = path;
  switch (problem.kind) {
    case 'untrusted-root':
      return isKnown(problem.root.subject, trust) ? 'unclear' : 'stranger';
    case 'issuer-missing':
      return isKnown(problem.of.issuer, trust) ? 'unclear' : 'stranger';
    case 'self-signed':
    case 'wrong-issuer-key':
    case 'bad-signature':
    case 'rule':
      return 'unclear';
  }
}

/** A certificate of a public authority whose intermediate is not sent has no stranger behind it. */
function isKnown({ organization }: Name, trust: TrustStore): boolean {
  return organization !== null && trust.anchors.some(({ subject }) => subject.organization === organization);
}
