import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { tlsScanProbe } from '../../probes/tls-scan.ts';
import { opensslClient } from '../commands/openssl.ts';
import { evidence } from '../reading/evidence.ts';
import { scanFinding } from '../reading/tls/scans.ts';

export const insecureRenegotiation = defineCheck({
  id: 'tls/insecure-renegotiation',
  severity: 'warning',
  blame: 'target',
  title: 'The server does not protect renegotiation',
  explanation:
    'In TLS 1.2 and older the server does not answer the renegotiation extension. Somebody in the middle can put a request of their own in front of that of a client (CVE-2009-3555). OpenSSL 3 refuses such a server when only TLS 1.2 is spoken.',
  fix: 'Update the TLS software of the server: everything since 2010 has the extension. If an old appliance ends TLS, put a current proxy in front of it.',
  citation: 'RFC 5746 §3.6',
  reads: { tls: tlsProbe },
  mayRead: { scan: tlsScanProbe },
  judge({ tls, scan }, { target }) {
    return scanFinding(
      { tls, scan, target },
      ({ features, sessions }) =>
        features?.secureRenegotiation === false
          ? { renegotiates: sessions?.clientRenegotiation ?? null }
          : null,
      ({ renegotiates }, address) => ({
        evidence: [
          evidence('renegotiation_info', 'not answered'),
          evidence(
            'renegotiation by a client',
            renegotiates === null ? 'not known' : renegotiates ? 'accepted' : 'refused',
          ),
        ],
        reproduce: opensslClient(target, address, '-tls1_2'),
      }),
    );
  },
});
