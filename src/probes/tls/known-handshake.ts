import type { SecureContext } from 'node:tls';
import { hostPort, type Target } from '../../core/target.ts';
import type { AllowedAddress } from '../../net/policy.ts';
import { speaksGroup } from '../../net/tls/own-client/key-shares.ts';
import type { KnownVerdicts, ServedList } from '../../pki/client/known-verdicts.ts';
import type { ProbeContext } from '../probe.ts';
import type { TlsAddress, TlsSession } from './tls-facts.ts';

/** Where a handshake goes to. */
export type Place = {
  readonly address: AllowedAddress;
  readonly serverName: string | null;
  readonly target: Target;
};

export type Ways = {
  /** Null: it met what only OpenSSL should judge. */
  readonly byOurselves: () => Promise<TlsAddress | null>;
  readonly byOpenssl: (secureContext: SecureContext) => Promise<TlsAddress>;
};

export type KnownLook =
  | { readonly seen: TlsAddress }
  /** Only a whole look can tell. `byOurselves`: whether the one after it may be made without OpenSSL. */
  | { readonly seen: null; readonly byOurselves: boolean };

/**
 * What a whole look would see, without OpenSSL verifying again what it verified before: the list is read as sent, and when it is
 * to the byte the one that is known for this place, its verdict is, too.
 */
export async function lookAtKnown(place: Place, context: ProbeContext, ways: Ways): Promise<KnownLook> {
  const verdicts = verdictsFor(place, context);
  const expected = verdicts?.expects(keyOf(place), context.now()) ?? null;
  if (verdicts === null || expected === null) return { seen: null, byOurselves: true };
  const { byOurselves } = expected;
  const seen = await (byOurselves ? ways.byOurselves() : ways.byOpenssl(verdicts.contextWithoutAnchors));
  if (seen === null) return { seen, byOurselves: false };
  const { handshake } = seen;
  switch (handshake.kind) {
    case 'completed': {
      const list = listOf(handshake.session);
      const known = list && verdicts.recall(keyOf(place), list, context.now());
      if (!known) return { seen: null, byOurselves };
      return { seen: { ...seen, handshake: { ...handshake, session: { ...handshake.session, ...known } } } };
    }
    // No reason is known why anchors should matter here, and none is needed: it costs no waiting to be sure.
    case 'failed':
      return ['refused-by-us', 'other'].includes(handshake.failure.kind)
        ? { seen: null, byOurselves }
        : { seen };
    case 'not-connected':
    case 'not-upgraded':
      return { seen };
  }
}

/** Of a handshake with all anchors. */
export function rememberVerdict(
  place: Place,
  { handshake }: TlsAddress,
  { context, byOurselves }: { readonly context: ProbeContext; readonly byOurselves: boolean },
): void {
  if (handshake.kind !== 'completed') return;
  const { session } = handshake;
  const list = listOf(session);
  if (list === null) return;
  const verdict = { openssl: session.openssl, byOurselves: byOurselves && isEveryday(session) };
  verdictsFor(place, context)?.keep(keyOf(place), list, verdict, context.now());
}

/** What our own client speaks: TLS 1.3 without a client's certificate, in a group it has. */
function isEveryday({ protocol, group, clientCertificate }: TlsSession): boolean {
  return protocol === 'TLSv1.3' && !clientCertificate.requested && speaksGroup(group);
}

/** A handshake that shows a certificate of ours has a context of its own. */
function verdictsFor({ target }: Place, { verdicts }: ProbeContext): KnownVerdicts | null {
  return target.client === null ? (verdicts ?? null) : null;
}

function keyOf({ address, serverName }: Place): string {
  return `${hostPort(address.ip, address.port)} ${serverName ?? ''}`;
}

/** Null where we do not hold every byte that OpenSSL held. */
function listOf({ protocol, chain, unreadable, asSent }: TlsSession): ServedList | null {
  return asSent && unreadable.length === 0 && chain.length > 0 ? { protocol, chain } : null;
}
