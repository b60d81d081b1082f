import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { type Random, randomFrom } from '../simulation/random.ts';
import { connectPipe, type Pipe } from './pipe.ts';
import { noToxic, type Toxic } from './toxic.ts';

export type Address = { readonly host: string; readonly port: number };

export type ToxicTcp = AsyncDisposable & {
  readonly port: number;
  /** From now on; connections that are open feel it at once. */
  be(toxic: Toxic): Promise<void>;
  /** Those that the client has not said goodbye to, dead ones too. */
  connections(): number;
  accepted(): number;
};

export type ToxicTcpOptions = {
  /** Asked at each connection, so that the server may start later, or again on another port. */
  readonly to: () => Address;
  readonly port?: number;
  readonly random?: Random;
};

type Link = {
  readonly client: Socket;
  readonly server: Socket;
  readonly pipes: readonly Pipe[];
  isDead: boolean;
  timer: NodeJS.Timeout | undefined;
};

/**
 * A way to a server of the test's that can go wrong, on 127.0.0.1:
 *
 *     await using proxy = await startToxicTcp({ to: () => ({ host: '127.0.0.1', port: server.port }) });
 *     await proxy.be({ kind: 'cut' });
 *     await proxy.be(noToxic);
 */
export async function startToxicTcp({
  to,
  port = 0,
  random = randomFrom(1),
}: ToxicTcpOptions): Promise<ToxicTcp> {
  const links = new Set<Link>();
  let toxic: Toxic = noToxic;
  let accepted = 0;
  // Either half may be closed alone, and a dead one answers no goodbye.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, accept);
  await listen(server, port);
  const bound = (server.address() as AddressInfo).port;

  function accept(client: Socket): void {
    accepted += 1;
    const address = to();
    const upstream = connect({ ...address, allowHalfOpen: true, noDelay: true });
    const current = () => toxic;
    const link: Link = {
      client,
      server: upstream,
      pipes: [connectPipe(client, upstream, current, random), connectPipe(upstream, client, current, random)],
      isDead: false,
      timer: undefined,
    };
    links.add(link);
    client.on('error', () => undefined);
    upstream.on('error', () => undefined);
    client.on('close', (failed) => ended(link, failed, upstream));
    upstream.on('close', (failed) => ended(link, failed, client));
    feel(link);
  }

  /** One end is gone; the other hears of it unless the way is dead. */
  function ended(link: Link, failed: boolean, other: Socket): void {
    if (failed && !link.isDead) other.resetAndDestroy();
    forgetIfOver(link);
  }

  function forgetIfOver(link: Link): void {
    if (!link.client.destroyed) return;
    if (!link.isDead && !link.server.destroyed) return;
    links.delete(link);
    clearTimeout(link.timer);
    for (const pipe of link.pipes) pipe.close();
    link.server.destroy();
  }

  function feel(link: Link): void {
    clearTimeout(link.timer);
    if (link.isDead) return;
    switch (toxic.kind) {
      case 'reset':
        link.client.resetAndDestroy();
        link.server.resetAndDestroy();
        return;
      case 'half-open':
        link.isDead = true;
        for (const pipe of link.pipes) pipe.die();
        return;
      case 'timeout':
        link.timer = setTimeout(() => {
          link.client.destroy();
          link.server.destroy();
        }, toxic.afterMs);
        return;
      default:
        for (const pipe of link.pipes) pipe.pump();
    }
  }

  return {
    port: bound,
    async be(next) {
      const before = toxic;
      toxic = next;
      for (const link of [...links]) feel(link);
      if (next.kind === 'refusal') server.close();
      else if (before.kind === 'refusal') await listen(server, bound);
    },
    connections: () => [...links].filter(({ client }) => !client.readableEnded && !client.destroyed).length,
    accepted: () => accepted,
    async [Symbol.asyncDispose]() {
      const closed = server.listening ? once(server, 'close') : null;
      server.close();
      for (const { client, server: upstream, timer, pipes } of links) {
        clearTimeout(timer);
        for (const pipe of pipes) pipe.close();
        client.destroy();
        upstream.destroy();
      }
      links.clear();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}
