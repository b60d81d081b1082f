import { deadEnd, learned, type ProbeOutcome } from '../core/probe.ts';
import { schemeFacts } from '../core/target/schemes.ts';
import { hostPort, speaksTls, type Target, targetUrl } from '../core/target.ts';
import type { AllowedAddress } from '../net/policy.ts';
import { openWebSocket, type WebSocketOutcome } from '../net/websocket/open.ts';
import { chainProbe } from './chain.ts';
import { addressForRequest } from './http.ts';
import { contextForTarget, defineProbe, type ProbeContext } from './probe.ts';
import { tcpProbe } from './tcp.ts';

/** One WebSocket handshake, a ping and a close; or what stood in the way. */
export type WebSocketFacts = {
  readonly url: string;
  /** `ip:port` it was pinned to. */
  readonly address: string;
  readonly outcome: WebSocketOutcome;
  /** What a second handshake with an Origin and subprotocols found, where the first one was turned away. */
  readonly dressed: WebSocketOutcome | null;
};

const handshakeMs = 5000;
const pongMs = 1500;

/** Offered when nothing was wanted without one: those of IANA's registry that public and industrial services use. */
export const usualSubprotocols = [
  ...['graphql-transport-ws', 'graphql-ws', 'mqtt', 'mqttv3.1', 'v12.stomp', 'v11.stomp', 'v10.stomp'],
  ...['wamp.2.json', 'ocpp2.0.1', 'ocpp1.6', 'xmpp', 'sip', 'amqp', 'v5.channel.k8s.io', 'binary'],
  ...['actioncable-v1-json', 'json', 'soap', 'echo', 'chat'],
];

export const websocketProbe = defineProbe({
  name: 'websocket',
  layer: 'application',
  rung: { label: 'WebSocket', covers: ['application'], always: true },
  needs: { tcp: tcpProbe },
  mayNeed: { chain: chainProbe },
  deadlineMs: 9000,
  notApplicable(target) {
    return schemeFacts(target.scheme).above === 'websocket' ? null : `${target.scheme}:// is not a WebSocket`;
  },
  describe({ outcome, dressed }: WebSocketFacts) {
    return outcomeText(dressed ?? outcome);
  },
  async run(target, { tcp, chain }, context): Promise<ProbeOutcome<WebSocketFacts>> {
    const address = addressForRequest(tcp, chain, context.now());
    if (address === null) return deadEnd('no-address', 'no address is fit for a handshake', 'target');
    const outcome = await open(target, address, context, null);
    const second = mayWantMore(outcome) ? await open(target, address, context, originOf(target)) : null;
    const facts: WebSocketFacts = {
      url: targetUrl(target),
      address: hostPort(address.ip, address.port),
      outcome,
      // The first answer is what clients like ours get, unless more in the request changes it.
      dressed: second !== null && isSound(second) ? second : null,
    };
    switch (outcome.kind) {
      case 'not-connected':
      case 'no-answer':
        return deadEnd(outcome.failure.kind, outcome.failure.message, 'target', facts);
      case 'not-http':
        return deadEnd('not-http', 'the answer is not HTTP/1.1', 'target', facts);
      case 'answered':
      case 'opened':
        return learned(facts);
    }
  },
});

function open(
  target: Target,
  address: AllowedAddress,
  { network, trust, client, signal, budgetMs }: ProbeContext,
  origin: string | null,
): Promise<WebSocketOutcome> {
  const secure = speaksTls(target);
  return openWebSocket(address, network, {
    tls: secure
      ? {
          serverName: target.hostKind === 'name' ? target.host : null,
          // RFC 6455 is HTTP/1.1; over HTTP/2 it is RFC 8441, which most clients do not ask for first.
          alpn: ['http/1.1'],
          secureContext: contextForTarget({ client, trust }),
        }
      : null,
    host: hostHeader(target, secure ? 443 : 80),
    path: target.path,
    protocols: origin === null ? [] : usualSubprotocols,
    origin,
    timeoutMs: budgetMs(handshakeMs),
    pongMs: budgetMs(pongMs),
    signal,
  });
}

function hostHeader({ host, port }: Target, usual: number): string {
  const bracketed = host.includes(':') ? `[${host}]` : host;
  return port === usual ? bracketed : `${bracketed}:${port}`;
}

/** RFC 6454 §6.2: of a page that the same server would have served. */
function originOf(target: Target): string {
  const secure = speaksTls(target);
  return `${secure ? 'https' : 'http'}://${hostHeader(target, secure ? 443 : 80)}`;
}

/** Turned away in a way that a missing Origin or subprotocol explains. */
function mayWantMore(outcome: WebSocketOutcome): boolean {
  if (outcome.kind === 'answered') return [400, 403, 406, 426].includes(outcome.status);
  if (outcome.kind !== 'opened') return false;
  const end = outcome.conversation?.end.kind;
  return end === 'closed' || end === 'dropped';
}

export function isSound(outcome: WebSocketOutcome): boolean {
  if (outcome.kind !== 'opened' || outcome.faults.length > 0) return false;
  const end = outcome.conversation?.end.kind;
  return end === 'pong' || end === 'silent';
}

function outcomeText(outcome: WebSocketOutcome): string {
  switch (outcome.kind) {
    case 'not-connected':
    case 'no-answer':
      return outcome.failure.message;
    case 'not-http':
      return 'the answer is not HTTP/1.1';
    case 'answered':
      return `answers ${outcome.status}, not 101`;
    case 'opened': {
      const { protocol, conversation } = outcome;
      const named = protocol === null ? '' : `, ${protocol.slice(0, 40)}`;
      return conversation?.end.kind === 'pong' ? `opens and answers a ping${named}` : `opens${named}`;
    }
  }
}
