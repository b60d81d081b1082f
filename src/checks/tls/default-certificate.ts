import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { tlsScanProbe } from '../../probes/tls-scan.ts';
import { opensslWithoutName } from '../commands/openssl.ts';
import { evidence } from '../reading/evidence.ts';
import { momentText } from '../reading/time-words.ts';
import { scanFinding } from '../reading/tls/scans.ts';

export const defaultCertificate = defineCheck({
  id: 'tls/default-certificate',
  severity: 'notice',
  blame: 'target',
  title: 'Clients that name no site get another certificate',
  explanation:
    'The certificate of this name is served only to clients that say the name (SNI). Others get a default certificate. Every browser says the name; old Java, embedded devices and some health checks of load balancers do not, and see a name mismatch.',
  fix: 'Nothing to do if all clients send SNI. Else make this site the default (nginx: listen 443 ssl default_server; Apache: the first VirtualHost of the port; HAProxy: the first crt of the bind line; Caddy: default_sni), and tell health checks to send a name.',
  citation: 'RFC 6066 §3',
  reads: { tls: tlsProbe },
  mayRead: { scan: tlsScanProbe },
  judge({ tls, scan }, { target }) {
    return scanFinding(
      { tls, scan, target },
      ({ withoutName }) => (withoutName === null || withoutName.kind === 'same' ? null : withoutName),
      (without, address): Observation => {
        const reproduce = opensslWithoutName(target, address);
        if (without.kind === 'refused') {
          return {
            title: 'Clients that name no site are turned away',
            explanation: refusedText,
            evidence: [evidence('without SNI', without.why)],
            reproduce,
          };
        }
        const { label, notAfter, selfIssued, fingerprint256 } = without.leaf;
        return {
          evidence: [
            evidence('without SNI', `${label}${selfIssued ? ', self-signed' : ''}`),
            ...(notAfter === null ? [] : [evidence('valid until', momentText(notAfter))]),
            evidence('SHA-256', fingerprint256),
          ],
          reproduce,
        };
      },
    );
  },
});

const refusedText =
  'The server serves this name only to clients that say it (SNI) and refuses the others. Every browser says the name; old Java, embedded devices and some health checks of load balancers do not, and cannot connect.';
