import type { SecureContext } from 'node:tls';
import { schemeFacts } from '../../core/target/schemes.ts';
import { type Channel, openChannel } from '../../net/channel.ts';
import { handshake } from '../../net/handshake.ts';
import { listen } from '../../net/listen.ts';
import type { AllowedAddress } from '../../net/policy.ts';
import type { HandshakeFailure, HandshakeOutcome, Session } from '../../net/tls/handshake-facts.ts';
import { shakeHandsOurselves } from '../../net/tls/own-client/shake-hands.ts';
import { sentEntries } from '../chain/chain-list.ts';
import { chainOrder, likelyLeaf } from '../chain/chain-order.ts';
import { contextForTarget, type ProbeContext, sharedBudgetMs } from '../probe.ts';
import { lookAtKnown, type Place, rememberVerdict } from './known-handshake.ts';
import { readList } from './read-list.ts';
import type { ArrivedList, TlsAddress, TlsSession } from './tls-facts.ts';

const perHandshakeMs = 4000;
/** Postfix lets strangers wait six seconds for its greeting, sendmail five. */
const upgradeMs = 7000;
const silentLookMs = 500;

/** One handshake, or two where the first, which saves work, could not tell all. */
export async function lookAtAddress(place: Place, context: ProbeContext): Promise<TlsAddress> {
  const known = await lookAtKnown(place, context, {
    byOurselves: () => lookByOurselves(place, context),
    byOpenssl: (secureContext) => lookByOpenssl(place, secureContext, context),
  });
  if (known.seen !== null) return known.seen;
  const seen = await lookByOpenssl(place, contextForTarget(context), context);
  rememberVerdict(place, seen, { ...known, context });
  return seen;
}

async function lookByOpenssl(
  place: Place,
  secureContext: SecureContext,
  context: ProbeContext,
): Promise<TlsAddress> {
  const channel = await channelTo(place, context);
  if (!channel.open) return shut(place, channel);
  const outcome = await handshake(channel.socket, { ...optionsFor(place, context), secureContext });
  return addressAfter(place, channel, outcome, context);
}

async function lookByOurselves(place: Place, context: ProbeContext): Promise<TlsAddress | null> {
  const channel = await channelTo(place, context);
  if (!channel.open) return shut(place, channel);
  const outcome = await shakeHandsOurselves(channel.socket, optionsFor(place, context));
  return outcome && addressAfter(place, channel, outcome, context);
}

function channelTo({ address, target }: Place, context: ProbeContext): Promise<Channel> {
  return openChannel(address, context.network, {
    scheme: target.scheme,
    host: target.host,
    signal: context.signal,
    timeoutMs: sharedBudgetMs(perHandshakeMs, context),
    upgradeMs: context.budgetMs(upgradeMs),
    socket: context.spare?.take(address) ?? null,
  });
}

function optionsFor({ serverName, target }: Place, context: ProbeContext) {
  return {
    serverName,
    alpn: schemeFacts(target.scheme).alpn,
    timeoutMs: sharedBudgetMs(perHandshakeMs, context),
    signal: context.signal,
  };
}

type Open = Extract<Channel, { readonly open: true }>;
type Shut = Extract<Channel, { readonly open: false }>;

async function addressAfter(
  { address }: Place,
  channel: Open,
  outcome: HandshakeOutcome,
  context: ProbeContext,
): Promise<TlsAddress> {
  const { elapsedMs } = outcome;
  const upgrade = channel.upgrade === null ? {} : { upgrade: channel.upgrade };
  if (outcome.completed) {
    const session = readSession(outcome.session);
    return { address, elapsedMs, ...upgrade, handshake: { kind: 'completed', session } };
  }
  const { failure } = outcome;
  const dropsSilentClients = await dropsSilence(address, failure, context);
  const arrived = arrivedIn(failure);
  return {
    address,
    elapsedMs,
    ...upgrade,
    handshake: { kind: 'failed', failure, dropsSilentClients, arrived },
  };
}

function shut({ address }: Place, channel: Shut): TlsAddress {
  const handshake: TlsAddress['handshake'] =
    channel.why === 'not-connected'
      ? { kind: 'not-connected', failure: channel.failure }
      : { kind: 'not-upgraded', failure: channel.failure };
  return { address, elapsedMs: channel.elapsedMs, handshake };
}

/** TLS 1.2 shows its certificates before it turns a client away: for want of a client certificate, say. */
function arrivedIn({ chain }: HandshakeFailure): ArrivedList | null {
  if (chain.length === 0) return null;
  const { certificates, unreadable } = readList(chain);
  const leafAt = likelyLeaf(certificates);
  const order = chainOrder(certificates, leafAt);
  const leaf = unreadable.some(({ position }) => position <= leafAt) ? undefined : certificates[leafAt];
  const entries = sentEntries({ sent: certificates, unreadable, order }, null);
  return { leaf: leaf ?? null, entries, leafNotFirst: order.leafNotFirst };
}

/** A connection lost without a byte may have been lost on accept: only a second, silent one can tell. */
async function dropsSilence(
  address: AllowedAddress,
  failure: HandshakeFailure,
  context: ProbeContext,
): Promise<boolean> {
  const lost = failure.kind === 'reset' || failure.kind === 'closed';
  if (!lost || failure.firstBytes.length > 0) return false;
  const { signal } = context;
  const timeoutMs = context.budgetMs(silentLookMs);
  const dialled = await context.network.dial(address, { signal, timeoutMs });
  if (!dialled.connected) return false;
  const heard = await listen(dialled.socket, { signal, timeoutMs });
  return heard.kind === 'dropped';
}

function readSession({ chain, ...session }: Session): TlsSession {
  const { certificates, unreadable } = readList(chain);
  return {
    ...session,
    chain: certificates,
    unreadable,
    chainBytes: chain.reduce((sum, der) => sum + der.length, 0),
  };
}
