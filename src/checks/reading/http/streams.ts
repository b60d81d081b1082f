import type { HttpHop } from '../../../probes/http.ts';

/** Types whose body is not meant to end (WHATWG HTML §9.2 for event streams). */
const streams =
  /^\s*(?:text\/event-stream|multipart\/x-mixed-replace|application\/(?:x-ndjson|stream\+json|grpc)|audio\/|video\/)/i;

/** Slower than this (bytes a second) nobody waits for a page. */
const dripBytes = 1024;
/** Still coming when time was up. */
const quietLimitMs = 1500;

/** What a body that ran out of time was: a stream, a page that is merely slow, a drip of bytes, or one that stalled. */
export function unfinishedBody(hop: HttpHop): 'stream' | 'slow' | 'drip' | 'stalled' | null {
  if (hop.bodyFailure?.kind !== 'timeout') return null;
  if (streams.test(hop.headers['content-type'] ?? '')) return 'stream';
  if (hop.quietMs > quietLimitMs) return 'stalled';
  const seconds = Math.max(1, hop.phases.bodyMs ?? 0) / 1000;
  return hop.bodyBytes / seconds < dripBytes ? 'drip' : 'slow';
}
