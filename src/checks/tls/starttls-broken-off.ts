import { defineCheck } from '../../core/check.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { clearTextClient } from '../commands/clear-text.ts';
import { noUpgrade, type UpgradeFailure } from '../reading/tls/upgrades.ts';

export const starttlsBrokenOff = defineCheck({
  id: 'tls/starttls-broken-off',
  severity: 'fatal',
  blame: 'target',
  title: 'The conversation before TLS breaks off',
  explanation:
    'TCP works, and the protocol that has to lead to TLS does not come to its end: the server says nothing, stops answering or hangs up. The process behind the port hangs or is overloaded, waits for a name server or a dead backend, or expects something in front (PROXY protocol).',
  fix: 'Look at the process that owns the port: its log, its threads, the lookups it makes for each client (reverse DNS, DNSBL, ident). If it expects the PROXY protocol, send it or switch it off (Postfix: smtpd_upstream_proxy_protocol; Dovecot: haproxy = no).',
  citation: 'RFC 5321 §4.5.3.2',
  reads: { tls: tlsProbe },
  judge({ tls }, { target }) {
    return noUpgrade(tls, 'broken-off', ({ address, failure }) => ({
      title: titleOf(address, failure),
      reproduce: clearTextClient(target, address),
    }));
  },
});

function titleOf(address: string, { how, protocol, asked, said }: UpgradeFailure): string {
  const heard = said.some(({ by }) => by === 'server');
  switch (how.kind) {
    case 'timeout':
      return heard
        ? `${protocol} at ${address} stops answering before TLS can begin`
        : `${address} accepts the connection and says nothing in ${protocol}`;
    case 'reset':
      return `${address} resets the connection where ${asked} is due`;
    case 'endless':
      return `${protocol} at ${address} talks without end and never comes to TLS`;
    default:
      return `${address} hangs up where ${asked} is due`;
  }
}
