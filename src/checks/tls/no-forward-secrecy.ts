import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { agreedOn, hasForwardSecrecy } from '../reading/tls-sessions.ts';

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
  judge({ tls }, { target }) {
    return agreedOn(
      tls,
      target,
      (session) => !hasForwardSecrecy(session),
      ({ cipher }) => `The key exchange has no forward secrecy (${cipher})`,
    );
  },
});
