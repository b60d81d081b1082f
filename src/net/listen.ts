import { once } from 'node:events';
import type { Socket } from 'node:net';

/** What a connected peer does while we say nothing. */
export type Heard =
  | { readonly kind: 'silence' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'dropped'; readonly how: 'reset' | 'closed' };

const mostBytes = 256;

/** Listens to a connected socket until it speaks, drops or `timeoutMs` is over; the socket is destroyed then. */
export async function listen(
  socket: Socket,
  { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<Heard> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const settled = new AbortController();
  const until = { signal: AbortSignal.any([over, settled.signal]) };
  try {
    return await Promise.race([
      once(socket, 'data', until).then(([chunk]) => bytesHeard(chunk)),
      once(socket, 'end', until).then((): Heard => ({ kind: 'dropped', how: 'closed' })),
      once(socket, 'close', until).then((): Heard => ({ kind: 'dropped', how: 'reset' })),
      resumed(socket),
    ]);
  } catch {
    // Either the time is over, or the peer sent RST, which `once` turns into a rejection.
    return over.aborted ? { kind: 'silence' } : { kind: 'dropped', how: 'reset' };
  } finally {
    settled.abort();
    socket.on('error', () => undefined);
    socket.destroy();
  }
}

/** Starts the flow after the listeners stand; never settles by itself. */
function resumed(socket: Socket): Promise<Heard> {
  socket.resume();
  return new Promise(() => undefined);
}

function bytesHeard(chunk: unknown): Heard {
  const bytes = chunk instanceof Uint8Array ? chunk.subarray(0, mostBytes) : new Uint8Array();
  return { kind: 'bytes', bytes };
}
