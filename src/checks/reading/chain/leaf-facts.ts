import { renewalState } from '../../../core/watch/renewal/renewal.ts';
import type { Certificate } from '../../../pki/certificate/certificate.ts';
import type { ChainFacts, ServedChain } from '../../../probes/chain.ts';
import type { TlsFacts } from '../../../probes/tls/tls-facts.ts';
import { sessionsOf } from '../tls/failures.ts';

export type LeafAt = {
  readonly address: string;
  readonly leaf: Certificate;
  /** Trusted, for this name, in its dates, renewal not due, and not the elder of a pair. */
  readonly fine: boolean;
};

/** The leaf of each address that completed a handshake. */
export function leafFacts(tls: TlsFacts, chain: ChainFacts | null, now: Date): readonly LeafAt[] {
  const seen = sessionsOf(tls).flatMap(({ address, session }) => {
    const leaf = session.chain[0];
    return leaf === undefined ? [] : [{ address, leaf }];
  });
  const leaves = seen.map(({ leaf }) => leaf);
  return seen.map(({ address, leaf }) => {
    const served = chain?.chains.find(({ addresses }) => addresses.includes(address));
    return { address, leaf, fine: isFine(leaf, served, now) && successorOf(leaf, leaves, now) === null };
  });
}

function isFine(leaf: Certificate, served: ServedChain | undefined, now: Date): boolean {
  if (served === undefined || !served.path.trusted || !served.names.matches) return false;
  return now >= leaf.notBefore && renewalState(leaf, now) === 'ok';
}

/**
 * The certificate that replaced this one: for the same names, and living on when this one is due or by more than a
 * quarter of its lifetime. Certificates issued close together (one per region, one per CDN) replace nothing.
 */
export function successorOf(
  leaf: Certificate,
  others: readonly Certificate[],
  now: Date,
): Certificate | null {
  const end = leaf.notAfter.getTime();
  const due = renewalState(leaf, now) !== 'ok';
  const margin = due ? 0 : (end - leaf.notBefore.getTime()) / 4;
  const newer = others.filter(
    (other) => other.notAfter.getTime() > end + margin && other.notBefore <= now && sameNames(leaf, other),
  );
  return newer.toSorted((one, other) => other.notAfter.getTime() - one.notAfter.getTime())[0] ?? null;
}

function sameNames(one: Certificate, other: Certificate): boolean {
  return namesOf(one) === namesOf(other);
}

function namesOf({ names, subject }: Certificate): string {
  if (names === null) return `subject ${subject.raw}`;
  return [...names.dns, ...names.ip]
    .map((name) => name.toLowerCase())
    .toSorted()
    .join(' ');
}
