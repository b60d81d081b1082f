import type { Certificate } from '../certificate/certificate.ts';
import { nameKey } from '../names/name-key.ts';
import { isSignedBy, type SignatureBudget, signatureCost } from '../signatures/verify-signature.ts';

/** The certificates of a file with how they stand to each other. */
export type Arrangement = {
  /** Each once, in the order found. */
  readonly unique: readonly Certificate[];
  readonly leaves: readonly Certificate[];
  /** Everything that issuer names lead to from a leaf, the leaf included, by fingerprint. */
  readonly related: ReadonlySet<string>;
};

/** Each costs a search for its path. */
const mostLeaves = 20;

/**
 * A leaf is what issued nothing here and is no CA. A CA certificate with its private key here, or with a host's name,
 * is somebody's self-signed server certificate: what "openssl req -x509" makes says CA.
 */
export function arrange(certificates: readonly Certificate[], keys: ReadonlySet<string>): Arrangement {
  const unique = [...new Map(certificates.map((one) => [one.fingerprint256, one])).values()];
  const issuers = new Set(
    unique.filter(({ selfIssued }) => !selfIssued).map(({ issuer }) => nameKey(issuer.raw)),
  );
  const leaves = unique.filter((one) => {
    if (issuers.has(nameKey(one.subject.raw))) return false;
    return one.basicConstraints?.ca !== true || keys.has(one.publicKey.spki256) || namesHosts(one);
  });
  const first = leaves.slice(0, mostLeaves);
  return { unique, leaves: first, related: relatedTo(first, unique) };
}

function namesHosts({ names }: Certificate): boolean {
  return names !== null && names.dns.length + names.ip.length > 0;
}

function relatedTo(leaves: readonly Certificate[], all: readonly Certificate[]): ReadonlySet<string> {
  const bySubject = Map.groupBy(all, ({ subject }) => nameKey(subject.raw));
  const reached = new Set<string>();
  const waiting = [...leaves];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next.fingerprint256)) continue;
    reached.add(next.fingerprint256);
    const name = nameKey(next.issuer.raw);
    waiting.push(...(bySubject.get(name) ?? []));
    // Once is enough: hundreds that all bear one name would each add the others again.
    bySubject.delete(name);
  }
  return reached;
}

const longest = 10;
const mostTried = 10;

/** From the leaf upwards by names and signatures, for a chain that reaches no trust anchor; a root stays out. */
export function climb(
  leaf: Certificate,
  all: readonly Certificate[],
  now: Date,
  budget: SignatureBudget,
): readonly Certificate[] {
  const chain = [leaf];
  for (let top = leaf; !top.selfIssued && chain.length < longest; ) {
    const name = nameKey(top.issuer.raw);
    const issuers = all.filter((one) => nameKey(one.subject.raw) === name && !chain.includes(one));
    const signers = issuers.slice(0, mostTried).filter((one) => {
      budget.left -= signatureCost(one.publicKey);
      return budget.left >= 0 && isSignedBy(top, one);
    });
    const next = signers.find((one) => now <= one.notAfter) ?? signers[0] ?? issuers[0];
    if (next === undefined || next.selfIssued) break;
    chain.push(next);
    top = next;
  }
  return chain;
}
