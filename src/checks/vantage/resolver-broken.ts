import { defineCheck } from '../../core/check.ts';
import { deniesAll } from '../../core/vantage/reading.ts';
import type { ResolverAnswer } from '../../core/vantage/vantage.ts';
import { dnsProbe } from '../../probes/dns.ts';
import { tcpProbe } from '../../probes/tcp.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { isPublicName, isUnprovenDenial } from '../../probes/vantage/what-to-ask.ts';
import { vantageProbe } from '../../probes/vantage.ts';
import { dig } from '../commands/dig.ts';
import { evidence, listed } from '../reading/evidence.ts';
import { referenceEvidence } from '../reading/reference-evidence.ts';
import { connectionTrouble } from '../reading/tcp/connection-trouble.ts';

export const resolverBroken = defineCheck({
  id: 'vantage/resolver-broken',
  severity: 'fatal',
  blame: 'our-vantage',
  title: 'The resolver of this machine fails for every name',
  explanation:
    'The resolver Notafter is told to use fails for well-known reference names as it does for the target. So it is the resolver, or the way to it, and not the zone of the target, which may be in order.',
  fix: 'Look at /etc/resolv.conf (or systemd-resolved: resolvectl status) and at the resolver itself: whether it runs, whether UDP and TCP port 53 lead to it, and whether it reaches the Internet. Until it is mended set DNS_SERVERS to one that works and restart.',
  citation: 'RFC 1034 §5.3',
  reads: { vantage: vantageProbe },
  mayRead: { dns: dnsProbe, tcp: tcpProbe, tls: tlsProbe },
  judge(facts) {
    const { resolver, references } = facts.vantage;
    if (resolver === null) return [];
    const denied =
      facts.dns !== null && deniesAll(resolver) && isUnprovenDenial(facts.dns) ? facts.dns : null;
    if (connectionTrouble(facts)?.kind !== 'resolver' && denied === null) return [];
    const { servers, answers } = resolver;
    const [first] = answers;
    return [
      {
        ...(denied === null ? {} : denialOf(denied.name)),
        title: titleFor(answers),
        evidence: [
          evidence('resolvers', servers.length === 0 ? 'none' : listed(servers)),
          ...answers.slice(0, 6).map((answer) => evidence(answer.name, fateText(answer))),
          ...referenceEvidence(references),
        ],
        reproduce:
          first === undefined ? null : dig(first.name, 'A', first.server ?? servers[0], ...hurry(first)),
      },
    ];
  },
});

/** dig waits three times five seconds for a resolver that is silent. */
function hurry({ rcode }: ResolverAnswer): readonly string[] {
  return rcode === null ? ['+time=2', '+tries=1'] : [];
}

/**
 * A resolver of one's own network may know no other names, and be right about this one. About a name of the public tree it
 * would have to show the SOA of the zone that denies it (RFC 2308 §5): without, nobody but itself is to blame.
 */
function denialOf(name: string) {
  return isPublicName(name) ? denialOfPublicName : denialOfOwnName;
}

const denialOfPublicName = {
  severity: 'fatal',
  explanation:
    'The resolver Notafter is told to use says that well-known reference names do not exist, as it does of the target, and proves neither with the SOA of a zone. It reaches nobody to ask, or it knows only the names of its own network. So this "no such name" says nothing about the target, which may be in order.',
  fix: 'Let the resolver ask the Internet (forwarders, root hints), or set DNS_SERVERS to one that does, and restart. On a machine without a way out public names cannot be looked at. Where the name is one of your own network after all, set REFERENCE_HOSTS to hosts that this resolver knows, or to off: then its denial counts.',
} as const;

const denialOfOwnName = {
  severity: 'warning',
  explanation:
    'The resolver Notafter is told to use says that well-known reference names do not exist, as it does of the target, and proves neither with the SOA of a zone. It knows only the names of its own network, or it reaches nobody to ask. Its "no such name" says little about the target.',
  fix: 'If the resolver should know the target, look at its zones and at whom it forwards to, or set DNS_SERVERS to one that knows it. If it is made for the names of your own network only, the denial stands; set REFERENCE_HOSTS to hosts that this resolver knows, or to off.',
} as const;

function titleFor(answers: readonly ResolverAnswer[]): string {
  const names = listed(
    answers.map(({ name }) => name),
    2,
  );
  const fates = new Set(answers.map(({ rcode }) => rcode ?? 'silence'));
  const [fate = 'silence'] = fates;
  if (fates.size === 1 && fate !== 'silence')
    return `The resolver of this machine answers ${fate} for ${names} as well`;
  return `The resolver of this machine does not resolve ${names} either`;
}

function fateText({ rcode, silence, server }: ResolverAnswer): string {
  return rcode === null ? `no answer: ${silence ?? 'unknown'}` : `${rcode} from ${server ?? 'the resolver'}`;
}
