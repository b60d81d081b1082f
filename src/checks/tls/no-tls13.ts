import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { agreedOn } from '../reading/tls/sessions.ts';

export const noTls13 = defineCheck({
  id: 'tls/no-tls13',
  severity: 'notice',
  blame: 'target',
  title: 'The server does not speak TLS 1.3',
  explanation:
    'TLS 1.2 is safe when set up well, and every client speaks it. TLS 1.3 saves a round trip on each new connection and leaves no weak option to choose; post-quantum key exchange exists only there.',
  fix: 'Enable TLSv1.3 (nginx: ssl_protocols TLSv1.2 TLSv1.3; Apache: SSLProtocol -all +TLSv1.2 +TLSv1.3; cloud: a security policy with TLS 1.3). OpenSSL 1.1.1 or newer has it.',
  citation: 'RFC 9325 §3.1.1',
  reads: { tls: tlsProbe },
  judge({ tls }, { target }) {
    return agreedOn(
      tls,
      target,
      ({ protocol }) => protocol === 'TLSv1.2',
      () => 'The server does not speak TLS 1.3',
    );
  },
});
