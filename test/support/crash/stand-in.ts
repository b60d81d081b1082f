import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One message as it arrived, in the order of arriving. */
export type Arrival = {
  readonly key: string;
  readonly conversation: string | null;
  readonly act: string | null;
};

export type StandIn = AsyncDisposable & {
  readonly url: string;
  readonly arrivals: Arrival[];
  onArrival: () => void;
};

/** A platform that takes everything and forgets nothing, outside of the process that is killed. */
export async function startStandIn(): Promise<StandIn> {
  const arrivals: Arrival[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    // One that dies while it speaks has said nothing.
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    arrivals.push(JSON.parse(Buffer.concat(chunks).toString()) as Arrival);
    standIn.onArrival();
    response.end(String(arrivals.length));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const standIn: StandIn = {
    onArrival() {},
    url: `http://127.0.0.1:${port}/`,
    arrivals,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return standIn;
}
