import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import type { Target } from '../../core/target.ts';
import { type TlsFacts, tlsProbe } from '../../probes/tls.ts';
import { opensslClient } from '../commands/openssl.ts';
import { addressEvidence, evidence } from '../reading/evidence.ts';
import { sessionsOf } from '../reading/tls-failures.ts';
import { noHandshake } from '../reading/tls-total.ts';

export const weakDh = defineCheck({
  id: 'tls/weak-dh',
  severity: 'fatal',
  blame: 'target',
  title: 'The Diffie-Hellman parameters are too small',
  explanation:
    'The server insists on a finite-field Diffie-Hellman group of less than 2048 bits (Logjam). OpenSSL 3, current browsers and Java refuse it, so those clients cannot connect.',
  fix: 'Prefer ECDHE ciphers and drop the DHE ones, or use the 2048-bit group ffdhe2048 (nginx: ssl_dhparam; Apache: SSLOpenSSLConfCmd DHParameters; HAProxy: tune.ssl.default-dh-param 2048).',
  citation: 'RFC 9325 §4.5',
  reads: { tls: tlsProbe },
  judge({ tls }, { target }) {
    const refused = noHandshake(tls, target, 'weak-dh', ({ address }) => ({
      title: `${address} offers Diffie-Hellman parameters that clients refuse as too small`,
    }));
    return refused.length > 0 ? refused : negotiated(tls, target);
  },
});

function negotiated(tls: TlsFacts, target: Target): readonly Observation[] {
  const weak = sessionsOf(tls).filter(
    ({ session: { group, groupBits } }) =>
      group !== null && /^(DH|ffdhe)/i.test(group) && groupBits !== null && groupBits < 2048,
  );
  const first = weak[0];
  if (first === undefined) return [];
  const { cipher, groupBits } = first.session;
  return [
    {
      severity: 'warning',
      title: `The handshake uses a Diffie-Hellman group of only ${groupBits} bits`,
      evidence: [addressEvidence(weak.map(({ address }) => address)), evidence('cipher', cipher)],
      reproduce: opensslClient(target, first.address, '-tls1_2', '-cipher DHE'),
    },
  ];
}
