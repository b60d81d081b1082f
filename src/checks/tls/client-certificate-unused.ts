import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { shownCertificate, shownEvidence, wasRequested } from '../reading/tls/client-certificates.ts';
import { sessionsOf } from '../reading/tls/failures.ts';

export const clientCertificateUnused = defineCheck({
  id: 'tls/client-certificate-unused',
  severity: 'notice',
  blame: 'unknown',
  title: 'The server did not ask for a client certificate',
  explanation:
    'A client certificate was ready to be shown, and the server asked for none during the handshake. So it played no part in what was seen. Some servers ask later and for some paths only (Apache with SSLVerifyClient in a Location), which cannot be seen here.',
  fix: 'If the server is meant to check client certificates, switch that on (nginx: ssl_verify_client on; Apache: SSLVerifyClient require; HAProxy: verify required on the bind line). If not, leave client: out.',
  citation: 'RFC 8446 §4.3.2',
  reads: { tls: tlsProbe },
  judge({ tls }) {
    if (shownCertificate(tls) === null || sessionsOf(tls).length === 0 || wasRequested(tls)) return [];
    return [
      {
        title: `The server asks for no client certificate: ${tls.client?.name ?? ''} was not used`,
        evidence: shownEvidence(tls),
      },
    ];
  },
});
