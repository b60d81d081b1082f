import { defineCheck } from '../../core/check.ts';
import { pathProbe } from '../../probes/path.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { opensslLargeHello } from '../commands/openssl.ts';
import { addressOf } from '../commands/place.ts';
import { addressEvidence } from '../reading/evidence.ts';
import { stallEvidence, stalledBy } from '../reading/tcp/black-hole.ts';
import { sessionsOf } from '../reading/tls/failures.ts';

export const largeClientHello = defineCheck({
  id: 'tls/large-client-hello',
  severity: 'fatal',
  blame: 'target',
  title: 'A ClientHello of more than one packet is not answered',
  explanation:
    'A small first message of TLS is answered, and one of the usual size is not. Since 2024 browsers, Go and OpenSSL offer post-quantum key exchange (X25519MLKEM768), which takes 1,200 bytes more, so that the message comes in two packets. A server or firewall that reads only the first one waits for ever. Older clients work, which hides it.',
  fix: 'Update the load balancer, firewall or TLS inspection in front of the server: read until the whole record is there. As a stopgap switch off its inspection of the ClientHello (SNI routing, TLS decryption). Clients that leave out X25519MLKEM768 get through.',
  citation: 'RFC 8446 §5.1',
  reads: { path: pathProbe },
  mayRead: { tls: tlsProbe },
  judge({ path, tls }, { target }) {
    const look = stalledBy(path, 'large-hello');
    if (look === null || look.stall === null) return [];
    const where = addressOf(look.address);
    const { again, small } = look.stall;
    return [
      {
        ...(tls !== null && sessionsOf(tls).length > 0 ? { severity: 'error' } : {}),
        title: `${where} answers a ClientHello of ${small.sentBytes} bytes and none of ${again.sentBytes}`,
        evidence: [addressEvidence([where]), ...stallEvidence(look.stall)],
        reproduce: opensslLargeHello(target, where),
      },
    ];
  },
});
