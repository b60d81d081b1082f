/**
 * The moment a Retry-After header names (RFC 9110 §10.2.3): seconds from `now`, or an HTTP date in any of its three
 * forms (§5.6.7). Null when it is absent or neither.
 */
export function retryAfter(value: string | undefined, now: Date): Date | null {
  const text = value?.trim() ?? '';
  if (/^\d{1,12}$/.test(text)) return new Date(now.getTime() + Number(text) * 1000);
  if (!httpDate.test(text)) return null;
  const read = new Date(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(read.getTime()) ? null : read;
}

/** "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994". */
const httpDate =
  /^(?:[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/;
