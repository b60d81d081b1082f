import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { tlsScanProbe } from '../../probes/tls-scan.ts';
import { spokenEvidence } from '../reading/tls/scans.ts';
import { noHandshake } from '../reading/tls/total.ts';

export const noSharedCipher = defineCheck({
  id: 'tls/no-shared-cipher',
  severity: 'fatal',
  blame: 'target',
  title: 'Client and server have no cipher suite in common',
  explanation:
    'The server found nothing to agree on among the ciphers, groups and signature algorithms that current clients offer, and gave up. It is restricted to exotic or obsolete ones, or its cipher list does not fit its certificate (only RSA ciphers with an ECDSA key, or the reverse), or it has no certificate for this name.',
  fix: 'Give the server a current cipher list (ECDHE with AES-GCM or ChaCha20-Poly1305; see the Mozilla TLS configuration generator), the groups X25519 and P-256, and a certificate whose key type fits. Its error log usually says "no shared cipher".',
  citation: 'RFC 8446 §4.1.1',
  reads: { tls: tlsProbe },
  mayRead: { scan: tlsScanProbe },
  judge({ tls, scan }, { target }) {
    return noHandshake(tls, target, 'no-shared-cipher', ({ address }) => ({
      title: `${address} has no cipher suite in common with current clients`,
      evidence: spokenEvidence(scan, address),
    }));
  },
});
