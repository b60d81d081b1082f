import { defineCheck } from '../../core/check.ts';
import { tcpProbe } from '../../probes/tcp.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { curlConnect } from '../commands/connect.ts';
import { addressOf } from '../commands/place.ts';
import { fateEvidence, tcpFates, tcpTrouble } from '../reading/tcp/fates.ts';

export const tcpBlockedLocally = defineCheck({
  id: 'tcp/blocked-locally',
  severity: 'fatal',
  blame: 'our-vantage',
  title: 'This machine does not let Notafter connect',
  explanation:
    'The kernel of the machine Notafter runs on refused to send (EPERM or EACCES): a local firewall rule, a sandbox or a network policy. Nothing left the machine, so this says nothing about the target.',
  fix: 'Allow outgoing TCP to this address and port: the OUTPUT chain of nftables or iptables, a Kubernetes NetworkPolicy (egress), or the sandbox of the service unit (IPAddressDeny, SELinux).',
  citation: 'connect(2)',
  reads: { tcp: tcpProbe },
  mayRead: { tls: tlsProbe },
  judge({ tcp, tls }) {
    const blocked = tcpFates(tcp, tls).filter(({ fate }) => fate === 'blocked-locally');
    const first = blocked[0];
    if (first === undefined) return [];
    const trouble = tcpTrouble(tcp, tls);
    const nothingSeen = trouble.kind === 'all' && trouble.fate === 'blocked-locally';
    return [
      {
        // What other addresses showed stands on its own; only this part is unknown.
        severity: nothingSeen ? 'fatal' : 'notice',
        title: nothingSeen
          ? 'This machine does not let Notafter connect to the target'
          : `This machine does not let Notafter connect to ${addressOf(first.address)}`,
        evidence: fateEvidence(blocked),
        reproduce: curlConnect(first.address),
      },
    ];
  },
});
