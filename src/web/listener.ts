import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { UserError } from '../core/errors.ts';

export type Listener = {
  /** Resolves to the port; UserError when it is taken or not ours to take. */
  listen(address: { readonly host: string; readonly port: number }): Promise<number>;
  /** Lets what runs finish for a few seconds; `hurry` is called when that is over. */
  close(hurry: () => void): Promise<void>;
};

const finishWithinMs = 3000;
const lastWordsMs = 700;

export function openListener(fetch: (request: Request) => Response | Promise<Response>): Listener {
  // The global Request and Response belong to everybody in this process, undici among them.
  const server = createServer(getRequestListener(fetch, { overrideGlobalObjects: false }));
  // A page keeps its feed open for hours; only a request that dawdles is cut off.
  server.requestTimeout = 10_000;
  server.headersTimeout = 5000;
  return {
    async listen({ host, port }) {
      server.listen(port, host);
      try {
        await once(server, 'listening');
      } catch (thrown) {
        throw listenMistake(thrown, host, port);
      }
      return (server.address() as AddressInfo).port;
    },
    async close(hurry) {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      // A feed that has just ended leaves its connection open for a next request, which will not come.
      const sweeping = setInterval(() => server.closeIdleConnections(), 20);
      await within(closed, finishWithinMs);
      hurry();
      // What was cut short says so to whoever waits for it.
      await within(closed, lastWordsMs);
      clearInterval(sweeping);
      server.closeAllConnections();
      await closed;
    },
  };
}

async function within(what: Promise<unknown>, ms: number): Promise<void> {
  const over = new AbortController();
  const patience = wait(ms, undefined, { signal: over.signal }).catch(() => undefined);
  await Promise.race([what, patience]);
  over.abort();
}

function listenMistake(thrown: unknown, host: string, port: number): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null;
  const where = `${host}:${port}`;
  if (code === 'EADDRINUSE') {
    return new UserError(
      `Something else listens on ${where}. Set CONSOLE_PORT to a free port, or 0 for any.`,
    );
  }
  if (code === 'EACCES') {
    return new UserError(`Port ${port} needs rights this process has not. Set CONSOLE_PORT above 1023.`);
  }
  if (code === 'EADDRNOTAVAIL') return new UserError(`${host} is not an address of this machine.`);
  return thrown;
}
