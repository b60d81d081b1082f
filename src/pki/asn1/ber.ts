import { childrenOf, DerError, type Element, isDone, type Reader } from './der.ts';

/**
 * Reads the envelopes that people's tools write in BER (X.690 §8): indefinite lengths, lengths with padding, strings
 * in pieces. Only for what stands around certificates; what was signed is handed on byte by byte as it was written.
 * Nothing is copied but strings in pieces, and depth, pieces and bytes are bounded.
 */
export type BerElement = Element & {
  /** One past its last octet, the end-of-contents octets included. */
  readonly after: number;
};

const deepest = 64;

/** At the start of these bytes. */
export function readerOf(bytes: Uint8Array): Reader {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return { bytes: view, at: 0, end: view.length };
}

/** The next element, whatever its tag; the reader moves past it. Throws `DerError`. */
export function takeBer(reader: Reader, what: string): BerElement {
  const header = headerAt(reader.bytes, reader.at, reader.end, what);
  const { tag, body, length } = header;
  const start = reader.at;
  const end = length === null ? contentsEnd(reader.bytes, body, reader.end, what) : body + length;
  const after = length === null ? end + 2 : end;
  reader.at = after;
  return { bytes: reader.bytes, tag, start, body, end, after };
}

/** All children. Throws `DerError` when there are more than `most`. */
export function berChildren(element: Element, what: string, most = 10_000): readonly BerElement[] {
  const children: BerElement[] = [];
  const reader = childrenOf(element);
  while (!isDone(reader)) {
    if (children.length >= most) throw new DerError(`${what} has over ${most} parts`, reader.at);
    children.push(takeBer(reader, what));
  }
  return children;
}

/** Tag, length and content as they were written. */
export function wholeBer({ bytes, start, after }: BerElement): Uint8Array {
  return bytes.subarray(start, after);
}

const mostNesting = 8;

/** Content of an OCTET STRING, its own tag or an implicit one, joined where it was written in pieces (X.690 §8.7). */
export function octetsOf(element: Element, what: string, depth = 0): Uint8Array {
  const { bytes, tag, body, end, start } = element;
  if ((tag & 0x20) === 0) return bytes.subarray(body, end);
  if (depth >= mostNesting) throw new DerError(`${what} is nested too deep`, start);
  return Buffer.concat(
    berChildren(element, what, 1_000_000).map((piece) => {
      if ((piece.tag & ~0x20) !== 0x04) throw new DerError(`${what} is not an octet string`, piece.start);
      return octetsOf(piece, what, depth + 1);
    }),
  );
}

type Header = { readonly tag: number; readonly body: number; readonly length: number | null };

/** `length` null: indefinite. */
function headerAt(bytes: Buffer, start: number, limit: number, what: string): Header {
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (tag === undefined || start >= limit) throw new DerError(`${what} is missing`, start);
  if ((tag & 0x1f) === 0x1f) throw new DerError(`${what}: tag numbers over 30 are not used here`, start);
  if (first === undefined || start + 2 > limit) throw new DerError(`${what} is cut off`, start);
  if (first === 0x80) {
    if ((tag & 0x20) === 0) throw new DerError(`${what} has an indefinite length and no parts`, start);
    return { tag, body: start + 2, length: null };
  }
  const count = first < 0x80 ? 0 : first & 0x7f;
  const body = start + 2 + count;
  if (body > limit) throw new DerError(`${what} is cut off`, start);
  let length = count === 0 ? first : 0;
  for (let at = start + 2; at < body; at += 1) length = length * 256 + (bytes[at] ?? 0);
  if (body + length > limit) throw new DerError(`${what} is cut off`, start);
  return { tag, body, length };
}

/** Where the end-of-contents octets of an indefinite length stand; those of elements inside are passed over. */
function contentsEnd(bytes: Buffer, from: number, limit: number, what: string): number {
  let at = from;
  let open = 1;
  while (at + 2 <= limit) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) {
      open -= 1;
      if (open === 0) return at;
      at += 2;
      continue;
    }
    const { body, length } = headerAt(bytes, at, limit, what);
    if (length === null) open += 1;
    if (open > deepest) throw new DerError(`${what} is nested too deep`, at);
    at = body + (length ?? 0);
  }
  throw new DerError(`${what} is cut off`, from);
}
