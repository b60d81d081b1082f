import { defineCheck } from '../../core/check.ts';
import { pathProbe } from '../../probes/path.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { opensslClient } from '../commands/openssl.ts';
import { stalledBy } from '../reading/tcp/black-hole.ts';
import { noHandshake } from '../reading/tls/total.ts';

export const handshakeTimeout = defineCheck({
  id: 'tls/handshake-timeout',
  severity: 'fatal',
  blame: 'target',
  title: 'The server accepts the connection and never finishes the TLS handshake',
  explanation:
    'TCP works, but the answer to the first TLS message does not come. The process behind the port hangs or is overloaded, a proxy waits for a dead backend, the port expects another protocol (PROXY protocol, STARTTLS), or large packets are lost on the way (MTU).',
  fix: 'Look at the process that owns the port: threads, CPU, its log. If a proxy expects the PROXY protocol, send it or switch it off (nginx: remove proxy_protocol from listen). If only some networks fail, suspect the MTU and allow ICMP "fragmentation needed".',
  citation: 'RFC 8446 §4.1',
  reads: { tls: tlsProbe },
  mayRead: { path: pathProbe },
  judge({ tls, path }, { target }) {
    // A closer look has told what stalls: the way, or the size of our first message.
    if (stalledBy(path, 'lost-here', 'lost-there', 'large-hello') !== null) return [];
    return noHandshake(tls, target, 'handshake-timeout', ({ address, failure }) => ({
      title:
        failure.firstBytes.length === 0
          ? `${address} accepts the connection and never answers the TLS handshake`
          : `${address} begins the TLS handshake and stops in the middle`,
      reproduce: `timeout 10 ${opensslClient(target, address, '-state')}`,
    }));
  },
});
