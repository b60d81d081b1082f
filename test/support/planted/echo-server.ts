import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type EchoServer = AsyncDisposable & {
  readonly url: string;
  /** Bodies, and headers but for those in which a secret belongs. */
  heard(): string;
  readonly asked: readonly string[];
};

/** Refuses everything, and repeats in its refusal whatever it was sent: address, headers, body. */
export async function startEcho(status: number): Promise<EchoServer> {
  const bodies: string[] = [];
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const { authorization, ...headers } = request.headers;
    asked.push(
      `${request.method} ${new URL(request.url ?? '/', 'http://x').pathname.split('/').slice(0, 3).join('/')}`,
    );
    bodies.push(JSON.stringify(headers), body);
    const words = `${request.url} ${authorization} ${JSON.stringify(headers)} ${body}`;
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-echo': encodeURIComponent(words).slice(0, 4000),
    });
    response.end(JSON.stringify({ ok: false, error: `invalid_auth ${words}`, message: words, code: 0 }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    heard: () => bodies.join('\n'),
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
