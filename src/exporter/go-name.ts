import { readWhole, tags } from '../pki/asn1/der.ts';
import { attributesOf } from '../pki/names/names-der.ts';

/** The attributes that Go's crypto/x509/pkix knows, in the order in which it writes them. */
const known = [
  ['2.5.4.5', 'SERIALNUMBER'],
  ['2.5.4.3', 'CN'],
  ['2.5.4.17', 'POSTALCODE'],
  ['2.5.4.9', 'STREET'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.7', 'L'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.10', 'O'],
  ['2.5.4.6', 'C'],
] as const;

/** Those that Go keeps one value of: the last. */
const single: ReadonlySet<string> = new Set(['2.5.4.5', '2.5.4.3']);

/**
 * A distinguished name as Go's `pkix.Name.String` has it, which dashboards and rules for the exporter compare: the known
 * attributes in a fixed order whatever the certificate's is, then the others by their numbers. `raw`: hexadecimal DER.
 */
export function goName(raw: string): string {
  const values = new Map<string, string[]>();
  const others: string[] = [];
  for (const { oid, text } of attributesIn(raw)) {
    if (text === null) continue;
    if (!known.some(([id]) => id === oid)) others.unshift(`${oid}=#${marshalled(text)}`);
    else if (single.has(oid)) values.set(oid, [text]);
    else values.set(oid, [...(values.get(oid) ?? []), text]);
  }
  const named = known.flatMap(([oid, label]) => {
    const joined = (values.get(oid) ?? []).map((value) => `${label}=${escaped(value)}`).join('+');
    return joined === '' ? [] : [joined];
  });
  return [...named, ...others].join(',');
}

function attributesIn(raw: string) {
  return attributesOf(readWhole(Buffer.from(raw, 'hex'), tags.sequence, 'the name'), 'the name').flat();
}

/** RFC 4514 §2.4, as far as Go goes. */
function escaped(value: string): string {
  return value.replace(/[,+"\\<>;]|^[ #]| $/g, (character) => `\\${character}`);
}

/** Go writes a value that it has no name for anew: PrintableString where that can hold it, else UTF8String. */
function marshalled(text: string): string {
  const octets = Buffer.from(text, 'utf8');
  const tag = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text) ? 0x13 : 0x0c;
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(octets.length)]), octets]).toString('hex');
}

/** X.690 §8.1.3. */
function lengthOctets(length: number): readonly number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}
