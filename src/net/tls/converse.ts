import type { Socket } from 'node:net';

/** What to do with everything the server sent so far. */
export type Reply<Value> =
  | { readonly do: 'wait' }
  | { readonly do: 'send'; readonly bytes: Uint8Array }
  | { readonly do: 'finish'; readonly value: Value };

export type Talk<Value> = {
  /** Said first. */
  readonly first: Uint8Array;
  /** `inbound`: all of it, from the beginning. */
  step(inbound: Buffer): Reply<Value>;
};

export type TalkEnd<Value> =
  | { readonly how: 'finished'; readonly value: Value }
  | {
      readonly how: 'closed' | 'reset' | 'timeout' | 'aborted' | 'too-much';
      readonly inbound: Buffer;
      /** The socket's own words for a reset. */
      readonly error: Error | null;
    };

export type TalkLimits = { readonly timeoutMs: number; readonly signal: AbortSignal };

const mostBytes = 256 * 1024;
/** Whoever sends a flight in more pieces plays for time. */
const mostPieces = 200;
/** Each piece makes everything before it be read once more: a flight of 100 KiB in packets of an Ethernet stays below. */
const mostBytesRead = 4 * 1024 * 1024;

/** Talks to a connected, paused socket until `step` has what it wants; hangs up then. Never rejects. */
export function converse<Value>(
  socket: Socket,
  { first, step }: Talk<Value>,
  { timeoutMs, signal }: TalkLimits,
): Promise<TalkEnd<Value>> {
  const { promise, resolve } = Promise.withResolvers<TalkEnd<Value>>();
  let inbound: Buffer = Buffer.alloc(0);
  let pieces = 0;
  let bytesRead = 0;

  function broken(how: Exclude<TalkEnd<Value>['how'], 'finished'>, error: Error | null = null): void {
    resolve({ how, inbound, error });
  }
  function take(chunk: Buffer): void {
    inbound = inbound.length === 0 ? chunk : Buffer.concat([inbound, chunk]);
    pieces += 1;
    bytesRead += inbound.length;
    if (inbound.length > mostBytes || pieces > mostPieces || bytesRead > mostBytesRead) broken('too-much');
    else follow(step(inbound));
  }
  function follow(reply: Reply<Value>): void {
    if (reply.do === 'send') socket.write(reply.bytes);
    else if (reply.do === 'finish') resolve({ how: 'finished', value: reply.value });
  }

  if (signal.aborted) broken('aborted');
  const timer = setTimeout(() => broken('timeout'), timeoutMs);
  const abort = (): void => broken('aborted');
  signal.addEventListener('abort', abort, { once: true });
  socket.on('data', take);
  socket.once('error', (error) => broken('reset', error));
  socket.once('end', () => broken('closed'));
  socket.once('close', () => broken('closed'));
  socket.resume();
  socket.write(first);
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    socket.off('data', take);
    socket.destroy();
  });
}
