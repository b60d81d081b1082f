import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { tlsScanProbe } from '../../probes/tls-scan.ts';
import { opensslClient } from '../commands/openssl.ts';
import { evidence, listed } from '../reading/evidence.ts';
import { scanFinding } from '../reading/tls/scans.ts';

export const noPostQuantum = defineCheck({
  id: 'tls/no-post-quantum',
  severity: 'notice',
  blame: 'target',
  title: 'The server has no post-quantum key exchange',
  explanation:
    'TLS 1.3 is spoken, and none of its key exchange groups withstands a quantum computer: what is recorded today may be read one day. Browsers offer X25519MLKEM768 already and use it wherever a server takes it.',
  fix: 'Offer X25519MLKEM768 before the others: OpenSSL 3.5 and newer do so by default. nginx: ssl_ecdh_curve X25519MLKEM768:X25519:prime256v1; Apache: SSLOpenSSLConfCmd Groups the same; HAProxy: ssl-default-bind-curves the same; Caddy 2.10 and Go 1.24 by themselves; cloud: a policy with PQ in its name.',
  citation: 'RFC 8446 §4.2.7',
  reads: { tls: tlsProbe },
  mayRead: { scan: tlsScanProbe },
  judge({ tls, scan }, { target }) {
    return scanFinding(
      { tls, scan, target },
      ({ modernGroups }) => {
        // A list that could not be read to its end may hide one.
        if (modernGroups === null || !modernGroups.complete || modernGroups.groups.length === 0) return null;
        return modernGroups.groups.some(({ kind }) => kind === 'post-quantum') ? null : modernGroups.groups;
      },
      (groups, address) => ({
        evidence: [evidence('groups of TLS 1.3', listed(groups.map(({ name }) => name)))],
        reproduce: opensslClient(target, address, '-tls1_3 -brief'),
      }),
    );
  },
});
