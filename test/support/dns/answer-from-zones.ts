import { typeName } from '../../../src/net/dns/codes.ts';
import { readName } from '../../../src/net/dns/domain-name.ts';
import {
  ancestors,
  compareNames,
  isBelow,
  isWithin,
  labels,
  wildcardAt,
} from '../../../src/net/dnssec/names.ts';
import { nsec3Hash } from './sign-zone.ts';
import { nameBytes, toBase32Hex, type ZoneRecord } from './zone-data.ts';

/** Zones by apex, as signed; the root is ".". */
export type Zones = Readonly<Record<string, readonly ZoneRecord[]>>;

export type ZoneAnswer = {
  readonly rcode: number;
  readonly answers: ZoneRecord[];
  readonly authority: ZoneRecord[];
};

/** What a recursive server that believes all of these zones says, with everything that DNSSEC wants along. */
export function answerFromZones(zones: Zones, name: string, type: string): ZoneAnswer {
  const answer: { rcode: number; answers: ZoneRecord[]; authority: ZoneRecord[] } = {
    rcode: 0,
    answers: [],
    authority: [],
  };
  let current = name;
  for (let hops = 0; hops < 12; hops += 1) {
    const zone = zoneFor(zones, current, type);
    const next = step(zone, zones[zone] ?? [], current, type, answer);
    if (next === null) return answer;
    current = next;
  }
  return answer;
}

/** DS stands in the zone above. */
function zoneFor(zones: Zones, name: string, type: string): string {
  const above = ancestors(name).filter((candidate) => type !== 'DS' || candidate !== name || name === '.');
  return above.find((candidate) => zones[candidate] !== undefined) ?? '.';
}

function step(
  zone: string,
  records: readonly ZoneRecord[],
  name: string,
  type: string,
  answer: { rcode: number; answers: ZoneRecord[]; authority: ZoneRecord[] },
): string | null {
  const dname = records.find((record) => record.type === 'DNAME' && isBelow(name, record.name));
  if (dname !== undefined) {
    const kept = ancestors(name).indexOf(dname.name);
    const target = readName(Buffer.concat([prefix(name, kept), dname.data]), 0).name;
    answer.answers.push(...withSignatures(records, dname.name, 'DNAME'));
    answer.answers.push({ name, type: 'CNAME', ttl: dname.ttl, data: nameBytes(target) });
    return target;
  }
  const exists = records.some((record) => !isHashed(record) && isWithin(record.name, name));
  const encloser =
    ancestors(name).find((above) =>
      records.some((record) => !isHashed(record) && isWithin(record.name, above)),
    ) ?? zone;
  const wildcard = wildcardAt(encloser);
  const owner = exists ? name : records.some((record) => record.name === wildcard) ? wildcard : null;
  if (owner === null) {
    answer.rcode = 3;
    answer.authority.push(...soa(records, zone), ...denyName(records, zone, name, encloser));
    return null;
  }
  const proof = owner === name ? [] : denyExact(records, zone, name, encloser);
  for (const wanted of [type, 'CNAME']) {
    const found = withSignatures(records, owner, wanted);
    if (found.length === 0) continue;
    answer.answers.push(...found.map((record) => ({ ...record, name })));
    answer.authority.push(...proof);
    return wanted === 'CNAME' && type !== 'CNAME'
      ? readName(found[0]?.data ?? Buffer.from([0]), 0).name
      : null;
  }
  answer.authority.push(
    ...soa(records, zone),
    ...(proof.length > 0 ? denyStandIn(records, zone, name, encloser) : denyType(records, zone, owner)),
  );
  return null;
}

function prefix(name: string, count: number): Buffer {
  const wire = nameBytes(name);
  let end = 0;
  for (let label = 0; label < count; label += 1) end += 1 + wire.readUInt8(end);
  return wire.subarray(0, end);
}

function isHashed({ type, data }: ZoneRecord): boolean {
  return type === 'NSEC3' || (type === 'RRSIG' && typeName(data.readUInt16BE(0)) === 'NSEC3');
}

