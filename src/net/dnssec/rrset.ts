import type { DnsRecord } from '../dns/answer.ts';
import { typeNumber } from '../dns/codes.ts';
import { encodeName } from '../dns/domain-name.ts';
import { ancestorOf, labels, wildcardAt } from './names.ts';
import { type Rrsig, readRrsig } from './records.ts';

/** All records of one name and type, with the signatures over them. */
export type Rrset = {
  readonly name: string;
  readonly type: string;
  readonly records: readonly DnsRecord[];
  readonly signatures: readonly Rrsig[];
};

export function findRrset(all: readonly DnsRecord[], name: string, type: string): Rrset | null {
  const records = all.filter((record) => record.type === type && record.name === name);
  if (records.length === 0) return null;
  const signatures = all
    .filter((record) => record.type === 'RRSIG' && record.name === name)
    .flatMap((record) => readRrsig(record) ?? [])
    .filter((signature) => signature.covered === type);
  return { name, type, records, signatures };
}

export function rrsetsOf(all: readonly DnsRecord[], type: string): readonly Rrset[] {
  const names = new Set(all.filter((record) => record.type === type).map((record) => record.name));
  return [...names].flatMap((name) => findRrset(all, name, type) ?? []);
}

/** Labels of an owner as an RRSIG counts them: neither the root nor a leading asterisk (RFC 4034 §3.1.3). */
export function countedLabels(name: string): number {
  const all = labels(name);
  return all[0] === '*' ? all.length - 1 : all.length;
}

/** What was signed (RFC 4034 §3.1.8.1): the head of the RRSIG, then the records in canonical form and order. */
export function signedData({ name, type, records }: Rrset, signature: Rrsig): Buffer {
  const expanded = signature.labels < countedLabels(name);
  const owner = encodeName(expanded ? wildcardAt(ancestorOf(name, signature.labels)) : name);
  const fixed = Buffer.alloc(8);
  fixed.writeUInt16BE(typeNumber(type) ?? 0, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(signature.originalTtl, 4);
  const parts: Uint8Array[] = [signature.head];
  for (const data of canonicalOrder(records)) {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(data.length);
    parts.push(owner ?? Buffer.alloc(0), fixed, length, data);
  }
  return Buffer.concat(parts);
}

/** RFC 4034 §6.3: by octets, each once. */
function canonicalOrder(records: readonly DnsRecord[]): readonly Uint8Array[] {
  const sorted = records
    .map((record) => record.wire ?? new Uint8Array())
    .toSorted((one, other) => Buffer.compare(one, other));
  return sorted.filter((data, index) => {
    const before = sorted[index - 1];
    return before === undefined || Buffer.compare(before, data) !== 0;
  });
}
