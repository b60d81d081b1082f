import { defineCheck } from '../../core/check.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { tcpProbe } from '../../probes/tcp.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { vantageProbe } from '../../probes/vantage.ts';
import { curlConnect } from '../commands/connect.ts';
import { listed } from '../reading/evidence.ts';
import { referenceEvidence } from '../reading/reference-evidence.ts';
import { connectionTrouble } from '../reading/tcp/connection-trouble.ts';
import { fateEvidence, tcpFates } from '../reading/tcp/fates.ts';

export const egressBlocked = defineCheck({
  id: 'vantage/egress-blocked',
  severity: 'fatal',
  blame: 'our-vantage',
  title: 'This machine reaches nobody on the Internet',
  explanation:
    'The target cannot be reached, and neither can reference hosts on networks that have nothing to do with it. Links and routes of this machine look in order, so something between it and the Internet lets nothing out: a firewall, a security group, a proxy that is mandatory, or a dead uplink. Nothing was learned about the target.',
  fix: 'Let this machine out: the OUTPUT and FORWARD rules of nftables or iptables, the egress rules of the security group or NetworkPolicy, the NAT gateway of the subnet. Where the Internet is closed on purpose, set REFERENCE_HOSTS to hosts that can be reached, or to off.',
  citation: 'nft(8)',
  reads: { vantage: vantageProbe },
  mayRead: { dns: dnsProbe, tcp: tcpProbe, tls: tlsProbe },
  judge(facts) {
    const { vantage, tcp, tls } = facts;
    if (connectionTrouble(facts)?.kind !== 'egress' || tcp === null) return [];
    const references = vantage.references?.references ?? [];
    const [first] = references;
    const hosts = [...new Set(references.map(({ host }) => host))];
    return [
      {
        title: `This machine reaches neither the target nor ${listed(hosts, 2)}`,
        evidence: [...fateEvidence(tcpFates(tcp, tls)), ...referenceEvidence(vantage.references)],
        reproduce: first === undefined ? null : curlConnect(first),
      },
    ];
  },
});
