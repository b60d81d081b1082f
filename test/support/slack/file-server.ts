import type { IncomingMessage } from 'node:http';
import { type ApiWorld, type Reply, readBody } from './api-world.ts';

const page = '<!doctype html><title>Sign in to Acme</title>';

/** `/upload/v1/<id>` takes what was announced; `/files-pri/...` gives a file to the bot, and to others a way to sign in. */
export async function fileReply(request: IncomingMessage, world: ApiWorld): Promise<Reply> {
  const { pathname } = new URL(request.url ?? '/', 'http://stand-in');
  if (pathname.startsWith('/upload/')) {
    const bytes = await uploadedBytes(request);
    const id = pathname.split('/').at(-1) ?? '';
    if (request.method === 'POST' && world.files.upload(id, bytes)) return { status: 200, body: 'OK' };
    world.onRefusal({ method: 'upload', error: 'bad_upload', messages: [`${bytes.length} bytes`] });
    return { status: 400, body: 'the upload is not as it was announced' };
  }
  const isAllowed = request.headers.authorization === `Bearer ${world.botToken()}`;
  if (!isAllowed || world.lacksScope('files:read')) {
    if (pathname === '/files-pri/signin') return { status: 200, body: page, headers: html };
    return { status: 302, body: '', headers: { location: '/files-pri/signin' } };
  }
  const bytes = world.files.bytesOf(pathname);
  if (bytes === null) return { status: 404, body: page, headers: html };
  return { status: 200, body: bytes, headers: { 'content-type': 'text/plain; charset=utf-8' } };
}

const html = { 'content-type': 'text/html; charset=utf-8' };

/** Raw, or the first part of a form, as the libraries do. */
async function uploadedBytes(request: IncomingMessage): Promise<Buffer> {
  const body = await readBody(request);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const [part] = [...form.values()];
  if (part === undefined) return Buffer.alloc(0);
  return typeof part === 'string' ? Buffer.from(part) : Buffer.from(await part.arrayBuffer());
}
