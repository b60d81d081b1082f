import type { Socket } from 'node:net';
import { type Break, ConversationBroken, type Said, startTalk } from './conversation.ts';
import type { UpgradeAnswer, UpgradeProtocol } from './protocol.ts';

/** The way to TLS, as it was gone. */
export type Upgrade = {
  /** "SMTP", and what was asked for: "STARTTLS". */
  readonly protocol: string;
  readonly asked: string;
  readonly citation: string;
  readonly said: readonly Said[];
  /** Bytes in the clear that followed the go-ahead: nobody who wants to be safe may read them. At most 256. */
  readonly early: Uint8Array;
};

export type UpgradeFailure = Omit<Upgrade, 'early'> & {
  readonly how: Exclude<UpgradeAnswer, { readonly kind: 'go-ahead' }> | Break;
  /** What the peer sent before anything else, at most 256 bytes. */
  readonly firstBytes: Uint8Array;
  /** The peer had nothing to wait for: it was its turn to speak, and it did not. */
  readonly itsTurn: boolean;
};

export type UpgradeOutcome =
  | { readonly ready: true; readonly upgrade: Upgrade }
  | { readonly ready: false; readonly failure: UpgradeFailure };

export type UpgradeOptions = {
  readonly protocol: UpgradeProtocol;
  readonly host: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** How long a peer may be silent before a second connection asks whether it waits for TLS. */
  readonly patienceMs: number;
  /** What answers a ClientHello there; null: nothing that would explain the silence. */
  lookAgain(signal: AbortSignal): Promise<Extract<Break, { readonly kind: 'other-protocol' }> | null>;
};

/** Brings a connected socket to where TLS may begin. The socket is left paused, and open only when it is ready. */
export async function upgrade(socket: Socket, options: UpgradeOptions): Promise<UpgradeOutcome> {
  const { protocol, host, timeoutMs, signal } = options;
  const talk = startTalk(socket);
  const ending = new AbortController();
  let looking: Promise<void> | null = null;
  const look = (): Promise<void> => {
    looking ??= options.lookAgain(AbortSignal.any([signal, ending.signal])).then((seen) => {
      if (seen !== null) talk.breakOff(seen);
    });
    return looking;
  };
  const abort = (): void => talk.breakOff({ kind: 'aborted' });
  const deadline = setTimeout(() => talk.breakOff({ kind: 'timeout' }), timeoutMs);
  const patience = setTimeout(() => {
    if (talk.firstBytes().length === 0) void look();
  }, options.patienceMs);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    const answer = await protocol.run(talk, host);
    const base = { protocol: protocol.name, asked: protocol.asks, citation: protocol.citation };
    if (answer.kind === 'go-ahead') {
      return { ready: true, upgrade: { ...base, said: talk.said(), early: earlyBytes(talk.leftOver()) } };
    }
    return { ready: false, failure: failureOf(answer) };
  } catch (thrown) {
    if (!(thrown instanceof ConversationBroken)) throw thrown;
    return { ready: false, failure: failureOf(await explained(thrown.how)) };
  } finally {
    clearTimeout(deadline);
    clearTimeout(patience);
    signal.removeEventListener('abort', abort);
    ending.abort();
    talk.leave();
    await looking;
  }

  /** Whoever hangs up on clear text without a word may have waited for TLS. */
  async function explained(how: Break): Promise<Break> {
    const lost = how.kind === 'closed' || how.kind === 'reset';
    if (!lost || protocol.begins === 'server' || talk.firstBytes().length > 0) return how;
    return (await options.lookAgain(signal)) ?? how;
  }
  function failureOf(how: UpgradeFailure['how']): UpgradeFailure {
    socket.destroy();
    return {
      protocol: protocol.name,
      asked: protocol.asks,
      citation: protocol.citation,
      said: talk.said(),
      how,
      firstBytes: talk.firstBytes(),
      itsTurn: protocol.begins === 'server' && talk.said().length === 0,
    };
  }
}

/** Blanks between two stanzas are allowed everywhere (RFC 6120 §4.6.1) and command nothing. */
function earlyBytes(bytes: Uint8Array): Uint8Array {
  const blank = bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
  return blank ? new Uint8Array() : bytes.subarray(0, 256);
}
