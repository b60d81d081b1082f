import { createSocket } from 'node:dgram';
import type { AddressPolicy, AllowedAddress } from '../policy.ts';

/** How far away the target is, by when it begins to say that nobody listens; Node hears no other ICMP message. */
export type UdpDistance = { readonly hops: number };

const mostHops = 30;
/** As traceroute(8): a port where nobody listens, one for each distance. */
const basePort = 33_434;

/**
 * One datagram for each distance, at once. The first distance at which the port is said to be closed is that of the
 * target; null when it never says so, as behind most firewalls.
 */
export async function udpDistance(
  to: AllowedAddress,
  policy: AddressPolicy,
  { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<UdpDistance | null> {
  const stop = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(timeoutMs))]);
  const heard = await Promise.all(
    Array.from({ length: mostHops }, (_, at) => {
      const verdict = policy.judge(to.ip, basePort + at + 1);
      return verdict.allowed ? isClosedAt(verdict.address, at + 1, stop) : false;
    }),
  );
  const first = heard.indexOf(true);
  return first === -1 ? null : { hops: first + 1 };
}

/** The socket is connected: only then does the kernel hand over that the port is closed. */
function isClosedAt(to: AllowedAddress, distance: number, stop: AbortSignal): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = createSocket(to.family === 6 ? 'udp6' : 'udp4');
  let open = true;
  function settle(closed: boolean): void {
    if (!open) return;
    open = false;
    stop.removeEventListener('abort', giveUp);
    socket.close();
    resolve(closed);
  }
  function giveUp(): void {
    settle(false);
  }
  socket.on('error', (error: NodeJS.ErrnoException) => settle(error.code === 'ECONNREFUSED'));
  if (stop.aborted) giveUp();
  else stop.addEventListener('abort', giveUp);
  if (!open) return promise;
  socket.connect(to.port, to.ip, (error?: Error | null) => {
    if (error || !open) return giveUp();
    socket.setTTL(distance);
    socket.send(Buffer.alloc(16), (failed) => failed && giveUp());
  });
  return promise;
}
