import { isIP } from 'node:net';
import { element, explicit, implicit, oid, type StringKind, sequence, setOf, string } from './der-writer.ts';

/** One attribute of a distinguished name, `type` short ("CN") or a dotted OID. */
export type Attribute = { readonly type: string; readonly value: string; readonly as?: StringKind };

/** A common name, several attributes (one per RDN, most significant first), or null for the empty name. */
export type NameSpec = string | readonly Attribute[] | null;

const attributeOids: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  DC: '0.9.2342.19200300.100.1.25',
  emailAddress: '1.2.840.113549.1.9.1',
};

export function distinguishedName(spec: NameSpec): Buffer {
  if (spec === null) return sequence();
  const attributes = typeof spec === 'string' ? [{ type: 'CN', value: spec }] : spec;
  return sequence(...attributes.map(relativeName));
}

function relativeName({ type, value, as }: Attribute): Buffer {
  const kind = as ?? (type === 'C' ? 'printable' : type === 'DC' || type === 'emailAddress' ? 'ia5' : 'utf8');
  return setOf(sequence(oid(attributeOids[type] ?? type), string(kind, value)));
}

/** GeneralName (RFC 5280 §4.2.1.6) as `dns:…`, `ip:…`, `email:…`, `uri:…`, `dn:<common name>`, `rid:<oid>`; or raw DER. */
export type GeneralNameSpec = string | Uint8Array;

export function generalName(spec: GeneralNameSpec): Buffer {
  if (typeof spec !== 'string') return Buffer.from(spec);
  const [kind, value] = splitKind(spec);
  switch (kind) {
    case 'email':
      return implicit(1, Buffer.from(value, 'latin1'));
    case 'dns':
      return implicit(2, Buffer.from(value, 'latin1'));
    case 'dn':
      return explicit(4, distinguishedName(value));
    case 'uri':
      return implicit(6, Buffer.from(value, 'latin1'));
    case 'ip':
      return implicit(7, addressBytes(value));
    case 'rid':
      return implicit(8, oid(value).subarray(2));
    default:
      throw new Error(`no GeneralName kind "${kind}"`);
  }
}

/** GeneralSubtree (RFC 5280 §4.2.1.10): as `generalName`, an address with its mask: `ip:10.0.0.0/8`. */
export function subtree(spec: GeneralNameSpec): Buffer {
  if (typeof spec === 'string' && spec.startsWith('ip:')) {
    const [address = '', bits = '0'] = spec.slice(3).split('/');
    const base = addressBytes(address);
    return sequence(implicit(7, Buffer.concat([base, maskBytes(base.length, Number(bits))])));
  }
  return sequence(generalName(spec));
}

function splitKind(spec: string): [kind: string, value: string] {
  const colon = spec.indexOf(':');
  return [spec.slice(0, colon), spec.slice(colon + 1)];
}

export function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  if (isIP(address) !== 6) throw new Error(`"${address}" is not an IP address`);
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const front = groups(head);
  const back = groups(tail ?? '');
  const middle = Array<number>(8 - front.length - back.length).fill(0);
  const bytes = Buffer.alloc(16);
  for (const [index, group] of [...front, ...middle, ...back].entries())
    bytes.writeUInt16BE(group, index * 2);
  return bytes;
}

function groups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}

function maskBytes(length: number, bits: number): Buffer {
  return Buffer.from(
    Array.from({ length }, (_, index) => 0xff & ~(0xff >> Math.min(8, Math.max(0, bits - index * 8)))),
  );
}

/** An otherName: whatever DER stands inside its `[0]`. */
export function otherName(type: string, value: Uint8Array): Buffer {
  return element(0xa0, oid(type), explicit(0, value));
}
