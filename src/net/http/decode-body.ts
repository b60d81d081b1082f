import type { Transform } from 'node:stream';
import { TextDecoder } from 'node:util';
import * as zlib from 'node:zlib';

export type DecodedBody =
  /** `whole` false: cut at the limit. Packed octets that were cut before read as whole. */
  | { readonly readable: true; readonly text: string; readonly whole: boolean }
  | { readonly readable: false; readonly because: string };

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_flush } = zlib.constants;
/** What was cut by us ends without its last block: what came before it still stands. */
const cut = { finishFlush: Z_SYNC_FLUSH };

/** RFC 9110 §8.4.1, RFC 7932, RFC 8878; "x-gzip" is the same as "gzip". */
const decoders: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', () => zlib.createGunzip(cut)],
  ['x-gzip', () => zlib.createGunzip(cut)],
  ['deflate', () => zlib.createInflate(cut)],
  ['br', () => zlib.createBrotliDecompress({ finishFlush: BROTLI_OPERATION_FLUSH })],
  ['zstd', () => zlib.createZstdDecompress({ finishFlush: ZSTD_e_flush })],
]);

const mostCodings = 2;

/** A body as text: unpacked to at most `most` octets, whatever it was packed from, and read by its charset. */
export async function decodeBody(
  packed: Uint8Array,
  headers: Readonly<Record<string, string>>,
  most: number,
): Promise<DecodedBody> {
  const codings = (headers['content-encoding'] ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > mostCodings)
    return { readable: false, because: `it is packed ${codings.length} times` };
  let bytes: Unpacked = { bytes: packed, whole: true };
  // RFC 9110 §8.4: listed in the order in which they were applied.
  for (const coding of codings.toReversed()) {
    const start = decoders.get(coding);
    if (start === undefined)
      return { readable: false, because: `it is packed as ${JSON.stringify(coding.slice(0, 40))}` };
    // RFC 9110 §8.4.1.2 wants the zlib format; some send raw DEFLATE, told apart by its first octets.
    const raw = coding === 'deflate' && !isZlib(bytes.bytes);
    const unpacked = await unpack(bytes.bytes, raw ? zlib.createInflateRaw(cut) : start(), most);
    if (unpacked === null) return { readable: false, because: `it says ${coding} and is not` };
    bytes = { bytes: unpacked.bytes, whole: bytes.whole && unpacked.whole };
  }
  const kept = bytes.bytes.subarray(0, most);
  return {
    readable: true,
    text: decoderFor(headers['content-type'], kept).decode(kept),
    whole: bytes.whole && kept.length === bytes.bytes.length,
  };
}

/** RFC 1950 §2.2: method 8, and a multiple of 31. */
function isZlib([first = 0, second = 0]: Uint8Array): boolean {
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
}

type Unpacked = { readonly bytes: Uint8Array; readonly whole: boolean };

/** Null when not one octet comes out of it for an error. */
function unpack(packed: Uint8Array, decoder: Transform, most: number): Promise<Unpacked | null> {
  const { promise, resolve } = Promise.withResolvers<Unpacked | null>();
  const parts: Buffer[] = [];
  let length = 0;
  const settle = (whole: boolean): void => {
    decoder.destroy();
    resolve({ bytes: Buffer.concat(parts).subarray(0, most), whole });
  };
  decoder.on('data', (part: Buffer) => {
    parts.push(part);
    length += part.length;
    if (length > most) settle(false);
  });
  decoder.once('end', () => settle(true));
  decoder.on('error', () => (length > 0 ? settle(false) : resolve(null)));
  decoder.end(packed);
  return promise;
}

/** The charset of the Content-Type, a byte order mark, else UTF-8; an unknown label reads as UTF-8 too. */
function decoderFor(contentType: string | undefined, bytes: Uint8Array): TextDecoder {
  const label = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1] ?? markOf(bytes) ?? 'utf-8';
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder();
  }
}

function markOf([first, second]: Uint8Array): string | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}
