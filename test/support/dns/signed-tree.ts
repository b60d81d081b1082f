import { ancestors } from '../../../src/net/dnssec/names.ts';
import type { Ds } from '../../../src/net/dnssec/records.ts';
import type { Zones } from './answer-from-zones.ts';
import { type Nsec3Settings, signZone } from './sign-zone.ts';
import { dataOf, plainName, type ZoneRecord } from './zone-data.ts';
import { dsData, type ForgedKey, forgeKey } from './zone-key.ts';

export type ZoneSpec = {
  /** "api A 127.0.0.1", owner relative to the zone ("@" is its apex), names in the data absolute. */
  readonly records?: readonly string[];
  /** Signing algorithm, 13 unless given; null: an unsigned zone. */
  readonly algorithm?: number | null;
  readonly keys?: readonly ForgedKey[];
  readonly nsec3?: Nsec3Settings;
  /** DS records in the zone above; left out: the right one. */
  readonly ds?: readonly Buffer[];
  readonly digestType?: number;
  /** Hours from now at which its signatures begin and end: -48 and 240 unless given. */
  readonly hours?: readonly [number, number];
};

export type SignedTree = {
  readonly zones: Zones;
  readonly anchors: readonly Ds[];
  readonly keys: Readonly<Record<string, readonly ForgedKey[]>>;
  /** `. IN DS ...` of the root, as DNSSEC_ROOT_ANCHOR takes it. */
  readonly anchorText: string;
};

const hourMs = 3_600_000;

/** A root and zones below it, each delegated from the one above and signed as it says. */
export function forgeTree(specs: Readonly<Record<string, ZoneSpec>>, now: Date): SignedTree {
  const keys = Object.fromEntries(
    Object.entries(specs).map(([zone, spec]) => [
      zone,
      spec.keys ?? (spec.algorithm === null ? [] : [forgeKey({ algorithm: spec.algorithm ?? 13 })]),
    ]),
  );
  const zones = Object.fromEntries(
    Object.entries(specs).map(([zone, spec]) => {
      const records = [...soaAndNs(zone), ...(spec.records ?? []).map((line) => recordOf(zone, line))];
      for (const [child, childSpec] of Object.entries(specs)) {
        if (child !== '.' && parentOf(child, specs) === zone) {
          records.push(...delegation(child, childSpec, keys[child] ?? []));
        }
      }
      return [zone, spec.algorithm === null ? records : signed(zone, spec, records, keys[zone] ?? [], now)];
    }),
  );
  const rootKeys = keys['.'] ?? [];
  const anchors = rootKeys.map((key) => dsData('.', key));
  return {
    zones,
    keys,
    anchors: anchors.map((data) => ({
      keyTag: data.readUInt16BE(0),
      algorithm: data.readUInt8(2),
      digestType: data.readUInt8(3),
      digest: data.subarray(4),
    })),
    anchorText: anchors
      .map((data) => `. IN DS ${data.readUInt16BE(0)} ${data[2]} ${data[3]} ${data.toString('hex', 4)}`)
      .join('\n'),
  };
}

function parentOf(zone: string, specs: Readonly<Record<string, ZoneSpec>>): string {
  return (
    ancestors(zone)
      .slice(1)
      .find((above) => specs[above] !== undefined) ?? '.'
  );
}

export function under(owner: string, zone: string): string {
  if (owner === '@') return zone;
  return zone === '.' ? owner : `${owner}.${zone}`;
}

export function recordOf(zone: string, line: string): ZoneRecord {
  const [, owner = '@', type = '', data = ''] = /^(\S+) (\S+) (.*)$/.exec(line) ?? [];
  return { name: plainName(under(owner, zone)), type, ttl: 300, data: dataOf(type, data) };
}

function soaAndNs(zone: string): ZoneRecord[] {
  const soa = `${under('ns', zone)} ${under('hostmaster', zone)} 1 7200 900 1209600 60`;
  return [recordOf(zone, `@ SOA ${soa}`), recordOf(zone, `@ NS ${under('ns', zone)}`)];
}

function delegation(child: string, spec: ZoneSpec, keys: readonly ForgedKey[]): ZoneRecord[] {
  const right = spec.algorithm === null ? [] : keys.map((key) => dsData(child, key, spec.digestType));
  return [
    { name: child, type: 'NS', ttl: 300, data: dataOf('NS', under('ns', child)) },
    ...(spec.ds ?? right).map((data) => ({ name: child, type: 'DS', ttl: 300, data })),
  ];
}

function signed(
  zone: string,
  { nsec3, hours: [from, to] = [-48, 240] }: ZoneSpec,
  records: readonly ZoneRecord[],
  keys: readonly ForgedKey[],
  now: Date,
): readonly ZoneRecord[] {
  return signZone({
    zone,
    records,
    keys,
    ...(nsec3 === undefined ? {} : { nsec3 }),
    inception: new Date(now.getTime() + from * hourMs),
    expiration: new Date(now.getTime() + to * hourMs),
  });
}
