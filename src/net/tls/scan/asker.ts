import type { Socket } from 'node:net';
import type { Channel } from '../../channel.ts';
import { converse, type Talk } from '../converse.ts';
import { type Answer, answerAtEnd, type Extent, replyTo, type Unanswered } from './answer.ts';
import { type Offer, offerBytes } from './offer.ts';

/** The way to the server: each call is one connection, on which TLS may begin at once. */
export type OpenConnection = (timeoutMs: number) => Promise<Channel>;

export type AskerSettings = {
  readonly open: OpenConnection;
  /** As sent; null sends none. */
  readonly serverName: string | null;
  readonly signal: AbortSignal;
  /** Milliseconds that are left for everything. */
  readonly timeLeft: () => number;
  /** Connections at the same time. */
  readonly atOnce: number;
  /** Connections in all. */
  readonly most: number;
};

export type Asker = {
  /** One connection, one hello, one answer; asked once more when nothing came back. Never rejects. */
  ask(offer: Offer, extent?: Extent): Promise<Answer>;
  /** One connection in its turn, for another kind of talk; null when none could be had. */
  use<Value>(talk: (socket: Socket, timeoutMs: number) => Promise<Value>): Promise<Value | null>;
  /** Another kind of hello, on one connection. */
  talk<Value>(talk: Talk<Value>, timeoutMs: number): Promise<Value | null>;
  /** Opened so far. */
  connections(): number;
  /** False once something that should have been seen could not be: no time, no more connections, no answer. */
  sawAll(): boolean;
};

const perConnectionMs = 5000;
/** Once the server has answered, silence is known sooner: this long, and this many times its slowest answer. */
const leastMs = 1500;
const slower = 8;
/** So many in a row without an answer: the server has had enough of us. */
const mostSilent = 6;

export function createAsker(settings: AskerSettings): Asker {
  const { open, serverName, signal, timeLeft, atOnce, most } = settings;
  const waiting: (() => void)[] = [];
  let free = atOnce;
  let opened = 0;
  let silent = 0;
  let slowestMs: number | null = null;
  let sawAll = true;

  async function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  }

  function patienceMs(): number {
    const known = slowestMs === null ? perConnectionMs : Math.max(leastMs, slowestMs * slower);
    return Math.max(1, Math.min(perConnectionMs, known, timeLeft()));
  }

  function spent(): Unanswered['how'] | null {
    if (signal.aborted) return 'aborted';
    return opened >= most || timeLeft() < 50 || silent >= mostSilent ? 'spent' : null;
  }

  /** A connection, or why there is none; the socket is the caller's to close. */
  async function connection(timeoutMs: number): Promise<Socket | Unanswered> {
    const end = spent();
    if (end !== null) return { kind: 'unanswered', how: end };
    opened += 1;
    const channel = await open(timeoutMs);
    if (channel.open) return channel.socket;
    return { kind: 'unanswered', how: channel.why };
  }

  async function attempt(offer: Offer, extent: Extent): Promise<Answer> {
    const timeoutMs = patienceMs();
    const begun = performance.now();
    const socket = await connection(timeoutMs);
    if ('kind' in socket) return socket;
    const end = await converse<Answer>(
      socket,
      { first: offerBytes(offer, serverName), step: (inbound) => replyTo(inbound, extent) },
      { timeoutMs, signal },
    );
    if (end.how === 'finished') {
      slowestMs = Math.max(slowestMs ?? 0, performance.now() - begun);
      return end.value;
    }
    if (end.how === 'aborted') return { kind: 'unanswered', how: 'aborted' };
    return answerAtEnd(end.inbound, end.how);
  }

  async function ask(offer: Offer, extent: Extent = 'hello'): Promise<Answer> {
    const answer = await inTurn(async () => {
      const first = await attempt(offer, extent);
      return isOver(first) ? first : await attempt(offer, extent);
    });
    silent = answer.kind === 'unanswered' ? silent + 1 : 0;
    if (answer.kind === 'unanswered') sawAll = false;
    return answer;
  }

  async function use<Value>(
    talk: (socket: Socket, timeoutMs: number) => Promise<Value>,
  ): Promise<Value | null> {
    return inTurn(async () => {
      const timeoutMs = Math.max(1, Math.min(perConnectionMs, timeLeft()));
      const socket = await connection(timeoutMs);
      if (!('kind' in socket)) return talk(socket, timeoutMs);
      sawAll = false;
      return null;
    });
  }

  return {
    ask,
    use,
    talk: (talk, mostMs) =>
      use(async (socket, timeoutMs) => {
        const end = await converse(socket, talk, { timeoutMs: Math.min(mostMs, timeoutMs), signal });
        return end.how === 'finished' ? end.value : null;
      }),
    connections: () => opened,
    sawAll: () => sawAll,
  };
}

/** Anything but a loss on the way, which may have been an accident. */
function isOver(answer: Answer): boolean {
  return answer.kind !== 'unanswered' || (answer.how !== 'timeout' && answer.how !== 'not-connected');
}
