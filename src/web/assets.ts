import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';

export type Asset = { readonly body: string; readonly type: string; readonly etag: string };

const folder = new URL('public/', import.meta.url);

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Every file a page may load; another path is not looked for on the disk. */
export const assetNames: readonly string[] = readdirSync(folder).filter((name) => extname(name) in types);

/** `name` is one of `assetNames`. */
export async function readAsset(name: string): Promise<Asset> {
  const body = await readFile(new URL(name, folder), 'utf8');
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { body, type: types[extname(name)] ?? 'application/octet-stream', etag };
}
