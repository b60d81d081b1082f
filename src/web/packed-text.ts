import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

export type PackedText = {
  /** Weak: of the text, however it is sent. */
  readonly etag: string;
  body(acceptEncoding: string | undefined, headers: Readonly<Record<string, string>>): Response;
};

/** A text whose tag is known before it is sent, read once; what is held of it meanwhile is packed. */
export async function packedText(lines: AsyncIterable<string>, signal: AbortSignal): Promise<PackedText> {
  const hash = createHash('sha256');
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  await pipeline(
    async function* () {
      for await (const piece of lines) {
        hash.update(piece);
        yield piece;
      }
    },
    createGzip(),
    async (packed: AsyncIterable<Uint8Array<ArrayBuffer>>) => {
      for await (const piece of packed) pieces.push(piece);
    },
    { signal },
  );
  return {
    etag: `W/"${hash.digest('base64url').slice(0, 22)}"`,
    body(acceptEncoding, headers) {
      const packed = ReadableStream.from(pieces);
      if (takesGzip(acceptEncoding)) {
        return new Response(packed, { headers: { ...headers, 'content-encoding': 'gzip' } });
      }
      return new Response(packed.pipeThrough(new DecompressionStream('gzip')), { headers });
    },
  };
}

/** RFC 9110 §12.5.3, of the one coding that is offered; `gzip;q=0` refuses it. */
function takesGzip(acceptEncoding = ''): boolean {
  return acceptEncoding
    .toLowerCase()
    .split(',')
    .some((coding) => {
      const [name = '', ...parameters] = coding.split(';').map((part) => part.trim());
      const refuses = parameters.some((parameter) => /^q\s*=\s*0(?:\.0*)?$/.test(parameter));
      return (name === 'gzip' || name === 'x-gzip') && !refuses;
    });
}
