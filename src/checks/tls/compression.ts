import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { tlsScanProbe } from '../../probes/tls-scan.ts';
import { opensslClient } from '../commands/openssl.ts';
import { evidence } from '../reading/evidence.ts';
import { scanFinding } from '../reading/tls/scans.ts';

export const compression = defineCheck({
  id: 'tls/compression',
  severity: 'warning',
  blame: 'target',
  title: 'The server compresses inside TLS',
  explanation:
    'A client that offers TLS compression gets it. How well a request compresses then shows from outside what stands in it, cookies and tokens too (CRIME). Browsers have not offered it since 2012; other clients may.',
  fix: 'Switch it off (Apache: SSLCompression off; nginx and HAProxy: a build on OpenSSL 1.1.0 or newer has it off; stunnel: remove compression). Compression of HTTP bodies is another thing and not meant.',
  citation: 'RFC 9325 §3.3',
  reads: { tls: tlsProbe },
  mayRead: { scan: tlsScanProbe },
  judge({ tls, scan }, { target }) {
    return scanFinding(
      { tls, scan, target },
      ({ features }) => (features?.compression === true ? features : null),
      (_features, address) => ({
        evidence: [evidence('compression method', 'DEFLATE')],
        reproduce: opensslClient(target, address, '-tls1_2 -comp'),
      }),
    );
  },
});
