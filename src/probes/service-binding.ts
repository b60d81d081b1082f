import { learned, notAsked } from '../core/probe.ts';
import { followAliases } from '../net/dns/aliases.ts';
import type { DnsAnswer } from '../net/dns/answer.ts';
import { readServiceBinding, type ServiceBinding } from '../net/dns/read-service-binding.ts';
import { type EchConfig, knownEchVersion, readEchConfigList } from '../net/tls/ech-config-list.ts';
import { type DnsFacts, dnsProbe } from './dns.ts';
import { defineProbe, type ProbeContext } from './probe.ts';

/** The HTTPS records of a name (RFC 9460), and what they promise. */
export type ServiceBindingFacts = {
  /** The name that was asked: the host, or `_8443._https.host` for another port (RFC 9460 §9.1). */
  readonly asked: string;
  readonly answer: DnsAnswer;
  /** By priority, AliasMode first. */
  readonly records: readonly BoundService[];
  /** Data of records that could not be read at all. */
  readonly unreadable: readonly string[];
};

export type BoundService = {
  readonly binding: ServiceBinding;
  /** Null without `ech`, or where it is malformed; then `binding.ech` is there. `usable`: clients know its version. */
  readonly ech: readonly (EchConfig & { readonly usable: boolean })[] | null;
  /** Where it sends clients. */
  readonly endpoint: {
    readonly name: string;
    readonly port: number;
    /** Addresses by A and AAAA, those of a second look among them where hints differed from the first. */
    readonly addresses: readonly string[];
    /** False: surely none. */
    readonly resolves: boolean;
    /** The address that was dialled because the port is another than the target's; null: none was. */
    readonly dialled: { readonly at: string; readonly open: boolean } | null;
  };
};

const perLookupMs = 2000;
const perDialMs = 1500;
const mostRecords = 8;
/** Schemes whose clients ask for HTTPS records: RFC 9460 §9.5 and §9.6. */
const bound = ['https', 'wss', 'oauth'];

export const serviceBindingProbe = defineProbe({
  name: 'service-binding',
  layer: 'dns',
  rung: { label: 'HTTPS record', covers: [], always: false },
  needs: { dns: dnsProbe },
  only: ['dns', 'all'],
  deadlineMs: 4500,
  notApplicable({ scheme, hostKind, address }) {
    if (!bound.includes(scheme)) return `clients of ${scheme}:// ask for no HTTPS record`;
    return hostKind !== 'name' || address !== null ? 'DNS is not asked for an address' : null;
  },
  describe({ records }: ServiceBindingFacts) {
    return records.length === 0 ? 'none' : `${records.length} HTTPS record${records.length === 1 ? '' : 's'}`;
  },
  async run({ host, port }, { dns }, context) {
    if (dns.source !== 'dns') return notAsked('the address does not come from DNS');
    const asked = port === 443 ? host : `_${port}._https.${host}`;
    const answer = await ask(asked, 'HTTPS', context);
    const records = answer.status === 'answered' ? answer.records : [];
    const { end } = followAliases(asked, records);
    const own = records.filter(({ type, name }) => type === 'HTTPS' && name === end).slice(0, mostRecords);
    const read = own.map(({ data }) => ({ data, binding: readServiceBinding(data) }));
    const bindings = read.flatMap(({ binding }) => (binding === null ? [] : [binding]));
    const services = bindings
      .toSorted((one, other) => one.priority - other.priority)
      .map((binding) => look(binding, end, port, dns, context));
    return learned<ServiceBindingFacts>({
      asked,
      answer,
      records: await Promise.all(services),
      unreadable: read.flatMap(({ data, binding }) => (binding === null ? [data] : [])),
    });
  },
});

async function look(
  binding: ServiceBinding,
  owner: string,
  port: number,
  dns: DnsFacts,
  context: ProbeContext,
): Promise<BoundService> {
  const name = binding.target === '.' ? owner : binding.target;
  const known = name === dns.name || name === dns.lookup?.aliases.at(-1)?.target;
  const first = known ? { addresses: dns.addresses, sure: true } : await addressesOf(name, context);
  // Names that take turns at their addresses give others a moment later.
  const apart = binding.hints.length > 0 && !binding.hints.some((hint) => first.addresses.includes(hint));
  const again = apart && first.addresses.length > 0 ? await addressesOf(name, context) : null;
  const addresses = [...new Set([...first.addresses, ...(again?.addresses ?? [])])];
  const endpoint = {
    name,
    port: binding.port ?? port,
    addresses,
    resolves: addresses.length > 0 || !first.sure,
  };
  const elsewhere = binding.priority > 0 && endpoint.port !== port && context.depth === 'all';
  return {
    binding,
    ech: binding.ech === null ? null : echOf(binding.ech),
    endpoint: { ...endpoint, dialled: elsewhere ? await dialFirst(addresses, endpoint.port, context) : null },
  };
}

function echOf(bytes: Uint8Array): BoundService['ech'] {
  const configs = readEchConfigList(bytes);
  return configs === null
    ? null
    : configs.map((config) => ({ ...config, usable: config.version === knownEchVersion }));
}

async function addressesOf(name: string, context: ProbeContext) {
  if (name === '.') return { addresses: [], sure: true };
  const answers = await Promise.all((['A', 'AAAA'] as const).map((type) => ask(name, type, context)));
  const found = answers.flatMap((answer) => {
    if (answer.status !== 'answered') return [];
    const { end } = followAliases(name, answer.records);
    return answer.records.filter((record) => record.name === end && ['A', 'AAAA'].includes(record.type));
  });
  const sure = answers.every(
    (answer) => answer.status === 'answered' && ['NOERROR', 'NXDOMAIN'].includes(answer.rcode),
  );
  return { addresses: found.map(({ data }) => data), sure };
}

/** Whether the promised port is there, at the first address that may be dialled. */
async function dialFirst(
  addresses: readonly string[],
  port: number,
  { network, signal, budgetMs }: ProbeContext,
) {
  const [address] = addresses.flatMap((ip) => {
    const verdict = network.policy.judge(ip, port);
    return verdict.allowed ? [verdict.address] : [];
  });
  if (address === undefined) return null;
  const outcome = await network.dial(address, { signal, timeoutMs: budgetMs(perDialMs) });
  const at = `${address.family === 6 ? `[${address.ip}]` : address.ip}:${port}`;
  if (outcome.connected) {
    outcome.socket.destroy();
    return { at, open: true };
  }
  return outcome.failure === 'aborted' ? null : { at, open: false };
}

function ask(name: string, type: string, { network, signal, budgetMs }: ProbeContext): Promise<DnsAnswer> {
  return network.dns.ask({ name, type }, { signal, timeoutMs: budgetMs(perLookupMs) });
}

/** Application protocols that clients of this record expect (RFC 9460 §7.1.2): the default one included. */
export function promisedProtocols({ alpn, noDefaultAlpn }: ServiceBinding): readonly string[] {
  return noDefaultAlpn ? alpn : [...new Set([...alpn, 'http/1.1'])];
}
