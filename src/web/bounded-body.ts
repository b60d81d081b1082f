import type { Context } from 'hono';

/**
 * The bytes of a body, sent in one piece or in chunks of no announced length; null where there are more than `mostBytes`. Hono's
 * own limit makes a new Request of what came in chunks, which it cannot of those that the server here hands over.
 */
export async function boundedBody({ req }: Context, mostBytes: number): Promise<Uint8Array | null> {
  if (Number(req.header('content-length') ?? 0) > mostBytes) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of req.raw.body ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
