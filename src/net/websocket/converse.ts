import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { StreamReader } from '../stream-reader.ts';
import { closePayload, controlFrame, type FrameFault, opcodes, readClose, readFrame } from './frames.ts';

/** What an opened connection does when it is pinged. */
export type Conversation = {
  /** Data frames that came unasked meanwhile. */
  readonly messages: number;
  readonly end:
    | { readonly kind: 'pong'; readonly elapsedMs: number }
    /** Open, and no pong within the wait. */
    | { readonly kind: 'silent' }
    /** A close frame came; code null: without one. */
    | { readonly kind: 'closed'; readonly code: number | null; readonly reason: string }
    /** Gone without a close frame: what clients report as 1006. */
    | { readonly kind: 'dropped'; readonly how: 'closed' | 'reset' }
    | { readonly kind: 'bad-frame'; readonly fault: FrameFault }
    | { readonly kind: 'aborted' };
};

/** A feed that never pauses is bounded: its pong is waited for behind this much data and no longer. */
const mostBytes = 4 * 1024 * 1024;

/**
 * Sends a ping and reads until its pong, a close, or the end of the wait; `first` came with the handshake already.
 * Data is counted and skipped, pings are answered.
 */
export async function converse(
  stream: Duplex,
  reader: StreamReader,
  { first, waitMs }: { readonly first: Buffer; readonly waitMs: number },
): Promise<Conversation> {
  const started = performance.now();
  const token = randomBytes(8);
  send(stream, opcodes.ping, token);
  let buffer: Buffer = first;
  let skip = 0;
  let messages = 0;
  let read = first.length;
  let unanswered: Buffer | null = null;
  const ended = (end: Conversation['end']): Conversation => ({ messages, end });
  for (;;) {
    if (skip > 0) {
      const gone = Math.min(skip, buffer.length);
      buffer = buffer.subarray(gone);
      skip -= gone;
    }
    const frame = skip > 0 ? null : readFrame(buffer);
    if (typeof frame === 'string') return ended({ kind: 'bad-frame', fault: frame });
    if (frame !== null) {
      skip = frame.length;
      switch (frame.opcode) {
        case opcodes.close:
          return ended({ kind: 'closed', ...readClose(frame.payload) });
        case opcodes.pong:
          // One that was not asked for (§5.5.3) is a heartbeat.
          if (frame.payload.equals(token))
            return ended({ kind: 'pong', elapsedMs: performance.now() - started });
          break;
        case opcodes.ping:
          unanswered = frame.payload;
          break;
        default:
          messages += frame.final ? 1 : 0;
      }
      continue;
    }
    // §5.5.3 lets a pong stand for all pings before it: one for each would be work without end.
    if (unanswered !== null) send(stream, opcodes.pong, unanswered);
    unanswered = null;
    const left = waitMs - (performance.now() - started);
    if (left <= 0 || read > mostBytes) return ended({ kind: 'silent' });
    const more = await reader.next(left);
    if (more === 'timeout') return ended({ kind: 'silent' });
    if (more === 'aborted') return ended({ kind: 'aborted' });
    if (more === 'closed' || more === 'reset') return ended({ kind: 'dropped', how: more });
    buffer = buffer.length === 0 ? more : Buffer.concat([buffer, more]);
    read += more.length;
  }
}

/** §7.1.2: our side says it is done; the answer is not waited for. */
export function sayGoodbye(stream: Duplex, code: number): void {
  send(stream, opcodes.close, closePayload(code));
}

function send(stream: Duplex, opcode: number, payload: Uint8Array): void {
  if (stream.writable) stream.write(controlFrame(opcode, payload, randomBytes(4)));
}
