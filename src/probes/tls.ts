import type { SecureContext } from 'node:tls';
import { deadEnd, learned, type ProbeOutcome } from '../core/probe.ts';
import { schemeFacts } from '../core/target/schemes.ts';
import { hostPort, speaksTls, type Target } from '../core/target.ts';
import { type Channel, openChannel } from '../net/channel.ts';
import { handshake } from '../net/handshake.ts';
import { listen } from '../net/listen.ts';
import type { AllowedAddress } from '../net/policy.ts';
import type { HandshakeFailure, Session } from '../net/tls/handshake-facts.ts';
import { sentEntries } from './chain/chain-list.ts';
import { chainOrder, likelyLeaf } from './chain/chain-order.ts';
import { contextForTarget, defineProbe, type ProbeContext, sharedBudgetMs } from './probe.ts';
import { tcpProbe } from './tcp.ts';
import { lookAtKnown, type Place, rememberVerdict } from './tls/known-handshake.ts';
import { readList } from './tls/read-list.ts';
import type { ArrivedList, TlsAddress, TlsFacts, TlsSession } from './tls/tls-facts.ts';

/** Why nothing about TLS can be said of such a target; null when it uses TLS. */
export function withoutTls(target: Target): string | null {
  return speaksTls(target) ? null : `${target.scheme}:// does not use TLS`;
}

function sessionText({ protocol, group }: TlsSession): string {
  // The rung is called TLS already.
  const version = protocol.replace(/^TLSv/, '');
  return group === null ? version : `${version}, ${group}`;
}

const perHandshakeMs = 4000;
/** Postfix lets strangers wait six seconds for its greeting, sendmail five. */
const upgradeMs = 7000;
const silentLookMs = 500;

export const tlsProbe = defineProbe({
  name: 'tls',
  layer: 'tls',
  rung: { label: 'TLS', covers: ['tls'], always: true },
  needs: { tcp: tcpProbe },
  deadlineMs: 9000,
  notApplicable: withoutTls,
  describe({ addresses }: TlsFacts) {
    const seen = addresses.flatMap(({ handshake: fate }) =>
      fate.kind === 'completed' ? [fate.session] : [],
    );
    const asked = addresses.find(({ upgrade }) => upgrade !== undefined)?.upgrade?.asked;
    const after = asked === undefined ? '' : ` after ${asked}`;
    const said = [...new Set(seen.map(sessionText))].slice(0, 2).join(' and ') + after;
    return seen.length === addresses.length
      ? said
      : `${said} at ${seen.length} of ${addresses.length} addresses`;
  },
  async run(target, { tcp }, context): Promise<ProbeOutcome<TlsFacts>> {
    // RFC 6066 §3: literal addresses are not permitted in server_name.
    const serverName = target.hostKind === 'name' ? target.host : null;
    const client = clientOf(target, context);
    if (client?.client.certificate === null) {
      const message = `there is no client certificate ${client.client.name} to show`;
      return deadEnd('no-client-certificate', message, 'our-vantage', {
        serverName,
        addresses: [],
        ...client,
      });
    }
    const addresses = await Promise.all(
      tcp.open.map((address) => lookAt(address, serverName, target, context)),
    );
    const facts: TlsFacts = { serverName, addresses, ...client };
    if (addresses.some((seen) => seen.handshake.kind === 'completed')) return learned(facts);
    const tried = addresses.map(
      (seen) => `${hostPort(seen.address.ip, target.port)} ${fateText(seen.handshake)}`,
    );
    return deadEnd('no-handshake', tried.join(', '), 'target', facts);
  },
});

function clientOf(target: Target, { client }: ProbeContext): Required<Pick<TlsFacts, 'client'>> | null {
  if (target.client === null) return null;
  return { client: { name: target.client, certificate: client?.certificate ?? null } };
}

async function lookAt(
  address: AllowedAddress,
  serverName: string | null,
  target: Target,
  context: ProbeContext,
): Promise<TlsAddress> {
  const place = { address, serverName, target };
  const known = await lookAtKnown(place, context, (secureContext) =>
    connectTo(place, secureContext, context),
  );
  if (known !== null) return known;
  const seen = await connectTo(place, contextForTarget(context), context);
  rememberVerdict(place, seen, context);
  return seen;
}

async function connectTo(
  { address, serverName, target }: Place,
  secureContext: SecureContext,
  context: ProbeContext,
): Promise<TlsAddress> {
  const { signal, network } = context;
  const channel = await openChannel(address, network, {
    scheme: target.scheme,
    host: target.host,
    signal,
    timeoutMs: sharedBudgetMs(perHandshakeMs, context),
    upgradeMs: context.budgetMs(upgradeMs),
    socket: context.spare?.take(address) ?? null,
  });
  if (!channel.open) return { address, elapsedMs: channel.elapsedMs, handshake: shutFate(channel) };
  const outcome = await handshake(channel.socket, {
    serverName,
    alpn: schemeFacts(target.scheme).alpn,
    secureContext,
    timeoutMs: sharedBudgetMs(perHandshakeMs, context),
    signal,
  });
  const { elapsedMs } = outcome;
  const upgrade = channel.upgrade === null ? {} : { upgrade: channel.upgrade };
  if (outcome.completed) {
    return {
      address,
      elapsedMs,
      ...upgrade,
      handshake: { kind: 'completed', session: readSession(outcome.session) },
    };
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

function shutFate(channel: Extract<Channel, { readonly open: false }>): TlsAddress['handshake'] {
  return channel.why === 'not-connected'
    ? { kind: 'not-connected', failure: channel.failure }
    : { kind: 'not-upgraded', failure: channel.failure };
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

function fateText(fate: TlsAddress['handshake']): string {
  switch (fate.kind) {
    case 'completed':
      return 'completed';
    case 'not-connected':
      return fate.failure;
    case 'not-upgraded':
      return `${fate.failure.asked} ${fate.failure.how.kind}`;
    case 'failed':
      return fate.failure.alert === null ? fate.failure.kind : `alert ${fate.failure.alert.name}`;
  }
}
