import { hostPort, type Target } from '../../core/target.ts';
import { clockVoices, type JudgedClock, judgeClock } from '../../core/vantage/reading.ts';
import type { ClockVoice } from '../../core/vantage/vantage.ts';
import type { HttpFacts } from '../../probes/http.ts';
import type { VantageFacts } from '../../probes/vantage.ts';

/** A cached response carries the Date of its making (RFC 9111 §4.2.3): old without any clock being wrong. */
const cacheHeaders = ['age', 'via', 'x-cache', 'cf-ray'] as const;

export type DateSaid = {
  readonly text: string;
  /** Theirs less ours at the moment of asking. */
  readonly skewMs: number;
  /** How far apart the clocks are at least: made between question and answer, and cut to the second. */
  readonly leastMs: number;
  readonly cached: boolean;
  readonly askedAt: Date;
  /** Until the first byte of the response. */
  readonly elapsedMs: number;
  readonly url: string;
  readonly address: string;
};

/** The Date header of the last response that had one; null: none that can be read. */
export function dateSaid(http: HttpFacts | null): DateSaid | null {
  const hop = http?.hops.findLast(({ headers }) => headers.date !== undefined);
  const text = hop?.headers.date ?? '';
  const theirs = Date.parse(text);
  if (hop === undefined || Number.isNaN(theirs)) return null;
  const { askedAt, elapsedMs, url, address, headers } = hop;
  const skewMs = theirs - askedAt.getTime();
  const leastMs = skewMs > 0 ? skewMs - elapsedMs : -skewMs - 999;
  const cached = cacheHeaders.some((name) => headers[name] !== undefined);
  return { text, skewMs, leastMs, cached, askedAt, elapsedMs, url, address };
}

/** What the reference hosts, and the target as one voice among them, say of our clock. */
export function ownClock(
  vantage: VantageFacts | null,
  http: HttpFacts | null,
  target: Target,
): JudgedClock | null {
  const said = dateSaid(http);
  const source = hostPort(target.host, target.port);
  const own: readonly ClockVoice[] =
    said === null || said.cached
      ? []
      : [{ source, party: target.host, offsetMs: said.skewMs + (1000 - said.elapsedMs) / 2 }];
  return judgeClock([...clockVoices(vantage?.references ?? null), ...own]);
}
