import type { Socket } from 'node:net';
import type { OwnSession, OwnStep } from './own-handshake.ts';

export type ExchangeEnd =
  | { readonly kind: 'finished'; readonly session: OwnSession }
  | { readonly kind: 'given-up' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'broken'; readonly error: Error };

type Talk = { readonly first: Uint8Array; step(received: Buffer): OwnStep };

/** Certificates of 100 KiB, which is what OpenSSL takes, and what stands around them. */
const mostBytes = 128 * 1024;
/** Most flights fit. */
const firstRoom = 5 * 1024;

/**
 * Says `first` over a connected, paused socket, and the last word (with the end of our side) when `step` has finished. The socket
 * stays with the caller. `inbound`: what came by then.
 */
export async function exchange(
  socket: Socket,
  { first, step }: Talk,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<{ readonly end: ExchangeEnd; readonly inbound: Buffer }> {
  const { promise, resolve } = Promise.withResolvers<ExchangeEnd>();
  let room: Buffer = Buffer.allocUnsafe(firstRoom);
  let length = 0;

  function take(chunk: Buffer): void {
    if (length + chunk.length > mostBytes) {
      resolve({ kind: 'given-up' });
      return;
    }
    if (length + chunk.length > room.length) room = grown(room, length + chunk.length);
    room.set(chunk, length);
    length += chunk.length;
    const next = step(room.subarray(0, length));
    if (next.do === 'wait') return;
    socket.off('data', take);
    if (next.do === 'finish') socket.end(next.reply);
    resolve(next.do === 'finish' ? { kind: 'finished', session: next.session } : { kind: 'given-up' });
  }
  const breakOff = (error: Error): void => resolve({ kind: 'broken', error });
  const close = (): void => resolve({ kind: 'closed' });
  const abort = (): void => resolve({ kind: 'aborted' });

  const timer = setTimeout(() => resolve({ kind: 'timeout' }), timeoutMs);
  signal.addEventListener('abort', abort, { once: true });
  socket.on('data', take);
  socket.once('error', breakOff);
  socket.once('end', close);
  socket.once('close', close);
  // What happened between connecting and now will not happen again.
  if (signal.aborted) abort();
  else if (socket.errored) breakOff(socket.errored);
  else if (socket.readableEnded || socket.destroyed) close();
  else {
    socket.resume();
    socket.write(first);
  }
  const end = await promise;
  clearTimeout(timer);
  signal.removeEventListener('abort', abort);
  socket.off('data', take);
  socket.off('error', breakOff);
  socket.off('end', close);
  socket.off('close', close);
  return { end, inbound: room.subarray(0, length) };
}

/** Twice as long each time: a flight that comes byte by byte is copied a few times, not as often as it has bytes. */
function grown(room: Buffer, least: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.min(mostBytes, Math.max(least, room.length * 2)));
  larger.set(room);
  return larger;
}
