import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { type WebSocketFacts, websocketProbe } from '../../probes/websocket.ts';
import { curlUpgrade } from '../commands/curl-upgrade.ts';
import { socketEvidence } from '../reading/above/websocket-words.ts';
import { evidence, printable } from '../reading/evidence.ts';
import { failureEvidence } from '../reading/http/end.ts';
import { clientCertificateRejected } from '../reading/tls/failures.ts';

export const websocketNoAnswer = defineCheck({
  id: 'websocket/no-answer',
  severity: 'fatal',
  blame: 'target',
  title: 'The WebSocket handshake gets no answer that is HTTP',
  explanation:
    'The server is reached, and what follows the handshake request is silence, a closed connection, or bytes of another protocol. Clients wait until they give up, or report a failed handshake.',
  fix: 'Check that the port is the one of the WebSocket and that ws:// and wss:// are not swapped: TLS on the port wants wss://. If the server is silent, look whether the application behind the proxy takes the connection.',
  citation: 'RFC 6455 §4.2.2',
  reads: { websocket: websocketProbe },
  mayRead: { tls: tlsProbe },
  judge({ websocket, tls }) {
    const seen = clientCertificateRejected(tls) ? null : trouble(websocket);
    if (seen === null) return [];
    const reproduce = curlUpgrade(websocket.url, websocket.address);
    return [{ ...seen, evidence: [...socketEvidence(websocket), ...seen.evidence], reproduce }];
  },
});

function trouble({ outcome }: WebSocketFacts): Observation | null {
  switch (outcome.kind) {
    case 'not-connected':
      if (outcome.noSharedProtocol || outcome.failure.kind === 'aborted') return null;
      return {
        title: 'For the WebSocket handshake the server accepts no connection',
        evidence: failureEvidence(outcome.failure),
      };
    case 'no-answer':
      if (outcome.failure.kind === 'aborted') return null;
      return {
        title:
          outcome.failure.kind === 'timeout'
            ? 'The server takes the WebSocket handshake and does not answer'
            : 'The server hangs up on the WebSocket handshake',
        evidence: failureEvidence(outcome.failure),
      };
    case 'not-http':
      if (outcome.voice === 'http2') return null;
      return {
        title:
          outcome.voice === 'tls'
            ? 'The port speaks TLS: it is wss://, not ws://'
            : 'What answers the WebSocket handshake is not HTTP',
        evidence: [evidence('first bytes', printable(outcome.firstBytes))],
      };
    case 'answered':
    case 'opened':
      return null;
  }
}
