import { hostPort } from '../../core/target.ts';
import { askDirectly, type DirectReply } from '../../net/dns/ask-directly.ts';
import { isWithin, parentName } from '../../net/dns/name-tree.ts';
import type { AllowedAddress } from '../../net/policy.ts';
import type { ProbeContext } from '../probe.ts';
import type { DelegationFacts } from './authority-facts.ts';
import { type Ask, addressesOf, nameServersOf, zoneOf } from './resolving.ts';

export type ParentWord = {
  /** The zone that is cut off, where the parent names one. */
  readonly zone: string | null;
  readonly delegation: DelegationFacts | null;
  /** Families over which a server of the parent spoke as one: they prove that port 53 can be reached. */
  readonly heard: ReadonlySet<4 | 6>;
  readonly asked: number;
};

const nobody: ParentWord = { zone: null, delegation: null, heard: new Set(), asked: 0 };
const mostServers = 3;

/** What the zone above `zone` says of it. */
export async function parentOf(
  zone: string,
  ask: Ask,
  context: ProbeContext,
  limits: { readonly signal: AbortSignal; readonly perTryMs: number },
): Promise<ParentWord> {
  const above = parentName(zone);
  const parent = above === null ? null : await zoneOf(above, ask);
  return parent === null ? nobody : delegationIn(parent.zone, zone, ask, context, limits);
}

/** What the servers of `parent` say of `name`, which lies below it: the cut and the servers behind it. */
export async function delegationIn(
  parent: string,
  name: string,
  ask: Ask,
  { network }: ProbeContext,
  { signal, perTryMs }: { readonly signal: AbortSignal; readonly perTryMs: number },
): Promise<ParentWord> {
  const names = (await nameServersOf(parent, ask)).slice(0, mostServers);
  const found = await Promise.all(names.map((server) => addressesOf(server, ask)));
  const allowed = found.flatMap(({ addresses }) =>
    addresses.slice(0, 2).flatMap((ip) => {
      const verdict = network.policy.judge(ip, network.nameserverPort);
      return verdict.allowed ? [verdict.address] : [];
    }),
  );
  const servers = allowed.slice(0, mostServers * 2);
  const replies = await Promise.all(
    servers.map(async (server) => ({
      server,
      reply: await askDirectly(
        server,
        { name, type: 'NS' },
        { transport: 'udp', edns: true, signal, timeoutMs: perTryMs },
      ),
    })),
  );
  const heard = replies.flatMap(({ server, reply }) => {
    if (reply.status !== 'replied') return [];
    const said = readReferral(parent, name, server, reply);
    return said !== null || reply.authoritative ? [{ server, said }] : [];
  });
  const word = heard.find(({ said }) => said !== null)?.said ?? null;
  return {
    zone: word?.zone ?? null,
    delegation: word?.delegation ?? null,
    heard: new Set(heard.map(({ server }) => server.family)),
    asked: servers.length,
  };
}

/** A referral only: a server that also holds the child answers with authority, and hides what the parent would say. */
function readReferral(parent: string, name: string, server: AllowedAddress, reply: DirectReply) {
  if (reply.rcode !== 'NOERROR' || reply.authoritative || reply.answers.length > 0) return null;
  const cuts = reply.authority.filter(
    (record) =>
      record.type === 'NS' &&
      record.name !== parent &&
      isWithin(record.name, parent) &&
      isWithin(name, record.name),
  );
  const zone = cuts[0]?.name;
  if (zone === undefined) return null;
  const names = [...new Set(cuts.filter((cut) => cut.name === zone).map(({ data }) => data))].toSorted();
  const glue = reply.additional
    .filter(({ type, name: owner }) => (type === 'A' || type === 'AAAA') && names.includes(owner))
    .map(({ name: owner, data }) => ({ name: owner, address: data }));
  return { zone, delegation: { parent, server: hostPort(server.ip, server.port), names, glue } };
}
