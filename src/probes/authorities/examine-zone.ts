import { hostPort } from '../../core/target.ts';
import type { AllowedAddress } from '../../net/policy.ts';
import type { ProbeContext } from '../probe.ts';
import type { AuthorityAddress, AuthorityServer, DelegationFacts, ZoneFacts } from './authority-facts.ts';
import { delegationIn, parentOf } from './delegation.ts';
import { askAgain, type Examination, examineServer } from './examine-server.ts';
import { rememberLag } from './lag-memory.ts';
import { isOwnView } from './own-view.ts';
import { type Ask, addressesOf, type HostLookup, mixed, nameServersOf, type ZoneCut } from './resolving.ts';

export type ZoneLook = {
  readonly facts: ZoneFacts;
  /** Families over which some name server was heard for sure. */
  readonly heard: ReadonlySet<4 | 6>;
  /** How many addresses were asked, the parent's among them. */
  readonly asked: number;
};

export type Limits = { readonly signal: AbortSignal; readonly perTryMs: number };

const mostServers = 12;
/** Names to look up: what is left out beyond the servers asked is told. */
const mostNames = 24;

/** The zone of `asked` with all its name servers; null where it has none to ask. */
export async function examineZone(
  { zone: found, failsBelow }: ZoneCut,
  asked: string,
  own: boolean,
  ask: Ask,
  context: ProbeContext,
  limits: Limits,
): Promise<ZoneLook | null> {
  const broken = failsBelow ? await delegationIn(found, asked, ask, context, limits) : null;
  const zone = broken?.zone ?? found;
  const fresh = broken === null || broken.zone === null;
  const [listed, parent] = await Promise.all([
    nameServersOf(zone, ask),
    fresh ? parentOf(zone, ask, context, limits) : broken,
  ]);
  const told = parent.zone === zone ? parent.delegation : null;
  const all = [...new Set([...(told?.names ?? []), ...listed])].slice(0, mostNames);
  const hosts = new Map(
    await Promise.all(all.map(async (name) => [name, await addressesOf(name, ask)] as const)),
  );
  const delegation = told !== null && isInside(told, listed, hosts) ? null : told;
  const names = delegation === null ? all.filter((name) => listed.includes(name)) : all;
  if (names.length === 0) return null;
  const examination: Examination = { ...limits, zone, asked };
  const servers = await Promise.all(
    names.slice(0, mostServers).map(async (name): Promise<AuthorityServer> => {
      const { resolves, alias, resolved, addresses } = withGlue(name, delegation, hosts);
      const inParent = delegation?.names.includes(name) ?? false;
      const looks = addresses.map((ip) => examineAddress(ip, examination, context));
      return { name, inParent, resolves, alias, resolved, addresses: await Promise.all(looks) };
    }),
  );
  const heard = new Set([...parent.heard, ...familiesProved(servers)]);
  const settled = servers.map((server) => withProof(server, heard));
  return {
    facts: {
      zone,
      asked,
      own,
      delegation,
      listed,
      servers: differ(settled)
        ? await rememberLag(await secondLook(settled, examination, context), zone, context)
        : settled,
      leftOut: Math.max(0, names.length - mostServers),
    },
    heard,
    asked:
      parent.asked +
      servers.flatMap(({ addresses }) => addresses).filter(({ look }) => look.kind !== 'not-allowed').length,
  };
}

type Hosts = ReadonlyMap<string, HostLookup>;

function isInside(told: DelegationFacts, listed: readonly string[], hosts: Hosts): boolean {
  const known = listed.map((name) => hosts.get(name)?.resolved ?? []);
  const others = told.names.filter((name) => !listed.includes(name));
  const delegated = [
    ...told.glue.map(({ address }) => address),
    ...others.flatMap((name) => hosts.get(name)?.resolved ?? []),
  ];
  return isOwnView(known, delegated);
}

/** By the resolver, and where the parent's glue has another address that one as well: resolvers use either. */
function withGlue(name: string, delegation: DelegationFacts | null, hosts: Hosts): HostLookup {
  const host = hosts.get(name) ?? { resolves: 'unknown', alias: null, resolved: [], addresses: [] };
  const glue = (delegation?.glue ?? []).filter((one) => one.name === name).map(({ address }) => address);
  const other = glue.filter((address) => !host.resolved.includes(address));
  const six = other.filter((address) => address.includes(':'));
  const four = other.filter((address) => !six.includes(address));
  return { ...host, addresses: [...host.addresses, ...mixed(four, six)] };
}

async function examineAddress(
  ip: string,
  examination: Examination,
  { network }: ProbeContext,
): Promise<AuthorityAddress> {
  const at = hostPort(ip, network.nameserverPort);
  const verdict = network.policy.judge(ip, network.nameserverPort);
  if (!verdict.allowed) return { ip, at, look: { kind: 'not-allowed', rule: verdict.rule } };
  return { ip, at, look: await examineServer(verdict.address, examination) };
}

/** Only a reply with authority comes from a name server for sure: on many networks a resolver answers in its place. */
function familiesProved(servers: readonly AuthorityServer[]): readonly (4 | 6)[] {
  return servers.flatMap(({ addresses }) =>
    addresses.flatMap(({ ip, look }) =>
      look.kind === 'replied' && [look.soa, look.a].some((said) => said?.authoritative) ? [familyOf(ip)] : [],
    ),
  );
}

/** Silence counts where another server was heard over the same family: else it may be our own way out that is closed. */
function withProof(server: AuthorityServer, heard: ReadonlySet<4 | 6>): AuthorityServer {
  return {
    ...server,
    addresses: server.addresses.map((address) => {
      const { look } = address;
      if (look.kind !== 'silent' || heard.has(familyOf(address.ip))) return address;
      return { ...address, look: { ...look, sure: false } };
    }),
  };
}

function familyOf(ip: string): 4 | 6 {
  return ip.includes(':') ? 6 : 4;
}

function differ(servers: readonly AuthorityServer[]): boolean {
  const told = servers.flatMap(({ addresses }) =>
    addresses.flatMap(({ look }) => {
      if (look.kind !== 'replied' || !look.soa.authoritative) return [];
      const { soa, a, aaaa } = look;
      return [JSON.stringify([soa.serial, a?.rcode, a?.aliases, a?.data, aaaa?.rcode, aaaa?.data])];
    }),
  );
  return new Set(told).size > 1;
}

function secondLook(
  servers: readonly AuthorityServer[],
  examination: Examination,
  { network }: ProbeContext,
): Promise<readonly AuthorityServer[]> {
  const again = async (address: AuthorityAddress): Promise<AuthorityAddress> => {
    const { ip, look } = address;
    const allowed: AllowedAddress | null = allowedOf(network.policy.judge(ip, network.nameserverPort));
    if (look.kind !== 'replied' || allowed === null) return address;
    return { ...address, look: { ...look, again: await askAgain(allowed, examination) } };
  };
  return Promise.all(
    servers.map(async (server) => ({ ...server, addresses: await Promise.all(server.addresses.map(again)) })),
  );
}

function allowedOf(verdict: ReturnType<ProbeContext['network']['policy']['judge']>): AllowedAddress | null {
  return verdict.allowed ? verdict.address : null;
}
