import type { Socket } from 'node:net';
import type { Random } from '../simulation/random.ts';
import { delayOf, isHeldUp, shareOf, type Toxic } from './toxic.ts';

/** One direction of a connection. */
export type Pipe = {
  /** The toxic is another one: look again. */
  pump(): void;
  /** From now on whatever comes is dropped, and the end is not told. */
  die(): void;
  close(): void;
};

type Piece = { readonly bytes: Buffer | 'end'; readonly dueAt: number };

/** Above it the sender is held up, as by a full window. */
const mostQueued = 1_000_000;

export function connectPipe(from: Socket, to: Socket, toxic: () => Toxic, random: Random): Pipe {
  const queue: Piece[] = [];
  let queued = 0;
  let lastDueAt = 0;
  let isDead = false;
  let timer: NodeJS.Timeout | undefined;
  let busyUntil = 0;

  from.on('data', (bytes: Buffer) => add(bytes));
  from.on('end', () => add('end'));

  function add(bytes: Buffer | 'end'): void {
    if (isDead) return;
    const dueAt = Math.max(lastDueAt, performance.now() + delayOf(toxic(), random));
    lastDueAt = dueAt;
    queue.push({ bytes, dueAt });
    if (bytes !== 'end') queued += bytes.length;
    if (queued > mostQueued) from.pause();
    pump();
  }

  function pump(): void {
    clearTimeout(timer);
    for (;;) {
      const [first] = queue;
      if (first === undefined || isHeldUp(toxic())) return;
      const waitMs = Math.max(first.dueAt, busyUntil) - performance.now();
      if (waitMs > 0) {
        timer = setTimeout(pump, waitMs);
        return;
      }
      queue.shift();
      if (first.bytes === 'end') {
        to.end();
        return;
      }
      const share = shareOf(toxic(), first.bytes.length);
      busyUntil = performance.now() + share.busyMs;
      if (share.bytes < first.bytes.length) {
        queue.unshift({ bytes: first.bytes.subarray(share.bytes), dueAt: first.dueAt });
      }
      to.write(first.bytes.subarray(0, share.bytes));
      queued -= share.bytes;
      if (queued <= mostQueued && from.isPaused()) from.resume();
    }
  }

  function close(): void {
    clearTimeout(timer);
    queue.length = 0;
    queued = 0;
  }

  return {
    pump,
    die() {
      isDead = true;
      close();
      from.resume();
    },
    close,
  };
}
