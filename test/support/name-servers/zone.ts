import { type Answer, encode, type StringAnswer } from 'dns-packet';
import type { SeenQuery } from '../dns/dns-zone.ts';

/** One zone as its servers hold it. Names in full; `TYPE65` and its kind take the bytes of the record's data. */
export type Zone = {
  readonly apex: string;
  /** What the zone itself says; may differ from the delegation. */
  readonly ns: readonly string[];
  readonly serial?: number;
  readonly primary?: string;
  readonly records: Readonly<Record<string, ZoneRecords>>;
  /** Cuts below: what a parent says of its children. */
  readonly delegations?: Readonly<Record<string, Delegation>>;
};

export type Delegation = {
  readonly ns: readonly string[];
  readonly glue?: Readonly<Record<string, readonly string[]>>;
};

export type ZoneRecords = {
  readonly A?: readonly string[];
  readonly AAAA?: readonly string[];
  readonly CNAME?: readonly string[];
  readonly TXT?: readonly string[];
  readonly CAA?: readonly string[];
  readonly ttl?: number;
} & { readonly [type: `TYPE${number}`]: readonly Buffer[] };

export type Said = {
  readonly rcode: number;
  readonly authoritative: boolean;
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
  readonly additionals: readonly Answer[];
};

const nxDomain = 3;
export const refused: Said = said({ rcode: 5, authoritative: false });

export function said(changes: Partial<Said>): Said {
  return { rcode: 0, authoritative: true, answers: [], authorities: [], additionals: [], ...changes };
}

/** As an authoritative server answers from the zones it holds: records, a referral, a "no" with SOA, or REFUSED. */
export function sayFromZones({ name: asked, type }: SeenQuery, zones: readonly Zone[]): Said {
  const name = asked.toLowerCase();
  const zone = closest(name, zones);
  if (zone === null) return refused;
  const cut = Object.keys(zone.delegations ?? {}).find((child) => within(name, child));
  if (cut !== undefined) return referral(cut, zone.delegations?.[cut] ?? { ns: [] });
  const answers = [...owned(name, type, zone), ...(type === 'CNAME' ? [] : owned(name, 'CNAME', zone))];
  if (answers.length > 0) return said({ answers });
  const exists =
    name === zone.apex || Object.keys(zone.records).some((owner) => owner === name || within(owner, name));
  return said({ rcode: exists ? 0 : nxDomain, authorities: [soaOf(zone)] });
}

/** As a resolver answers that knows all zones: aliases followed, never authoritative. */
export function sayAsResolver(query: SeenQuery, zones: readonly Zone[]): Said {
  const answers: Answer[] = [];
  let name = query.name.toLowerCase();
  for (let step = 0; step < 10; step += 1) {
    const zone = closest(name, zones);
    if (zone === null) return said({ rcode: nxDomain, authoritative: false, answers });
    const part = sayFromZones({ ...query, name }, [{ ...zone, delegations: {} }]);
    answers.push(...part.answers);
    const alias = part.answers.find((answer) => answer.type === 'CNAME') as StringAnswer | undefined;
    if (alias === undefined || query.type === 'CNAME') return { ...part, authoritative: false, answers };
    name = alias.data.toLowerCase();
  }
  return said({ authoritative: false, answers });
}

export function replyBytes(
  query: SeenQuery,
  { rcode, authoritative, ...sections }: Said,
  recursion: boolean,
) {
  const bytes = encode({
    type: 'response',
    id: query.id,
    flags: (authoritative ? 0x0400 : 0) | (recursion ? 0x0180 : 0) | rcode,
    questions: [{ type: query.type as 'A', name: query.name }],
    answers: [...sections.answers],
    authorities: [...sections.authorities],
    additionals: [...sections.additionals, ...(query.udpPayloadSize === null ? [] : [opt])],
  });
  return bytes;
}

const opt: Answer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: 1232,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

export function nsRecords(owner: string, names: readonly string[]): readonly Answer[] {
  return names.map((data) => ({ type: 'NS', name: owner, ttl: 3600, data }));
}

function referral(child: string, { ns, glue = {} }: Delegation): Said {
  const additionals = Object.entries(glue).flatMap(([name, addresses]) =>
    addresses.map((data): Answer => ({ type: data.includes(':') ? 'AAAA' : 'A', name, ttl: 3600, data })),
  );
  return said({ authoritative: false, authorities: nsRecords(child, ns), additionals });
}

function owned(name: string, type: string, zone: Zone): readonly Answer[] {
  if (name === zone.apex && type === 'SOA') return [soaOf(zone)];
  if (name === zone.apex && type === 'NS') return nsRecords(name, zone.ns);
  const records = zone.records[name];
  const ttl = records?.ttl ?? 300;
  switch (type) {
    case 'A':
    case 'AAAA':
    case 'CNAME':
      return (records?.[type] ?? []).map((data): Answer => ({ type, name, ttl, data }));
    case 'TXT':
      return (records?.TXT ?? []).map((data): Answer => ({ type, name, ttl, data }));
    case 'CAA':
      return (records?.CAA ?? []).map((text): Answer => {
        const [, flags, tag = '', value = ''] = /^(\d+) (\S+) "(.*)"$/.exec(text) ?? [];
        return { type, name, ttl, data: { flags: Number(flags), tag: tag as 'issue', value } };
      });
    default: {
      const bytes = records?.[type.replace('UNKNOWN_', 'TYPE') as `TYPE${number}`] ?? [];
      return bytes.map((data) => ({ type, name, ttl, data }) as unknown as Answer);
    }
  }
}

function soaOf({ apex, ns, serial = 1, primary = ns[0] ?? apex }: Zone): Answer {
  const times = { refresh: 7200, retry: 900, expire: 1_209_600, minimum: 60 };
  const data = { mname: primary, rname: `hostmaster.${apex}`, serial, ...times };
  return { type: 'SOA', name: apex, ttl: 60, data };
}

function closest(name: string, zones: readonly Zone[]): Zone | null {
  const holding = zones.filter(({ apex }) => within(name, apex));
  return holding.toSorted((one, other) => other.apex.length - one.apex.length)[0] ?? null;
}

function within(name: string, ancestor: string): boolean {
  return ancestor === '.' || name === ancestor || name.endsWith(`.${ancestor}`);
}
