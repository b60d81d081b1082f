import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type Random, randomFrom } from '../simulation/random.ts';
import { type Address, startToxicTcp, type ToxicTcp } from './tcp-proxy.ts';
import { delayOf, noToxic, type Toxic } from './toxic.ts';

export type ToxicDns = AsyncDisposable & {
  /** Of UDP and TCP. */
  readonly port: number;
  /** `ip:port`, as DNS_SERVERS takes it. */
  readonly address: string;
  be(toxic: Toxic): Promise<void>;
};

/** No question waits longer for its answer. */
const flowMs = 15_000;

/**
 * A way to a DNS server that can go wrong. Datagrams have no connection: cut, half-open and timeout lose them (half-open the
 * answers only), reset and refusal have the kernel say that nobody listens, and they are too small to be sliced.
 */
export async function startToxicDns(to: () => Address, random: Random = randomFrom(1)): Promise<ToxicDns> {
  const { tcp, udp: first, port } = await listenOnBoth(to, random);
  const flows = new Map<string, Socket>();
  const timers = new Set<NodeJS.Timeout>();
  let toxic: Toxic = noToxic;
  let udp: Socket | null = serve(first);

  function later(ms: number, then: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      then();
    }, ms);
    timers.add(timer);
  }

  function serve(socket: Socket): Socket {
    socket.on('error', () => undefined);
    socket.on('message', (bytes, from) => {
      if (isLost(toxic)) return;
      later(delayOf(toxic, random), () => flowOf(from).send(bytes, to().port, to().host));
    });
    return socket;
  }

  function flowOf(from: RemoteInfo): Socket {
    const key = `${from.address} ${from.port}`;
    const open = flows.get(key);
    if (open !== undefined) return open;
    const flow = createSocket('udp4');
    flows.set(key, flow);
    flow.on('error', () => undefined);
    flow.on('message', (bytes) => {
      if (isLost(toxic) || toxic.kind === 'half-open') return;
      later(delayOf(toxic, random), () => udp?.send(bytes, from.port, from.address));
    });
    later(flowMs, () => {
      flows.delete(key);
      flow.close();
    });
    return flow;
  }

  return {
    port,
    address: `127.0.0.1:${port}`,
    async be(next) {
      toxic = next;
      await tcp.be(next);
      const listens = next.kind !== 'reset' && next.kind !== 'refusal';
      if (!listens && udp !== null) {
        udp.close();
        udp = null;
      } else if (listens && udp === null) {
        const socket = createSocket('udp4').bind(port, '127.0.0.1');
        await once(socket, 'listening');
        udp = serve(socket);
      }
    },
    async [Symbol.asyncDispose]() {
      for (const timer of timers) clearTimeout(timer);
      for (const flow of flows.values()) flow.close();
      udp?.close();
      await tcp[Symbol.asyncDispose]();
    },
  };
}

function isLost({ kind }: Toxic): boolean {
  return kind === 'cut' || kind === 'timeout';
}

/** TCP picks the port; when UDP finds it taken, another one is tried. */
async function listenOnBoth(
  to: () => Address,
  random: Random,
): Promise<{ readonly tcp: ToxicTcp; readonly udp: Socket; readonly port: number }> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const tcp = await startToxicTcp({ to, random });
    const udp = createSocket('udp4').bind(tcp.port, '127.0.0.1');
    try {
      await once(udp, 'listening');
      return { tcp, udp, port: tcp.port };
    } catch {
      udp.close();
      await tcp[Symbol.asyncDispose]();
    }
  }
  throw new Error('no port is free for both UDP and TCP');
}
