import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export const webhookSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

export type Delivered = {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
};

export type Answering = (response: ServerResponse, request: IncomingMessage) => void;

export type Receiver = AsyncDisposable & {
  readonly url: string;
  /** What came and had a signature that the library of Standard Webhooks accepts. */
  readonly taken: readonly Delivered[];
  /** What came and had none. */
  readonly forged: readonly string[];
  /** Resolves once so many were taken. */
  until(count: number): Promise<readonly Delivered[]>;
};

/** A receiver as others write one: it verifies with their library, not with our code. 204 unless `answer` says something else. */
export async function startReceiver(
  answer: Answering = noContent,
  secret = webhookSecret,
): Promise<Receiver> {
  const taken: Delivered[] = [];
  const forged: string[] = [];
  const waiting = new Set<() => void>();
  const verifier = new Webhook(secret);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    try {
      const verified = verifier.verify(body, request.headers as Record<string, string>) as Omit<
        Delivered,
        'id' | 'body' | 'headers'
      >;
      taken.push({ ...verified, id: String(request.headers['webhook-id']), body, headers: request.headers });
    } catch (thrown) {
      forged.push(String(thrown));
    }
    for (const wake of waiting) wake();
    answer(response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    taken,
    forged,
    async until(count) {
      while (taken.length < count) {
        const { promise, resolve } = Promise.withResolvers<void>();
        waiting.add(resolve);
        await promise;
        waiting.delete(resolve);
      }
      return taken;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function noContent(response: ServerResponse): void {
  response.writeHead(204).end();
}

export function answering(status: number, headers: Readonly<Record<string, string>> = {}): Answering {
  return (response) => {
    response.writeHead(status, headers).end('an answer that nobody reads');
  };
}
