import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { opensslClient } from '../commands/openssl.ts';
import { noHandshake } from '../reading/tls/total.ts';

export const alpn = defineCheck({
  id: 'tls/alpn',
  severity: 'fatal',
  blame: 'target',
  title: 'The server speaks neither HTTP/2 nor HTTP/1.1',
  explanation:
    'In the handshake the client offers h2 and http/1.1 (ALPN), and the server refuses both. Browsers and HTTP clients fail. The port belongs to another protocol, or the list of protocols on the server is wrong.',
  fix: 'Let the server offer h2 and http/1.1 (HAProxy: alpn h2,http/1.1 on the bind line; Go: NextProtos; Envoy: alpn_protocols). If it is not a web server, look at it as tls://host:port.',
  citation: 'RFC 7301 §3.2',
  reads: { tls: tlsProbe },
  judge({ tls }, { target }) {
    return noHandshake(tls, target, 'alpn', ({ address }) => ({
      title: `${address} speaks neither HTTP/2 nor HTTP/1.1 (ALPN)`,
      reproduce: opensslClient(target, address, '-alpn h2,http/1.1'),
    }));
  },
});
