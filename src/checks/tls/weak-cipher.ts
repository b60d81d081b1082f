import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { agreedOn } from '../reading/tls-sessions.ts';

export const weakCipher = defineCheck({
  id: 'tls/weak-cipher',
  severity: 'warning',
  blame: 'target',
  title: 'The best cipher the server offers is outdated',
  explanation:
    'The client offered modern ciphers that encrypt and authenticate in one step (AES-GCM, ChaCha20-Poly1305), and the server took an old one: CBC, 3DES or RC4. Clients connect today; CBC has a history of attacks, and strict clients and audits reject it.',
  fix: 'Enable ECDHE with AES-GCM and ChaCha20-Poly1305 (nginx: ssl_ciphers; Apache: SSLCipherSuite; HAProxy: ssl-default-bind-ciphers; cloud: a newer security policy), and enable TLS 1.3.',
  citation: 'RFC 9325 §4.2',
  reads: { tls: tlsProbe },
  judge({ tls }, { target }) {
    return agreedOn(
      tls,
      target,
      ({ cipher }) => !/GCM|CCM|CHACHA20/i.test(cipher),
      ({ cipher }) => `The best cipher the server offers is ${cipher} (${kindOf(cipher)})`,
    );
  },
});

function kindOf(cipher: string): string {
  if (/RC4/.test(cipher)) return 'RC4';
  if (/3DES|DES-CBC3/.test(cipher)) return '3DES';
  if (/NULL/.test(cipher)) return 'no encryption';
  return 'CBC';
}
