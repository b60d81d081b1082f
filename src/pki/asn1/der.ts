/**
 * A strict DER reader (ITU-T X.690) over a byte array. Nothing is copied and no tree is built: a reader walks the
 * children of one element and the caller descends where its schema says so, so the depth is that of the schema and
 * not of the input. Whatever is malformed is thrown as `DerError`, with the offset at which it stands.
 */
export class DerError extends Error {
  override readonly name = 'DerError';
  /** What is malformed, without the place. */
  readonly reason: string;
  /** Bytes from the start of the outermost input. */
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(`${reason} (at byte ${offset})`);
    this.reason = reason;
    this.offset = offset;
  }
}

/** One element. `bytes` is the whole input and the offsets are in it. */
export type Element = {
  readonly bytes: Buffer;
  /** First identifier octet: class, constructed bit and number together; 31 in the number means a larger one. */
  readonly tag: number;
  /** Of the identifier octet. */
  readonly start: number;
  /** Of the first content octet. */
  readonly body: number;
  /** One past the last content octet. */
  readonly end: number;
};

/** A place among the children of an element; `take` moves it on. */
export type Reader = { readonly bytes: Buffer; readonly end: number; at: number };

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  numericString: 0x12,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Identifier octets of `[number]`: EXPLICIT or an IMPLICIT constructed type, and an IMPLICIT primitive one. */
export function constructedTag(number: number): number {
  return 0xa0 | number;
}
export function primitiveTag(number: number): number {
  return 0x80 | number;
}

/** Far above the largest certificate a TLS message can carry usefully, far below what would hurt. */
const mostBytes = 16 * 1024 * 1024;

/** The one element that the input consists of. */
export function readWhole(bytes: Uint8Array, tag: number, what: string): Element {
  const element = readFirst(bytes, tag, what);
  finish({ bytes: element.bytes, at: element.end, end: bytes.length }, what);
  return element;
}

/** The element that the input begins with. */
export function readFirst(bytes: Uint8Array, tag: number, what: string): Element {
  if (bytes.length > mostBytes) throw new DerError(`${what} is longer than ${mostBytes} bytes`, 0);
  kept.bytes = null;
  return take({ bytes: viewOf(bytes), at: 0, end: bytes.length }, tag, what);
}

/** The one element that an OCTET STRING consists of; its offsets stay those of the outermost input. */
export function readInside({ bytes, body, end }: Element, tag: number, what: string): Element {
  const reader: Reader = { bytes, at: body, end };
  const element = take(reader, tag, what);
  finish(reader, what);
  return element;
}

export function childrenOf({ bytes, body, end }: Element): Reader {
  return { bytes, at: body, end };
}

export function isDone(reader: Reader): boolean {
  return reader.at >= reader.end;
}

/** The next element, which must have this tag. */
export function take(reader: Reader, tag: number, what: string): Element {
  if (isDone(reader)) throw new DerError(`${what} is missing`, reader.at);
  const found = reader.bytes[reader.at];
  if (found !== tag) throw wrongTag(tag, found, what, reader.at);
  return takeAny(reader, what);
}

/** The element itself, which must have this tag. */
export function withTag(element: Element, tag: number, what: string): Element {
  if (element.tag !== tag) throw wrongTag(tag, element.tag, what, element.start);
  return element;
}

function wrongTag(wanted: number, found: number | undefined, what: string, at: number): DerError {
  return new DerError(`${what}: wanted tag ${hex(wanted)}, found ${hex(found ?? 0)}`, at);
}

/** The next element when it has this tag; null, and nothing moved, when it has not. */
export function takeIf(reader: Reader, tag: number, what: string): Element | null {
  return !isDone(reader) && reader.bytes[reader.at] === tag ? takeAny(reader, what) : null;
}

export function takeAny(reader: Reader, what: string): Element {
  const { bytes, at: start, end: limit } = reader;
  const tag = bytes[start];
  if (tag === undefined || start >= limit) throw new DerError(`${what} is missing`, start);
  const lengthAt = (tag & 0x1f) === 0x1f ? afterHighTag(bytes, start, limit, what) : start + 1;
  let body = lengthAt + 1;
  let length = lengthAt < limit ? (bytes[lengthAt] ?? 0) : -1;
  if (length >= 0x80) {
    const count = length & 0x7f;
    if (count === 0) throw new DerError(`${what}: indefinite length, which DER forbids`, start);
    if (count > 4) throw new DerError(`${what}: a length of ${count} bytes`, start);
    body += count;
    length = body <= limit ? lengthOf(bytes, lengthAt + 1, count, what) : -1;
  }
  const end = body + length;
  if (length < 0 || end > limit) throw new DerError(`${what} is cut off`, start);
  reader.at = end;
  return { bytes, tag, start, body, end };
}

const mostTagBytes = 4;

/** X.690 §8.1.2.4: numbers from 31 on stand in further octets, shortest form. No type here has one. */
function afterHighTag(bytes: Buffer, start: number, limit: number, what: string): number {
  let at = start + 1;
  while (at < limit && at - start <= mostTagBytes && (bytes[at] ?? 0) >= 0x80) at += 1;
  const first = bytes[start + 1] ?? 0;
  const minimal = first !== 0x80 && !(at === start + 1 && first < 31);
  if (at >= limit || at - start > mostTagBytes || !minimal) {
    throw new DerError(`${what}: a malformed tag number`, start);
  }
  return at + 1;
}

function lengthOf(bytes: Buffer, at: number, count: number, what: string): number {
  let length = 0;
  for (let index = at; index < at + count; index += 1) length = length * 256 + (bytes[index] ?? 0);
  if (length < 0x80 || length < 2 ** (8 * (count - 1))) {
    throw new DerError(`${what}: a length that is not written in its shortest form`, at);
  }
  return length;
}

/** Nothing may follow. */
export function finish(reader: Reader, what: string): void {
  if (!isDone(reader)) {
    const left = reader.end - reader.at;
    throw new DerError(`${left} ${left === 1 ? 'byte' : 'bytes'} too many after ${what}`, reader.at);
  }
}

/** Tag, length and content. */
export function wholeOf({ bytes, start, end }: Element): Uint8Array {
  return bytes.subarray(start, end);
}

export function contentOf({ bytes, body, end }: Element): Uint8Array {
  return bytes.subarray(body, end);
}

/** Texts are taken straight from the input: a view for each would cost more than the reading. */
export function wholeHex({ bytes, start, end }: Element): string {
  return bytes.toString('hex', start, end);
}

export function contentHex({ bytes, body, end }: Element): string {
  return bytes.toString('hex', body, end);
}

/**
 * Small inputs are turned into text once and cut: twenty texts stand in a certificate, and a call into the native
 * decoder for each costs more than all the rest of their reading.
 */
export function contentLatin1({ bytes, body, end }: Element): string {
  if (bytes.length > mostKeptBytes) return bytes.toString('latin1', body, end);
  if (bytes !== kept.bytes) {
    kept.bytes = bytes;
    kept.text = bytes.toString('latin1');
  }
  return kept.text.slice(body, end);
}

const mostKeptBytes = 8192;
/** Forgotten whenever a reading begins, so that bytes somebody changed meanwhile are read anew. */
const kept: { bytes: Buffer | null; text: string } = { bytes: null, text: '' };

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function hex(tag: number): string {
  return `0x${tag.toString(16).padStart(2, '0')}`;
}
