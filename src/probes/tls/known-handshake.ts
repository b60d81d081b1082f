import { hostPort, type Target } from '../../core/target.ts';
import type { AllowedAddress } from '../../net/policy.ts';
import type { KnownVerdicts, ServedList } from '../../pki/client/known-verdicts.ts';
import type { ProbeContext } from '../probe.ts';
import type { TlsAddress, TlsSession } from './tls-facts.ts';

/** Where a handshake goes to. */
export type Place = {
  readonly address: AllowedAddress;
  readonly serverName: string | null;
  readonly target: Target;
};

/**
 * What a whole look would see, without OpenSSL verifying again what it verified before: the list is read as sent, and when it is
 * to the byte the one that is known for this place, its verdict is, too. Null where only a whole look can tell.
 */
export async function lookAtKnown(
  place: Place,
  context: ProbeContext,
  connect: (secureContext: KnownVerdicts['contextWithoutAnchors']) => Promise<TlsAddress>,
): Promise<TlsAddress | null> {
  const verdicts = verdictsFor(place, context);
  if (verdicts === null || !verdicts.expects(keyOf(place), context.now())) return null;
  const seen = await connect(verdicts.contextWithoutAnchors);
  const { handshake } = seen;
  switch (handshake.kind) {
    case 'completed': {
      const list = listOf(handshake.session);
      const known = list && verdicts.recall(keyOf(place), list, context.now());
      if (!known) return null;
      return { ...seen, handshake: { ...handshake, session: { ...handshake.session, ...known } } };
    }
    // No reason is known why anchors should matter here, and none is needed: it costs no waiting to be sure.
    case 'failed':
      return ['refused-by-us', 'other'].includes(handshake.failure.kind) ? null : seen;
    case 'not-connected':
    case 'not-upgraded':
      return seen;
  }
}

/** Of a handshake with all anchors. */
export function rememberVerdict(place: Place, { handshake }: TlsAddress, context: ProbeContext): void {
  const list = handshake.kind === 'completed' ? listOf(handshake.session) : null;
  if (handshake.kind !== 'completed' || list === null) return;
  verdictsFor(place, context)?.keep(keyOf(place), list, handshake.session.openssl, context.now());
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
