import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { tlsScanProbe } from '../../probes/tls-scan.ts';
import { acceptedFinding } from '../reading/tls/scans.ts';
import { agreedOn, hasForwardSecrecy } from '../reading/tls/sessions.ts';

export const noForwardSecrecy = defineCheck({
  id: 'tls/no-forward-secrecy',
  severity: 'warning',
  blame: 'target',
  title: 'The key exchange has no forward secrecy',
  explanation:
    'The server only offers RSA key transport: whoever gets its private key later can read all traffic recorded before. Browsers still connect and say so in their tools; Go and hardened clients refuse.',
  fix: 'Enable ECDHE ciphers and remove those without (nginx: ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20; Apache: SSLCipherSuite the same; HAProxy: ssl-default-bind-ciphers the same), and enable TLS 1.3.',
  citation: 'RFC 9325 §4.1',
  reads: { tls: tlsProbe },
  mayRead: { scan: tlsScanProbe },
  judge({ tls, scan }, { target }) {
    const agreed = agreedOn(
      tls,
      target,
      (session) => !hasForwardSecrecy(session),
      ({ cipher }) => `The key exchange has no forward secrecy (${cipher})`,
    );
    if (agreed.length > 0) return agreed;
    // What has a graver flaw as well is told by tls/weak-cipher.
    return acceptedFinding(
      { tls, scan, target },
      ({ forwardSecrecy, flaws }) => !forwardSecrecy && flaws.length === 0,
      () => ({
        severity: 'notice',
        title: 'The server also accepts key exchange without forward secrecy',
        explanation:
          'Current clients agree on ECDHE and notice nothing. Old ones that take RSA key transport are exposed: whoever gets the private key later can read what was recorded of them, and servers that decrypt RSA have been fooled time and again (ROBOT).',
      }),
    );
  },
});
