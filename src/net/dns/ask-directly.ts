import type { AllowedAddress } from '../policy.ts';
import type { DnsQuestion, DnsRecord } from './answer.ts';
import { rcodeName } from './codes.ts';
import type { DnsMessage } from './message.ts';
import { prepareQuestion } from './query.ts';
import { exchangeTcp } from './tcp.ts';
import { type ExchangeFailure, exchangeUdp } from './udp.ts';

/** What one name server said to one query, whole: an authoritative server is judged by its flags and sections. */
export type DirectReply = {
  readonly status: 'replied';
  readonly rcode: string;
  /** AA bit. */
  readonly authoritative: boolean;
  /** RA bit: it would ask others for us. */
  readonly recursionAvailable: boolean;
  readonly truncated: boolean;
  /** It sent an OPT record back. */
  readonly edns: boolean;
  readonly answers: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
  readonly additional: readonly DnsRecord[];
  readonly elapsedMs: number;
};

export type DirectSilence = {
  readonly status: 'silent';
  readonly reason: 'timeout' | 'aborted' | Exclude<ExchangeFailure, 'stopped'>;
  readonly detail: string;
  readonly elapsedMs: number;
};

export type DirectOptions = {
  readonly transport: 'udp' | 'tcp';
  /** With an OPT record (RFC 6891). */
  readonly edns: boolean;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
};

/** One query to exactly that server, recursion not desired unless the question says so, without second try. A name that is none throws. */
export async function askDirectly(
  to: AllowedAddress,
  question: DnsQuestion,
  { transport, edns, signal, timeoutMs }: DirectOptions,
): Promise<DirectReply | DirectSilence> {
  const prepare = prepareQuestion({ recursionDesired: false, ...question });
  if (prepare === null) throw new TypeError(`${JSON.stringify(question.name)} is no domain name`);
  const started = performance.now();
  const stop = new AbortController();
  const deadline = setTimeout(() => stop.abort(), timeoutMs);
  try {
    const exchange = await (transport === 'udp' ? exchangeUdp : exchangeTcp)(
      { ip: to.ip, port: to.port },
      prepare(edns),
      AbortSignal.any([signal, stop.signal]),
    );
    const elapsedMs = performance.now() - started;
    if (exchange.answered) return replyFrom(exchange.message, elapsedMs);
    const { reason, detail } = exchange;
    const ended = signal.aborted ? 'aborted' : 'timeout';
    return { status: 'silent', reason: reason === 'stopped' ? ended : reason, detail, elapsedMs };
  } finally {
    clearTimeout(deadline);
  }
}

function replyFrom(message: DnsMessage, elapsedMs: number): DirectReply {
  const { authoritative, recursionAvailable, truncated, edns, answers, authority, additional } = message;
  return {
    status: 'replied',
    rcode: rcodeName(message.rcode),
    authoritative,
    recursionAvailable,
    truncated,
    edns,
    answers,
    authority,
    additional,
    elapsedMs,
  };
}
