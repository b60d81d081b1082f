import { defineCheck } from '../../core/check.ts';
import { websocketProbe } from '../../probes/websocket.ts';
import { curlUpgrade } from '../commands/curl-upgrade.ts';
import { socketEvidence } from '../reading/above/websocket-words.ts';
import { evidence } from '../reading/evidence.ts';

export const websocketHttp2Only = defineCheck({
  id: 'websocket/http2-only',
  severity: 'fatal',
  blame: 'target',
  title: 'The server speaks HTTP/2 only, and WebSocket clients begin with HTTP/1.1',
  explanation:
    'A WebSocket over HTTP/2 (RFC 8441) exists, but a client opens its connection for a WebSocket with HTTP/1.1, browsers among them unless they have an HTTP/2 connection to the same host already. This server refuses HTTP/1.1, so the first connection fails.',
  fix: 'Allow HTTP/1.1 beside HTTP/2 on this port. HAProxy: alpn h2,http/1.1. Envoy: codec_type AUTO and alpn_protocols h2,http/1.1. A gRPC port is no place for a WebSocket: serve it on another port or host.',
  citation: 'RFC 8441 §4',
  reads: { websocket: websocketProbe },
  judge({ websocket }) {
    const { outcome, url, address } = websocket;
    const refusedInTls = outcome.kind === 'not-connected' && outcome.noSharedProtocol;
    const spoke = outcome.kind === 'not-http' && outcome.voice === 'http2';
    if (!refusedInTls && !spoke) return [];
    const seen = refusedInTls
      ? evidence('alert', 'no_application_protocol (120) to an offer of http/1.1')
      : evidence('first frame', 'SETTINGS of HTTP/2');
    return [{ evidence: [...socketEvidence(websocket), seen], reproduce: curlUpgrade(url, address) }];
  },
});
