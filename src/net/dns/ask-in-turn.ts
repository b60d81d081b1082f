import type { DnsAnswer } from './answer.ts';
import { type Attempted, attempt } from './attempt.ts';
import { rcodeName } from './codes.ts';
import type { DnsMessage } from './message.ts';
import type { Query } from './query.ts';
import { type DnsServer, serverText } from './servers.ts';

export type Asking = {
  readonly servers: readonly DnsServer[];
  readonly prepare: (edns: boolean) => Query;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
};

type Reason = Extract<DnsAnswer, { status: 'no-answer' }>['reason'];
type Try = { readonly server: DnsServer; kind: Reason; detail: string; truncated: boolean };

/** How long one server is waited for alone before the next is asked as well. */
const longestStepMs = 1000;

/**
 * Every server once, then the silent ones once more, as resolver libraries do; but a query already sent stays open
 * while the next is on its way, so that a slow answer is not lost. The first NOERROR or NXDOMAIN ends it; when every
 * server refuses or fails, the first such answer is returned.
 */
export function askInTurn({ servers, prepare, signal, timeoutMs }: Asking): Promise<DnsAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<DnsAnswer>();
  const started = performance.now();
  const stop = new AbortController();
  const tries: Try[] = [];
  const stepMs = Math.min(longestStepMs, timeoutMs / (servers.length * 2));
  let waiting = [...servers, ...servers];
  let refusal: DnsAnswer | null = null;
  let inFlight = 0;
  let ending: 'timeout' | 'aborted' = 'timeout';
  let step: NodeJS.Timeout | undefined;
  const deadline = setTimeout(() => giveUp('timeout'), timeoutMs);
  const abort = (): void => giveUp('aborted');

  function askNext(): void {
    clearTimeout(step);
    const server = waiting.shift();
    if (server === undefined) return;
    const current: Try = { server, kind: 'timeout', detail: '', truncated: false };
    tries.push(current);
    inFlight += 1;
    attempt(server, prepare, stop.signal).then((attempted) => ended(current, attempted), fail);
    step = setTimeout(stepTaken, stepMs);
  }
  function stepTaken(): void {
    if (waiting.length > 0) askNext();
    else if (refusal !== null) finish(refusal);
    else step = setTimeout(stepTaken, stepMs);
  }
  function ended(current: Try, { exchange, overTcp }: Attempted): void {
    inFlight -= 1;
    if (exchange.answered) {
      const answer = answerFrom(exchange.message, current.server, overTcp, performance.now() - started);
      if (isFinal(exchange.message)) {
        finish(answer);
        return;
      }
      // It has spoken: neither it nor a server that kept silent is worth a second question now.
      refusal ??= answer;
      waiting = servers.filter((server) => tries.every((tried) => tried.server !== server));
    } else {
      current.kind = exchange.reason === 'stopped' ? ending : exchange.reason;
      current.detail = exchange.detail;
      current.truncated = overTcp;
    }
    if (waiting.length > 0) askNext();
    else if (inFlight === 0) finish(refusal ?? noAnswer(tries, ending, performance.now() - started));
  }
  function giveUp(reason: typeof ending): void {
    ending = reason;
    waiting = [];
    // Each open query then ends as `stopped`, the last of them ends it all.
    stop.abort();
  }
  function finish(answer: DnsAnswer): void {
    close();
    resolve(answer);
  }
  function fail(bug: unknown): void {
    close();
    reject(bug);
  }
  function close(): void {
    clearTimeout(step);
    clearTimeout(deadline);
    signal.removeEventListener('abort', abort);
    waiting = [];
    stop.abort();
  }
  signal.addEventListener('abort', abort);
  askNext();
  return promise;
}

/** NOERROR and NXDOMAIN answer the question; everything else says that this server would or could not. */
function isFinal({ rcode }: DnsMessage): boolean {
  return rcode === 0 || rcode === 3;
}

function answerFrom(message: DnsMessage, server: DnsServer, overTcp: boolean, elapsedMs: number): DnsAnswer {
  return {
    status: 'answered',
    rcode: rcodeName(message.rcode),
    records: message.answers,
    authority: message.authority,
    authenticated: message.authenticated,
    authoritative: message.authoritative,
    extendedErrors: message.extendedErrors,
    server: serverText(server),
    overTcp,
    elapsedMs,
  };
}

function noAnswer(tries: readonly Try[], ending: 'timeout' | 'aborted', elapsedMs: number): DnsAnswer {
  const tried = tries.map(({ server, kind, detail, truncated }) => ({
    server: serverText(server),
    reason: `${kind}: ${detail}`,
    ...(truncated ? { truncated } : {}),
  }));
  const reason = ending === 'aborted' ? ending : (tries.at(-1)?.kind ?? 'timeout');
  return { status: 'no-answer', reason, tried, elapsedMs };
}
