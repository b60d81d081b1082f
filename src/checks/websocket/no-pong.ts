import { defineCheck } from '../../core/check.ts';
import { websocketProbe } from '../../probes/websocket.ts';
import { websocat } from '../commands/websocat.ts';
import { socketEvidence } from '../reading/above/websocket-words.ts';
import { evidence } from '../reading/evidence.ts';

export const websocketNoPong = defineCheck({
  id: 'websocket/no-pong',
  severity: 'notice',
  blame: 'target',
  title: 'The WebSocket opens, and a ping is not answered',
  explanation:
    'An endpoint must answer a ping with a pong. This one opens and says nothing to it for a moment. Clients that use pings to notice dead connections (most libraries, Kubernetes, some proxies) will close a connection that is fine.',
  fix: 'Let the WebSocket library answer pings: most do so only while the application reads from the connection. If a proxy ends the WebSocket, it has to pass pings on.',
  citation: 'RFC 6455 §5.5.2',
  reads: { websocket: websocketProbe },
  judge({ websocket }, { target }) {
    const outcome = websocket.dressed ?? websocket.outcome;
    if (outcome.kind !== 'opened' || outcome.conversation?.end.kind !== 'silent') return [];
    const { messages } = outcome.conversation;
    return [
      {
        evidence: [
          ...socketEvidence(websocket),
          ...(messages === 0 ? [] : [evidence('messages meanwhile', String(messages))]),
        ],
        reproduce: websocat(target, websocket.url, websocket.address, '--ping-interval 1 --ping-timeout 3'),
      },
    ];
  },
});
