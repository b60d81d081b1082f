import { defineCheck } from '../../core/check.ts';
import { websocketProbe } from '../../probes/websocket.ts';
import { websocat } from '../commands/websocat.ts';
import { closeMeaning, socketEvidence } from '../reading/above/websocket-words.ts';
import { evidence } from '../reading/evidence.ts';

export const websocketWantsMore = defineCheck({
  id: 'websocket/wants-more',
  severity: 'notice',
  blame: 'unknown',
  title: 'The WebSocket opens only with a subprotocol or an Origin in the request',
  explanation:
    'A bare handshake is turned away, and one with an Origin and a list of usual subprotocols opens. That is in order: MQTT, STOMP, OCPP or GraphQL servers want their subprotocol named, others want a page they know. A client that names neither fails.',
  fix: 'Let clients name the subprotocol (in a browser the second argument of new WebSocket), or send the Origin that the server has in its list.',
  citation: 'RFC 6455 §1.9',
  reads: { websocket: websocketProbe },
  judge({ websocket }, { target }) {
    const { outcome, dressed, url, address } = websocket;
    if (dressed?.kind !== 'opened') return [];
    const bare =
      outcome.kind === 'answered'
        ? `answered ${outcome.status}`
        : outcome.kind === 'opened' && outcome.conversation?.end.kind === 'closed'
          ? `closed at once (${closeMeaning(outcome.conversation.end.code)})`
          : 'dropped at once';
    const { protocol } = dressed;
    return [
      {
        title:
          protocol === null
            ? 'The WebSocket opens only with an Origin in the request'
            : `The WebSocket opens only with a subprotocol: ${protocol.slice(0, 60)}`,
        evidence: [
          ...socketEvidence(websocket),
          evidence('without', bare),
          evidence('with', protocol === null ? 'an Origin of its own host: opens' : `${protocol}: opens`),
        ],
        reproduce: websocat(target, url, address),
      },
    ];
  },
});
