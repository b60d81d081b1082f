import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { tlsScanProbe } from '../../probes/tls-scan.ts';
import { spokenEvidence } from '../reading/tls/scans.ts';
import { noHandshake } from '../reading/tls/total.ts';

export const handshakeFailed = defineCheck({
  id: 'tls/handshake-failed',
  severity: 'fatal',
  blame: 'target',
  title: 'The TLS handshake fails',
  explanation:
    'What the server sent breaks the rules of the handshake, so OpenSSL ended it. Clients built on OpenSSL (curl, Node, Python, Ruby, PHP) fail the same way; others may be more tolerant. The code in the evidence says which rule.',
  fix: 'Look the code up, and check the key and certificate of the server: a private key that does not belong to the certificate gives a bad signature here. Update the TLS software of the server.',
  citation: 'RFC 8446 §4',
  reads: { tls: tlsProbe },
  mayRead: { scan: tlsScanProbe },
  judge({ tls, scan }, { target }) {
    return noHandshake(tls, target, 'handshake-failed', ({ address, failure }) => ({
      evidence: spokenEvidence(scan, address),
      title: `The TLS handshake with ${address} fails${failure.errorCode === null ? '' : `: ${failure.errorCode}`}`,
    }));
  },
});
