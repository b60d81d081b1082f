import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { download } from '../../src/chat/download.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/file`);
}

const options = {
  headers: { authorization: 'Bearer secret' },
  mostBytes: 10,
  signal: new AbortController().signal,
};

describe('a download', () => {
  it('has the bytes, up to the limit', async () => {
    const url = await serve((request, response) => {
      response
        .setHeader('content-type', 'text/plain')
        .end(request.headers.authorization === 'Bearer secret' ? '0123456789' : '');
    });
    const had = await download(url, options);
    expect(had).toMatchObject({ kind: 'had', mediaType: 'text/plain' });
    expect(had.kind === 'had' && Buffer.from(had.bytes).toString()).toBe('0123456789');
  });

  it('is left when it is longer, announced or not, or packed', async () => {
    const announced = await serve((_request, response) => void response.end('0123456789x'));
    const endless = await serve((_request, response) => {
      response.write('0123456789');
      response.write('x');
    });
    for (const url of [announced, endless])
      expect(await download(url, options)).toEqual({ kind: 'too-large' });
  });

  it.each([301, 302, 303, 307, 308])('follows no redirect (%d): the token stays', async (status) => {
    const visits: (string | undefined)[] = [];
    const elsewhere = await serve((request, response) => {
      visits.push(request.headers.authorization);
      response.end('x');
    });
    const url = await serve(
      (_request, response) => void response.writeHead(status, { location: elsewhere.href }).end(),
    );
    expect(await download(url, options)).toMatchObject({ kind: 'refused', status });
    expect(visits).toEqual([]);
  });

  it('that is refused or breaks off says so', async () => {
    const gone = await serve((_request, response) => void response.writeHead(404).end());
    expect(await download(gone, options)).toEqual({
      kind: 'refused',
      status: 404,
      reason: 'it answered 404',
    });
    const broken = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '8' }).write('0123', () => response.destroy());
    });
    expect(await download(broken, options)).toMatchObject({ kind: 'refused', status: null });
    expect(await download(new URL('http://127.0.0.1:1/'), options)).toMatchObject({
      kind: 'refused',
      reason: 'it cannot be reached',
    });
  });

  it('ends when it is not wanted any more', async () => {
    const stop = new AbortController();
    const silent = await serve(() => stop.abort(new Error('stopped')));
    await expect(download(silent, { ...options, signal: stop.signal })).rejects.toThrow('stopped');
  });
});
