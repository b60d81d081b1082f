import type { Socket } from 'node:net';
import { spokenBy } from '../tls/first-bytes.ts';

/** One side's words, in order; bytes that are no text are described. */
export type Said = { readonly by: 'client' | 'server'; readonly text: string };

/** Why a conversation came to no end of its own. */
export type Break =
  | { readonly kind: 'timeout' | 'closed' | 'reset' | 'aborted' }
  /** Longer than any sound server's. */
  | { readonly kind: 'endless' }
  /** What answers is something else: TLS at once, HTTP, or bytes that make no sense here. */
  | { readonly kind: 'other-protocol'; readonly spoke: 'tls' | NonNullable<ReturnType<typeof spokenBy>> };

/** Thrown inside this folder only; `upgrade` turns it into a value. */
export class ConversationBroken extends Error {
  override readonly name = 'ConversationBroken';
  readonly how: Break;

  constructor(how: Break) {
    super(how.kind);
    this.how = how;
  }
}

/** What a protocol may do before its TLS. Everything waits for the peer and rejects with `ConversationBroken`. */
export type Conversation = {
  /** The address we speak from, for protocols that want us to introduce ourselves. */
  readonly localAddress: string;
  send(bytes: string | Uint8Array, shown?: string): void;
  /** The next line as Latin-1, without its end. */
  line(): Promise<string>;
  bytes(count: number): Promise<Buffer>;
  /** Latin-1 text up to where `end` says that it ends; null: not yet. `end` must be linear, it is asked again and again. */
  until(end: (text: string) => number | null): Promise<string>;
  /** Writes down what `bytes` or `until` brought. */
  heard(text: string): void;
  /** The peer speaks something else than the protocol asked for. */
  otherProtocol(): ConversationBroken;
};

export type Talk = Conversation & {
  said(): readonly Said[];
  /** Bytes that came so far and were not taken. */
  leftOver(): Uint8Array;
  firstBytes(): Uint8Array;
  /** Ends whatever is waited for. */
  breakOff(how: Break): void;
  /** Leaves the socket paused and without listeners of ours. */
  leave(): void;
};

const mostBytes = 64 * 1024;
const longestLine = 8192;
/** Whoever sends so little in so many pieces plays for time. */
const mostPieces = 2000;
const mostSaid = 24;
const longestSaid = 200;

/** Talks over a connected, paused socket until `leave`. */
export function startTalk(socket: Socket): Talk {
  const said: Said[] = [];
  let pending: Buffer = Buffer.alloc(0);
  let first: Buffer = Buffer.alloc(0);
  let total = 0;
  let pieces = 0;
  let broken: Break | null = null;
  let wake: () => void = () => undefined;

  function note(by: Said['by'], text: string): void {
    if (said.length < mostSaid) said.push({ by, text: printableText(text) });
  }
  function breakOff(how: Break): void {
    broken ??= how;
    wake();
  }
  function take(chunk: Buffer): void {
    total += chunk.length;
    pieces += 1;
    if (first.length < 256) first = Buffer.concat([first, chunk]).subarray(0, 256);
    pending = Buffer.concat([pending, chunk]);
    if (beginsTls(first)) breakOff({ kind: 'other-protocol', spoke: 'tls' });
    else if (total > mostBytes || pieces > mostPieces) breakOff({ kind: 'endless' });
    else wake();
  }
  const onEnd = (): void => breakOff({ kind: 'closed' });
  const onError = (error: NodeJS.ErrnoException): void =>
    breakOff({ kind: error.code === 'ECONNRESET' || error.code === 'EPIPE' ? 'reset' : 'closed' });

  /** What `find` makes of the bytes as soon as it makes something of them; how many it took is its second half. */
  async function next<Found>(find: () => { found: Found; taken: number } | null): Promise<Found> {
    for (;;) {
      const hit = broken?.kind === 'other-protocol' ? null : find();
      if (hit !== null) {
        pending = pending.subarray(hit.taken);
        return hit.found;
      }
      if (broken !== null) throw new ConversationBroken(broken);
      const more = Promise.withResolvers<void>();
      wake = more.resolve;
      await more.promise;
    }
  }

  socket.on('data', take);
  socket.on('end', onEnd);
  socket.on('close', onEnd);
  socket.on('error', onError);
  if (socket.errored) onError(socket.errored);
  else if (socket.destroyed || socket.readableEnded) onEnd();
  socket.resume();

  return {
    localAddress: socket.localAddress ?? '127.0.0.1',
    send(bytes, shown) {
      note('client', shown ?? bytes.toString());
      if (socket.writable) socket.write(bytes);
    },
    async line() {
      const line = await next(() => {
        const end = pending.indexOf(0x0a);
        if (end === -1 && pending.length > longestLine) breakOff({ kind: 'endless' });
        return end === -1 ? null : { found: pending.toString('latin1', 0, end), taken: end + 1 };
      });
      note('server', line);
      return line.replace(/\r$/, '');
    },
    bytes: (count) =>
      next(() =>
        pending.length < count ? null : { found: Buffer.from(pending.subarray(0, count)), taken: count },
      ),
    until: (end) =>
      next(() => {
        const text = pending.toString('latin1');
        const taken = end(text);
        return taken === null ? null : { found: text.slice(0, taken), taken };
      }),
    heard: (text) => note('server', text),
    otherProtocol: () =>
      new ConversationBroken({ kind: 'other-protocol', spoke: beginsTls(first) ? 'tls' : spokenBy(first) }),
    said: () => said,
    leftOver: () => Uint8Array.from(pending),
    firstBytes: () => Uint8Array.from(first),
    breakOff,
    leave() {
      socket.pause();
      socket.off('data', take).off('end', onEnd).off('close', onEnd).off('error', onError);
    },
  };
}

/** A TLS alert or handshake record: no protocol here begins with such a byte followed by version 3. */
export function beginsTls(bytes: Uint8Array): boolean {
  const [type = 0, major = 0, minor = 255] = bytes;
  return (type === 21 || type === 22) && major === 3 && minor <= 4;
}

/** One line, printable and bounded: it goes into evidence. */
export function printableText(text: string): string {
  const plain = text
    .trim()
    .replace(/[^\x20-\x7e]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return plain.length > longestSaid ? `${plain.slice(0, longestSaid - 1)}…` : plain;
}