export function withSignatures(records: readonly ZoneRecord[], name: string, type: string): ZoneRecord[] {
  const found = records.filter((record) => record.name === name && record.type === type);
  if (found.length === 0) return [];
  const covers = (record: ZoneRecord) =>
    record.type === 'RRSIG' && typeName(record.data.readUInt16BE(0)) === type;
  return [...found, ...records.filter((record) => record.name === name && covers(record))];
}

function soa(records: readonly ZoneRecord[], zone: string): ZoneRecord[] {
  return withSignatures(records, zone, 'SOA');
}

/** NSEC or NSEC3 records that match or cover these names, each once. */
function proofs(records: readonly ZoneRecord[], zone: string, names: readonly string[]): ZoneRecord[] {
  const owners = new Set(
    names.flatMap((name) => nsecFor(records, name) ?? nsec3For(records, zone, name) ?? []),
  );
  return [...owners].flatMap((owner) => [
    ...withSignatures(records, owner, 'NSEC'),
    ...withSignatures(records, owner, 'NSEC3'),
  ]);
}

function nsecFor(records: readonly ZoneRecord[], name: string): string | null {
  const owners = records.filter((record) => record.type === 'NSEC').map((record) => record.name);
  return owners.toSorted(compareNames).findLast((owner) => compareNames(owner, name) <= 0) ?? null;
}

function nsec3For(records: readonly ZoneRecord[], zone: string, name: string): string | null {
  const all = records
    .filter((record) => record.type === 'NSEC3')
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const [first] = all;
  if (first === undefined) return null;
  const salt = first.data.subarray(5, 5 + first.data.readUInt8(4));
  const hash = toBase32Hex(nsec3Hash(name, { salt, iterations: first.data.readUInt16BE(2) }));
  const owner = `${hash}${zone === '.' ? '' : `.${zone}`}`;
  return (all.findLast((record) => record.name <= owner) ?? all.at(-1))?.name ?? null;
}

function nextCloser(name: string, encloser: string): string {
  return ancestors(name).find((above) => labels(above).length === labels(encloser).length + 1) ?? name;
}

function usesNsec3(records: readonly ZoneRecord[]): boolean {
  return records.some((record) => record.type === 'NSEC3');
}

function denyName(
  records: readonly ZoneRecord[],
  zone: string,
  name: string,
  encloser: string,
): ZoneRecord[] {
  const names = usesNsec3(records) ? [encloser, nextCloser(name, encloser)] : [name];
  return proofs(records, zone, [...names, wildcardAt(encloser)]);
}

function denyExact(
  records: readonly ZoneRecord[],
  zone: string,
  name: string,
  encloser: string,
): ZoneRecord[] {
  return proofs(records, zone, [usesNsec3(records) ? nextCloser(name, encloser) : name]);
}

function denyStandIn(
  records: readonly ZoneRecord[],
  zone: string,
  name: string,
  encloser: string,
): ZoneRecord[] {
  return denyName(records, zone, name, encloser);
}

/** An unsigned delegation in an opt-out gap has no NSEC3 of its own: the closest encloser is shown instead. */
function denyType(records: readonly ZoneRecord[], zone: string, name: string): ZoneRecord[] {
  const own = proofs(records, zone, [name]);
  if (!usesNsec3(records)) return own;
  const hashed = (candidate: string) => nsec3For(records, zone, candidate);
  const matches = (candidate: string) => {
    const first = records.find((record) => record.type === 'NSEC3');
    if (first === undefined) return false;
    const salt = first.data.subarray(5, 5 + first.data.readUInt8(4));
    const hash = toBase32Hex(nsec3Hash(candidate, { salt, iterations: first.data.readUInt16BE(2) }));
    return hashed(candidate)?.startsWith(hash) ?? false;
  };
  if (matches(name)) return own;
  const encloser = ancestors(name).find(matches) ?? zone;
  return proofs(records, zone, [encloser, nextCloser(name, encloser)]);
}
