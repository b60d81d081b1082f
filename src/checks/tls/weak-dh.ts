import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import type { Target } from '../../core/target.ts';
import type { TlsFacts } from '../../probes/tls/tls-facts.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { tlsScanProbe } from '../../probes/tls-scan.ts';
import { opensslClient } from '../commands/openssl.ts';
import { addressEvidence, evidence, listed } from '../reading/evidence.ts';
import { sessionsOf } from '../reading/tls/failures.ts';
import { type ScanGiven, scanFinding, spokenEvidence } from '../reading/tls/scans.ts';
import { noHandshake } from '../reading/tls/total.ts';

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
  mayRead: { scan: tlsScanProbe },
  judge({ tls, scan }, { target }) {
    const refused = noHandshake(tls, target, 'weak-dh', ({ address }) => ({
      title: `${address} offers Diffie-Hellman parameters that clients refuse as too small`,
      evidence: spokenEvidence(scan, address),
    }));
    if (refused.length > 0) return refused;
    const agreed = negotiated(tls, target);
    return agreed.length > 0 ? agreed : accepted({ tls, scan, target });
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

function accepted(given: ScanGiven): readonly Observation[] {
  return scanFinding(
    given,
    ({ diffieHellman }) => {
      const weak = diffieHellman.filter(({ bits }) => bits < 2048);
      return weak.length === 0 ? null : weak;
    },
    (weak, address) => {
      const fewest = Math.min(...weak.map(({ bits }) => bits));
      return {
        severity: 'warning',
        title: `The server also accepts Diffie-Hellman with only ${fewest} bits`,
        explanation:
          'Current clients agree on an elliptic curve and notice nothing; those that take DHE get a group that can be broken (Logjam): 512 bits by anyone, 1024 bits by a state, and a prime that many servers share is worth the effort.',
        evidence: weak.map(({ bits, origin, suites }) =>
          evidence(`${bits} bits${origin === null ? '' : `, prime of ${origin}`}`, listed(suites, 3)),
        ),
        reproduce: opensslClient(given.target, address, '-tls1_2', '-cipher DHE:@SECLEVEL=0'),
      };
    },
  );
}
