import type { Certificate } from '../../pki/certificate/certificate.ts';
import { nameKey } from '../../pki/names/name-key.ts';

/** How the list a server sent relates to the one path from its leaf upwards, judged by names alone. */
export type ChainOrder = {
  /** Position of the certificate that all is told from: 0, unless the first one cannot be the server's own. */
  readonly leafAt: number;
  /** Positions of the certificates that lead up from the leaf, in the order of the path. */
  readonly pathPositions: readonly number[];
  readonly inOrder: boolean;
  /** The leaf does not come first: another certificate of the list was issued by the first one. */
  readonly leafNotFirst: boolean;
  /** On no way up from the leaf, each once. */
  readonly strangers: readonly Certificate[];
  /** Sent more than once, each once. */
  readonly duplicates: readonly Certificate[];
};

/** `leafAt`: the server proved that it holds the key of the first one, unless the handshake broke off before that. */
export function chainOrder(sent: readonly Certificate[], leafAt = 0): ChainOrder {
  const unique = sent.filter((certificate, position) => positionOf(sent, certificate) === position);
  const leaf = sent[leafAt];
  const ancestors = ancestorsOf(leaf, unique);
  const pathPositions = climb(leaf, unique).map((certificate) => positionOf(unique, certificate));
  return {
    leafAt,
    pathPositions,
    inOrder: pathPositions.every(
      (position, step) => step === 0 || position > (pathPositions[step - 1] ?? -1),
    ),
    leafNotFirst: isIssuerOfAnother(unique),
    strangers: unique.filter((certificate) => !ancestors.has(certificate.fingerprint256)),
    duplicates: unique.filter(
      ({ fingerprint256 }) => sent.filter((other) => other.fingerprint256 === fingerprint256).length > 1,
    ),
  };
}

/** One way up from the leaf: the next one in the list where there is a choice, as cross-signed issuers bring. */
function climb(leaf: Certificate | undefined, list: readonly Certificate[]): readonly Certificate[] {
  const path: Certificate[] = [];
  let current = leaf;
  while (current !== undefined && !path.includes(current)) {
    path.push(current);
    const { issuer, selfIssued } = current;
    if (selfIssued) break;
    const at = list.indexOf(current);
    const issuers = list.filter((other) => isNamed(other, issuer.raw));
    current = issuers.find((candidate) => list.indexOf(candidate) > at) ?? issuers[0];
  }
  return path;
}

/** Everything that can be reached from the leaf by following issuer names, over every cross-sign. */
function ancestorsOf(leaf: Certificate | undefined, list: readonly Certificate[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = leaf === undefined ? [] : [leaf];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next.fingerprint256)) continue;
    reached.add(next.fingerprint256);
    const { issuer } = next;
    waiting.push(...list.filter((other) => isNamed(other, issuer.raw)));
  }
  return reached;
}

/** Where the server's own certificate stands in a list that nobody could check: the first that issued no other. */
export function likelyLeaf(sent: readonly Certificate[]): number {
  if (!isIssuerOfAnother(sent)) return 0;
  const at = sent.findIndex(
    (one) => !sent.some(({ issuer, selfIssued }) => !selfIssued && isNamed(one, issuer.raw)),
  );
  return Math.max(0, at);
}

function isIssuerOfAnother([first, ...others]: readonly Certificate[]): boolean {
  if (first === undefined || first.selfIssued) return false;
  return others.some(({ issuer, selfIssued }) => !selfIssued && isNamed(first, issuer.raw));
}

function positionOf(list: readonly Certificate[], { fingerprint256 }: Certificate): number {
  return list.findIndex((other) => other.fingerprint256 === fingerprint256);
}

function isNamed({ subject }: Certificate, raw: string): boolean {
  return nameKey(subject.raw) === nameKey(raw);
}
