import { createHash } from 'node:crypto';
import { typeNumber } from '../../../src/net/dns/codes.ts';
import { ancestors, compareNames, isBelow, isWithin, labels } from '../../../src/net/dnssec/names.ts';
import { bitmap, counted, integer, nameBytes, toBase32Hex, type ZoneRecord } from './zone-data.ts';
import type { ForgedKey } from './zone-key.ts';

export type Nsec3Settings = {
  readonly iterations?: number;
  readonly salt?: Buffer;
  readonly optOut?: boolean;
};

export type SignSettings = {
  readonly zone: string;
  readonly records: readonly ZoneRecord[];
  readonly keys: readonly ForgedKey[];
  /** Left out: NSEC. */
  readonly nsec3?: Nsec3Settings;
  readonly inception: Date;
  readonly expiration: Date;
};

const ttl = 300;

/** The zone with DNSKEY, NSEC or NSEC3, and an RRSIG of every key of each algorithm over all that is its own. */
export function signZone(settings: SignSettings): ZoneRecord[] {
  const { zone, keys, nsec3 } = settings;
  const all = [...settings.records, ...keys.map(({ data }) => ({ name: zone, type: 'DNSKEY', ttl, data }))];
  if (nsec3 !== undefined) {
    all.push({ name: zone, type: 'NSEC3PARAM', ttl, data: parameters({ ...nsec3, optOut: false }) });
  }
  all.push(...(nsec3 === undefined ? nsecChain(zone, all) : nsec3Chain(zone, all, nsec3)));
  const sets = Map.groupBy(
    all.filter((record) => isOwn(zone, all, record)),
    (record) => `${record.name} ${record.type}`,
  );
  const signatures = [...sets.values()].flatMap((set) =>
    keys.map((key) => signSet(set, { ...settings, key })),
  );
  return [...all, ...signatures];
}

/** Neither NS of a delegation nor anything below one. */
function isOwn(zone: string, all: readonly ZoneRecord[], { name, type }: ZoneRecord): boolean {
  const cuts = all.filter((other) => other.type === 'NS' && other.name !== zone).map((other) => other.name);
  if (cuts.some((cut) => isBelow(name, cut))) return false;
  return !cuts.includes(name) || ['DS', 'NSEC', 'NSEC3'].includes(type);
}

export type Signing = Pick<SignSettings, 'zone' | 'inception' | 'expiration'> & {
  readonly key: ForgedKey;
  /** Labels, if not those of the name. */
  readonly labels?: number;
};

export function signSet(
  set: readonly ZoneRecord[],
  { zone, inception, expiration, key, ...more }: Signing,
): ZoneRecord {
  const [first] = set;
  if (first === undefined) throw new Error('nothing to sign');
  const own = labels(first.name);
  const count = more.labels ?? (own[0] === '*' ? own.length - 1 : own.length);
  const head = Buffer.concat([
    integer(2, typeNumber(first.type) ?? 0),
    Buffer.from([key.algorithm, count]),
    integer(4, first.ttl),
    integer(4, Math.floor(expiration.getTime() / 1000)),
    integer(4, Math.floor(inception.getTime() / 1000)),
    integer(2, key.keyTag),
    nameBytes(zone),
  ]);
  const fixed = Buffer.concat([
    nameBytes(first.name),
    integer(2, typeNumber(first.type) ?? 0),
    integer(2, 1),
    integer(4, first.ttl),
  ]);
  const sorted = set.map(({ data }) => data).toSorted(Buffer.compare);
  const signed = Buffer.concat([head, ...sorted.flatMap((data) => [fixed, integer(2, data.length), data])]);
  return { name: first.name, type: 'RRSIG', ttl: first.ttl, data: Buffer.concat([head, key.sign(signed)]) };
}

function typesAt(
  zone: string,
  all: readonly ZoneRecord[],
  name: string,
  more: readonly string[],
): readonly string[] {
  const types = all.filter((record) => record.name === name).map((record) => record.type);
  const delegated = name !== zone && types.includes('NS');
  const shown = delegated ? types.filter((type) => type === 'NS' || type === 'DS') : types;
  const signed = shown.length > 0 && (!delegated || shown.includes('DS'));
  return [...new Set([...shown, ...(signed ? ['RRSIG'] : []), ...more])];
}

function ownersOf(zone: string, all: readonly ZoneRecord[]): string[] {
  const cuts = all
    .filter((record) => record.type === 'NS' && record.name !== zone)
    .map((record) => record.name);
  return [...new Set(all.map((record) => record.name))].filter(
    (name) => !cuts.some((cut) => isBelow(name, cut)),
  );
}

function nsecChain(zone: string, all: readonly ZoneRecord[]): ZoneRecord[] {
  const owners = ownersOf(zone, all).toSorted(compareNames);
  return owners.map((name, index) => {
    const next = owners[(index + 1) % owners.length] ?? zone;
    const types = typesAt(zone, all, name, ['RRSIG', 'NSEC']);
    return { name, type: 'NSEC', ttl, data: Buffer.concat([nameBytes(next), bitmap(types)]) };
  });
}

function nsec3Chain(zone: string, all: readonly ZoneRecord[], settings: Nsec3Settings): ZoneRecord[] {
  const listed = ownersOf(zone, all).filter((name) => {
    const types = all.filter((record) => record.name === name).map((record) => record.type);
    return settings.optOut !== true || name === zone || !types.includes('NS') || types.includes('DS');
  });
  // Names that exist only through names below them are in the chain as well (RFC 5155 §7.1).
  const names = [
    ...new Set(listed.flatMap((name) => ancestors(name).filter((above) => isWithin(above, zone)))),
  ];
  const hashed = names
    .map((name) => ({ name, hash: nsec3Hash(name, settings) }))
    .toSorted((one, other) => Buffer.compare(one.hash, other.hash));
  return hashed.map(({ name, hash }, index) => {
    const next = hashed[(index + 1) % hashed.length]?.hash ?? hash;
    const owner = `${toBase32Hex(hash)}${zone === '.' ? '' : `.${zone}`}`;
    const data = Buffer.concat([parameters(settings), counted(next), bitmap(typesAt(zone, all, name, []))]);
    return { name: owner, type: 'NSEC3', ttl, data };
  });
}

function parameters({ iterations = 0, salt = Buffer.alloc(0), optOut = false }: Nsec3Settings): Buffer {
  return Buffer.concat([Buffer.from([1, optOut ? 1 : 0]), integer(2, iterations), counted(salt)]);
}

export function nsec3Hash(name: string, { iterations = 0, salt = Buffer.alloc(0) }: Nsec3Settings): Buffer {
  let hash = createHash('sha1').update(nameBytes(name)).update(salt).digest();
  for (let round = 0; round < iterations; round += 1)
    hash = createHash('sha1').update(hash).update(salt).digest();
  return hash;
}
