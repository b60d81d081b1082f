import { typeName } from './codes.ts';
import { copyName, lowerCaseWire } from './domain-name.ts';
import type { RecordBytes } from './record-bytes.ts';

/**
 * Where names stand in the data of types whose names are lower-cased before they are signed (RFC 4034 §6.2, without
 * NSEC: RFC 6840 §5.1): octets before the first name, and how many names follow.
 */
const namesIn: Readonly<Record<string, { readonly after: number; readonly count: number }>> = {
  NS: { after: 0, count: 1 },
  CNAME: { after: 0, count: 1 },
  PTR: { after: 0, count: 1 },
  DNAME: { after: 0, count: 1 },
  SOA: { after: 0, count: 2 },
  MX: { after: 2, count: 1 },
  SRV: { after: 6, count: 1 },
  RRSIG: { after: 18, count: 1 },
};

/** The data of one record as signatures cover it: names written out whole, and in lower case where the type asks so. */
export function canonicalData(type: number, { message, start, end }: RecordBytes): Buffer {
  const name = typeName(type);
  if (name === 'NSEC') {
    const next = copyName(message, start);
    return Buffer.concat([next.wire, message.subarray(next.end, end)]);
  }
  if (name === 'NAPTR') return canonicalNaptr(message.subarray(0, end), start);
  const names = namesIn[name];
  if (names === undefined) return Buffer.from(message.subarray(start, end));
  const parts = [message.subarray(start, start + names.after)];
  let at = start + names.after;
  for (let index = 0; index < names.count; index += 1) {
    const copied = copyName(message, at);
    parts.push(lowerCaseWire(copied.wire));
    at = copied.end;
  }
  if (at > end) throw new RangeError('name past its record');
  return Buffer.concat([...parts, message.subarray(at, end)]);
}

/** RFC 3403 §4.1: order, preference, three character strings, then a name. */
function canonicalNaptr(message: Buffer, start: number): Buffer {
  let at = start + 4;
  for (let strings = 0; strings < 3; strings += 1) at += 1 + message.readUInt8(at);
  const replacement = copyName(message, at);
  return Buffer.concat([message.subarray(start, at), lowerCaseWire(replacement.wire)]);
}
