import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { tlsScanProbe } from '../../probes/tls-scan.ts';
import { spokenEvidence } from '../reading/tls/scans.ts';
import { noHandshake } from '../reading/tls/total.ts';

export const tlsReset = defineCheck({
  id: 'tls/reset',
  severity: 'fatal',
  blame: 'target',
  title: 'The connection is cut in the TLS handshake',
  explanation:
    'The server (or something on the way) ended the connection after the first TLS message, without the alert that would say why. A silent connection is kept, so it is the handshake it dislikes: a filter that blocks the name, a proxy without a backend for it, a TLS service that crashes, a missing certificate, or a service that expects something else here: a protocol that begins in the clear (LDAP, PostgreSQL), or the PROXY protocol first.',
  fix: 'Read the error log of the TLS server at this moment. Check that a certificate and a backend are configured for this name (SNI). If it works from another network, a firewall on the way filters by name. If the port begins in the clear, look at it by its scheme (ldap://, postgres://, smtp:// ...); if only a load balancer in front may connect, look at the balancer (nginx: listen ... proxy_protocol; HAProxy: accept-proxy).',
  citation: 'RFC 8446 §6.2',
  reads: { tls: tlsProbe },
  mayRead: { scan: tlsScanProbe },
  judge({ tls, scan }, { target }) {
    return noHandshake(tls, target, 'reset', ({ address, failure }) => {
      const how = failure.kind === 'reset' ? 'resets' : 'closes';
      const when = failure.sawServerHello ? 'in the middle of the TLS handshake' : 'as soon as TLS begins';
      return {
        title: `${address} ${how} the connection ${when}`,
        evidence: spokenEvidence(scan, address),
      };
    });
  },
});
