import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { agreedOn } from '../reading/tls-sessions.ts';

const legacy = new Set(['SSLv3', 'TLSv1', 'TLSv1.0', 'TLSv1.1']);

export const legacyProtocol = defineCheck({
  id: 'tls/legacy-protocol',
  severity: 'error',
  blame: 'target',
  title: 'The server speaks an obsolete TLS version',
  explanation:
    'The best version this server offers is TLS 1.1 or older. Browsers and current libraries have switched these off and cannot connect; only old clients still can.',
  fix: 'Enable TLS 1.2 and 1.3 (nginx: ssl_protocols TLSv1.2 TLSv1.3; Apache: SSLProtocol -all +TLSv1.2 +TLSv1.3; HAProxy: ssl-min-ver TLSv1.2).',
  citation: 'RFC 8996 §5',
  reads: { tls: tlsProbe },
  judge({ tls }, { target }) {
    return agreedOn(
      tls,
      target,
      ({ protocol }) => legacy.has(protocol),
      ({ protocol }) => `The server speaks ${protocol}, which is obsolete`,
    );
  },
});
