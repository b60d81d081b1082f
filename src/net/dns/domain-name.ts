import { escapeOctets } from './presentation.ts';

/** RFC 1035 §2.3.4: octets of a whole name on the wire, and of one label. */
const longestName = 255;
const longestLabel = 63;
/** A name has at most 127 labels, so no honest one needs more jumps. */
const mostJumps = 127;

export type NameRead = {
  readonly name: string;
  /** Offset behind the name, or behind the pointer that stood for its rest. */
  readonly end: number;
};

/**
 * Reads a possibly compressed name (RFC 1035 §4.1.4) as lower-case presentation text without trailing dot; the root
 * is ".". Pointers must lead backwards, so it always ends. Throws `RangeError` when malformed.
 */
export function readName(message: Buffer, offset: number): NameRead {
  let [text, length, jumps] = ['', 1, 0];
  let [at, lowest, end] = [offset, offset, -1];
  for (;;) {
    const size = message.readUInt8(at);
    if (size === 0) return { name: text === '' ? '.' : text, end: end === -1 ? at + 1 : end };
    if (size >= 0xc0) {
      const target = message.readUInt16BE(at) & 0x3fff;
      jumps += 1;
      if (target >= lowest || jumps > mostJumps) throw new RangeError('compression pointer not backwards');
      if (end === -1) end = at + 2;
      lowest = target;
      at = target;
      continue;
    }
    length += size + 1;
    if (size > longestLabel || length > longestName || at + 1 + size > message.length) {
      throw new RangeError('label or name too long');
    }
    text += `${text === '' ? '' : '.'}${labelText(message, at + 1, size)}`;
    at += 1 + size;
  }
}

/** Anything but plain letters and digits is escaped, so that a dot inside a label stays told from one between labels. */
function labelText(message: Buffer, start: number, size: number): string {
  const label = message.toString('latin1', start, start + size);
  return /^[a-z0-9_-]*$/.test(label) ? label : escapeOctets(lowerCase(label), /[^\x21-\x7e]|[.\\"();@$]/g);
}

/** ASCII only: names compare so (RFC 4343), and `toLowerCase` would also change octets beyond. */
function lowerCase(octets: string): string {
  return octets.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The wire form of presentation text, escapes included; null when it is no domain name. */
export function encodeName(name: string): Buffer | null {
  const labels = labelsOf(name);
  if (labels === null) return null;
  const parts: Buffer[] = [];
  let length = 1;
  for (const label of labels) {
    length += label.length + 1;
    if (label.length === 0 || label.length > longestLabel || length > longestName) return null;
    parts.push(Buffer.from([label.length]), Buffer.from(label, 'latin1'));
  }
  return Buffer.concat([...parts, Buffer.from([0])]);
}

/** The labels of presentation text as octets (latin1), leftmost first; none for the root, null beyond octets. */
export function labelsOf(name: string): string[] | null {
  if (name === '.') return [];
  const labels = [''];
  for (const [part, decimal, escaped] of name.replace(/(?<!\\)\.$/, '').matchAll(/\\(\d{3})|\\(.)|[\s\S]/g)) {
    if (part === '.') {
      labels.push('');
      continue;
    }
    const octet = decimal === undefined ? (escaped ?? part) : String.fromCharCode(Number(decimal));
    if (octet.charCodeAt(0) > 0xff) return null;
    labels.push(`${labels.pop()}${octet}`);
  }
  return labels;
}

/** The octets of a possibly compressed name, written out whole and in the case it came in. Throws `RangeError`. */
export function copyName(message: Buffer, offset: number): { readonly wire: Buffer; readonly end: number } {
  const { end } = readName(message, offset);
  const parts: Buffer[] = [];
  for (let at = offset; ; ) {
    const size = message.readUInt8(at);
    if (size >= 0xc0) {
      at = message.readUInt16BE(at) & 0x3fff;
      continue;
    }
    parts.push(message.subarray(at, at + 1 + size));
    if (size === 0) return { wire: Buffer.concat(parts), end };
    at += 1 + size;
  }
}

/** RFC 4034 §6.2: in the canonical form of a name upper-case letters are lower-case. Length octets are below 64. */
export function lowerCaseWire(wire: Buffer): Buffer {
  return Buffer.from(wire.map((octet) => (octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet)));
}
