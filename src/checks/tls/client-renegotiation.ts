import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { tlsScanProbe } from '../../probes/tls-scan.ts';
import { opensslRenegotiate } from '../commands/openssl.ts';
import { evidence } from '../reading/evidence.ts';
import { scanFinding } from '../reading/tls/scans.ts';

export const clientRenegotiation = defineCheck({
  id: 'tls/client-renegotiation',
  severity: 'notice',
  blame: 'target',
  title: 'Clients may ask for another handshake inside a connection',
  explanation:
    'In TLS 1.2 the server renegotiates when a client wants it. A handshake costs the server far more than the client, so one connection that asks again and again can keep a machine busy. Servers that limit how often (Node: three times in ten minutes) are fine.',
  fix: 'Refuse it: nginx and Apache do since 2010, HAProxy does, OpenSSL 3 does by default; Java: -Djdk.tls.rejectClientInitiatedRenegotiation=true; Node: leave tls.CLIENT_RENEG_LIMIT low. TLS 1.3 has no renegotiation.',
  citation: 'RFC 9325 §3.5',
  reads: { tls: tlsProbe },
  mayRead: { scan: tlsScanProbe },
  judge({ tls, scan }, { target }) {
    return scanFinding(
      { tls, scan, target },
      ({ features, sessions }) =>
        sessions?.clientRenegotiation === true && features?.secureRenegotiation !== false ? sessions : null,
      (_sessions, address) => ({
        evidence: [evidence('renegotiation by a client', 'accepted once')],
        reproduce: opensslRenegotiate(target, address),
      }),
    );
  },
});
