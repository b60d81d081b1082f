import { boundedHeaders } from './headers.ts';

/** The head of one HTTP/1.x response as it stands on the wire. */
export type ResponseHead = {
  readonly status: number;
  readonly reason: string;
  /** Lower-case names, bounded. */
  readonly headers: Readonly<Record<string, string>>;
  /** Octets up to and including the empty line. */
  readonly length: number;
};

export type HeadRead = ResponseHead | 'incomplete' | 'not-http';

const mostHeadBytes = 64 * 1024;

/** Reads the head that begins here (RFC 9112 §4, §5): `not-http` as soon as it cannot become one. */
export function readResponseHead(bytes: Buffer): HeadRead {
  const start = bytes.subarray(0, 5).toString('latin1');
  if (!'HTTP/'.startsWith(start) && !start.startsWith('HTTP/')) return 'not-http';
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return bytes.length > mostHeadBytes ? 'not-http' : 'incomplete';
  const [line = '', ...fields] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const status = /^HTTP\/1\.[01] (\d{3})(?: (.*))?$/.exec(line);
  if (status === null) return 'not-http';
  const raw: string[] = [];
  for (const field of fields) {
    const colon = field.indexOf(':');
    // RFC 9112 §5.1: a name has no blank in it and before the colon; folded lines (§5.2) are no longer sent.
    if (colon < 1 || /\s/.test(field.slice(0, colon))) return 'not-http';
    raw.push(field.slice(0, colon), field.slice(colon + 1).trim());
  }
  return {
    status: Number(status[1]),
    reason: status[2] ?? '',
    headers: boundedHeaders(raw),
    length: end + 4,
  };
}
