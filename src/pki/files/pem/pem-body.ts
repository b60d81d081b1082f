/** What stood between two boundary lines. */
export type PemBody = {
  /** Empty when it holds no base64. */
  readonly der: Uint8Array;
  /** RFC 1421 headers, names in lower case: "proc-type", "dek-info". */
  readonly headers: ReadonlyMap<string, string>;
  readonly problem: string | null;
};

/**
 * Base64 as people paste it: quoted in a chat, indented, as a string literal of some language, with "\n" in place of
 * line ends, with HTML around it. What remains has to be base64 and nothing else, or the block is called malformed.
 */
export function readPemBody(body: string): PemBody {
  const lines = unquoted(withLineEnds(body)).split('\n');
  const headers = takeHeaders(lines);
  const base64 = lines
    // The rest of a boundary line that is longer than it should be.
    .filter((line) => !/^-+$/.test(line.trim()))
    .join('')
    .replace(/[\s"'`,;\\]+/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  const problem = faultOf(base64);
  const readable = problem === null || problem === incomplete;
  return { der: readable ? Buffer.from(base64, 'base64') : new Uint8Array(), headers, problem };
}

const incomplete = 'its base64 is not whole: characters are missing';

function faultOf(base64: string): string | null {
  const stray = /[^A-Za-z0-9+/=]/u.exec(base64)?.[0];
  if (stray !== undefined) {
    const abridged = stray === '.' || stray === '…' ? ': it looks abridged' : '';
    return `it holds ${JSON.stringify(stray)}, which is not base64${abridged}`;
  }
  const end = base64.indexOf('=');
  if (end === -1) return base64.length % 4 === 1 ? incomplete : null;
  if (/[^=]/.test(base64.slice(end))) return 'it holds "=" before its end, which is not base64';
  return end % 4 === 1 ? incomplete : null;
}

/** "\n" as two characters, escaped once or more, as environment variables, JSON and source code have it. */
function withLineEnds(text: string): string {
  const escapes = text.includes('\\')
    ? text
        .replace(/\\{1,4}u00([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
        .replace(/(?:\\{1,4}r)?\\{1,4}n|\\{1,4}r/g, '\n')
        .replace(/\\{1,4}[t/]/g, (mark) => (mark.endsWith('/') ? '/' : ' '))
    : text;
  const plain = escapes.includes('&') ? escapes.replace(/&#(x[0-9a-f]{1,4}|\d{1,5});/gi, entity) : escapes;
  return plain
    .replace(/&(?:gt|lt|quot|nbsp|amp);/g, ' ')
    .replace(/<[^<>]{0,200}>/g, '\n')
    .replace(/[\u00a0\u200b-\u200d\u2060\ufeff]/g, ' ')
    .replace(/\r\n?/g, '\n');
}

function entity(_: string, digits: string): string {
  const code = /^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number(digits);
  return String.fromCharCode(code);
}

/** Marks in front of lines, and the joints of string literals: `"MII\n" + "AbC"`. */
function unquoted(text: string): string {
  const joined = text.replace(/["'`]\s*(?:\+\s*)?["'`]/g, '\n').replace(/^[ \t>|#*]+/gm, '');
  const lines = joined.split('\n').filter((line) => line.trim() !== '');
  // A diff; a plus in front of every line cannot be chance.
  const added = lines.length > 1 && lines.every((line) => line.startsWith('+'));
  return added ? joined.replace(/^\+/gm, '') : joined;
}

const header = /^\s*([A-Za-z][A-Za-z0-9-]{0,40}):\s?(.*)$/;

/** Takes the header lines off the front: up to a blank line, where there is one (RFC 1421 §4.4), folded lines too. */
function takeHeaders(lines: string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  lines.splice(
    0,
    Math.max(
      0,
      lines.findIndex((line) => line.trim() !== ''),
    ),
  );
  if (!header.test(lines[0] ?? '')) return headers;
  const blank = lines.findIndex((line) => line.trim() === '');
  const other = lines.findIndex((line) => !header.test(line));
  for (const line of lines.splice(0, blank === -1 ? other : blank)) {
    const [, name, value = ''] = header.exec(line) ?? [];
    if (name !== undefined) headers.set(name.toLowerCase(), value.trim());
  }
  return headers;
}
