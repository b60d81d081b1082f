import { defineCheck } from '../../core/check.ts';
import { implicitTwin } from '../../core/target/schemes.ts';
import { hostPort } from '../../core/target.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { opensslClient } from '../commands/openssl.ts';
import { noUpgrade } from '../reading/tls/upgrades.ts';

export const implicitTls = defineCheck({
  id: 'tls/implicit-tls',
  severity: 'fatal',
  blame: 'target',
  title: 'The port speaks TLS at once, without a conversation before',
  explanation:
    'The protocol was to begin in the clear and change to TLS, and this port waits for TLS from the first byte. Clients set to STARTTLS hang or fail here; clients set to "SSL/TLS" work.',
  fix: 'Set clients to TLS from the first byte for this port ("SSL/TLS", not "STARTTLS").',
  citation: 'RFC 8314 §3',
  reads: { tls: tlsProbe },
  judge({ tls }, { target }) {
    const instead = implicitTwin(target.scheme) ?? 'tls';
    return noUpgrade(tls, 'implicit-tls', ({ address, failure }) => ({
      title: `${address} speaks TLS at once: ${failure.protocol} with ${failure.asked} is not spoken there`,
      fix: `Set clients to TLS from the first byte for this port ("SSL/TLS", not "STARTTLS"), and look at it as ${instead}://${hostPort(target.host, target.port)}. If clients must use ${failure.asked}, give them the port for that.`,
      reproduce: opensslClient({ ...target, scheme: 'tls' }, address),
    }));
  },
});
