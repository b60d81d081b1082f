import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { tlsScanProbe } from '../../probes/tls-scan.ts';
import { opensslClient } from '../commands/openssl.ts';
import { spokenEvidence, spokenNames } from '../reading/tls/scans.ts';
import { noHandshake } from '../reading/tls/total.ts';

export const protocolUnsupported = defineCheck({
  id: 'tls/protocol-unsupported',
  severity: 'fatal',
  blame: 'target',
  title: 'The server speaks no TLS version that clients still use',
  explanation:
    'Notafter offered TLS 1.2 and 1.3, as current clients do, and the server takes neither. It is limited to TLS 1.0 or 1.1 (or older), which browsers, Java, Go, OpenSSL and curl have switched off.',
  fix: 'Enable TLS 1.2 and 1.3 (nginx: ssl_protocols TLSv1.2 TLSv1.3; Apache: SSLProtocol -all +TLSv1.2 +TLSv1.3; HAProxy: ssl-min-ver TLSv1.2; a cloud load balancer: choose a current security policy). A server too old for that needs an upgrade or a proxy in front.',
  citation: 'RFC 8996 §5',
  reads: { tls: tlsProbe },
  mayRead: { scan: tlsScanProbe },
  judge({ tls, scan }, { target }) {
    return noHandshake(tls, target, 'protocol-unsupported', ({ address }) => ({
      title: titleFor(address, spokenNames(scan, address)),
      evidence: spokenEvidence(scan, address),
      reproduce: opensslClient(target, address, '-tls1_2'),
    }));
  },
});

function titleFor(address: string, spoken: string | null): string {
  const title = `${address} takes neither TLS 1.2 nor TLS 1.3`;
  return spoken === null ? title : `${title}, only ${spoken}`;
}
