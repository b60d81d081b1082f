import { contentOf, DerError, type Element, tags } from './der.ts';

/** X.690 §11.1: true is 0xff. */
export function booleanOf(element: Element, what: string): boolean {
  const value = element.bytes[element.body];
  if (element.end - element.body !== 1 || (value !== 0 && value !== 0xff)) {
    throw new DerError(`${what} is not a DER boolean`, element.start);
  }
  return value === 0xff;
}

/** Two's complement content, checked to be minimal (X.690 §8.3.2). */
export function integerBytes(element: Element, what: string): Uint8Array {
  checkInteger(element, what);
  return contentOf(element);
}

/** Throws where `integerBytes` would, and makes no view. */
export function checkInteger({ bytes, body, end, start }: Element, what: string): void {
  if (end === body) throw new DerError(`${what} is an empty integer`, start);
  if (!isMinimal(bytes, body, end)) throw new DerError(`${what} has a padded integer`, start);
}

export function isMinimal(bytes: Uint8Array, body: number, end: number): boolean {
  if (end - body < 2) return true;
  const second = (bytes[body + 1] ?? 0) & 0x80;
  return !(bytes[body] === 0 && second === 0) && !(bytes[body] === 0xff && second === 0x80);
}

/** A non-negative integer under 2^48. */
export function smallInteger(element: Element, what: string): number {
  checkInteger(element, what);
  const { bytes, body, end, start } = element;
  if ((bytes[body] ?? 0) >= 0x80 || end - body > 6) {
    throw new DerError(`${what} is negative or far too large`, start);
  }
  let value = 0;
  for (let at = body; at < end; at += 1) value = value * 256 + (bytes[at] ?? 0);
  return value;
}

/** Length in bits of an INTEGER that is taken as unsigned. Throws `DerError`. */
export function integerBits(element: Element, what: string): number {
  checkInteger(element, what);
  const { bytes, end } = element;
  let at = element.body;
  while (at < end && bytes[at] === 0) at += 1;
  return at === end ? 0 : (end - at) * 8 - (Math.clz32(bytes[at] ?? 0) - 24);
}

/** The bytes of a bit string that ends on a byte boundary: keys and signatures do. */
export function wholeBytes(element: Element, what: string): Uint8Array {
  checkWholeBytes(element, what);
  return element.bytes.subarray(element.body + 1, element.end);
}

/** Throws where `wholeBytes` would, and makes no view. */
export function checkWholeBytes(element: Element, what: string): void {
  if (unusedBitsOf(element, what) !== 0) throw new DerError(`${what} does not end on a byte`, element.start);
}

/** Far more than any type of named bits has. */
const mostNamedBytes = 16;

/** Positions of the bits that are set. */
export function bitPositions(element: Element, what: string): readonly number[] {
  unusedBitsOf(element, what);
  const { bytes, body, end, start } = element;
  if (end - body - 1 > mostNamedBytes) throw new DerError(`${what} has far too many bits`, start);
  const positions: number[] = [];
  for (let position = 0; position < (end - body - 1) * 8; position += 1) {
    const byte = bytes[body + 1 + (position >> 3)] ?? 0;
    if ((byte & (0x80 >> (position & 7))) !== 0) positions.push(position);
  }
  return positions;
}

/** X.690 §11.2.2: a list of named bits ends with the last that is set. */
export function hasTrailingZeros(element: Element): boolean {
  const { bytes, body, end } = element;
  const unused = bytes[body] ?? 0;
  if (end - body < 2) return unused !== 0;
  return ((bytes[end - 1] ?? 0) & (1 << unused)) === 0;
}

/** X.690 §11.2.1: the unused bits are zero. */
function unusedBitsOf({ bytes, body, end, start }: Element, what: string): number {
  const unused = bytes[body];
  if (end === body || unused === undefined || unused > 7) {
    throw new DerError(`${what} is not a bit string`, start);
  }
  const last = bytes[end - 1] ?? 0;
  const stray = end - body === 1 ? unused !== 0 : (last & ((1 << unused) - 1)) !== 0;
  if (stray) throw new DerError(`${what} sets unused bits`, start);
  return unused;
}

/** Dotted texts by a sum over their bytes: the same two dozen stand in every certificate. */
const knownOids = new Map<number, { readonly content: Uint8Array; readonly dotted: string }>();
const mostKnownOids = 2000;

/** "2.5.29.17". */
export function oidOf(element: Element, what: string): string {
  const { bytes, body, end, tag, start } = element;
  if (tag !== tags.oid || end - body > longestOid) {
    throw new DerError(`${what} is not an object identifier`, start);
  }
  let sum = end - body;
  for (let at = body; at < end; at += 1) sum = (Math.imul(sum, 31) + (bytes[at] ?? 0)) | 0;
  const known = knownOids.get(sum);
  if (known !== undefined && isContent(known.content, bytes, body, end)) return known.dotted;
  const dotted = dottedText(element, what);
  if (known === undefined && knownOids.size < mostKnownOids) {
    knownOids.set(sum, { content: Uint8Array.from(contentOf(element)), dotted });
  }
  return dotted;
}

/** Ten bytes are compared sooner than a native function is called. */
function isContent(content: Uint8Array, bytes: Uint8Array, body: number, end: number): boolean {
  if (content.length !== end - body) return false;
  for (let at = 0; at < content.length; at += 1) {
    if (content[at] !== bytes[body + at]) return false;
  }
  return true;
}

const longestOid = 128;

function dottedText(element: Element, what: string): string {
  const content = contentOf(element);
  const malformed = new DerError(`${what} is not an object identifier`, element.start);
  if (content.length === 0) throw malformed;
  const arcs: bigint[] = [];
  let arc = 0n;
  let fresh = true;
  for (const byte of content) {
    // X.690 §8.19.2: no arc starts with a padding byte.
    if (fresh && byte === 0x80) throw malformed;
    arc = arc * 128n + BigInt(byte & 0x7f);
    fresh = (byte & 0x80) === 0;
    if (!fresh) continue;
    arcs.push(arc);
    arc = 0n;
  }
  if (!fresh) throw malformed;
  const [first = 0n, ...rest] = arcs;
  const root = first < 80n ? first / 40n : 2n;
  return [root, first - root * 40n, ...rest].join('.');
}
