export type Paste = {
  /** The paste as text that a reader of PEM understands; it may hold a private key. */
  readonly pasted: string;
  /** What was typed around it. */
  readonly rest: string;
};

/** The lines around a block (RFC 7468 §2). Phones and word processors write "--" as a dash of their own. */
const marker = /[-\u2010-\u2015]{1,5}(BEGIN|END) ([A-Z0-9 ]{1,40})[-\u2010-\u2015]{1,5}/g;

/**
 * The beginning of a DER sequence over 127 bytes, or of a Java key store, in base64, and all words like it that follow.
 * No host name looks like this: a label has at most 63 characters.
 */
const bare = /(?<!\S)(?:MI|\/u3\+7|zs7Oz)[A-Za-z0-9+/]{58,}={0,2}(?!\S)(?:\s+[A-Za-z0-9+/]+={0,2}(?!\S))*/;

type Marker = {
  readonly isBegin: boolean;
  readonly label: string;
  readonly from: number;
  readonly to: number;
};

/** Certificates or keys that were pasted where a word was expected: PEM, also on one line, or bare base64. */
export function takePaste(typed: string): Paste | null {
  const markers = Array.from(typed.matchAll(marker), (match): Marker => {
    const { index, 0: whole, 1: word, 2: label = '' } = match;
    return { isBegin: word === 'BEGIN', label, from: index, to: index + whole.length };
  });
  const first = markers.find(({ isBegin }) => isBegin);
  const last = markers.at(-1);
  if (first !== undefined && last !== undefined) {
    // One that was cut off goes on to the end of the text.
    const to = last.isBegin ? typed.length : last.to;
    return { pasted: straightened(typed, markers, to), rest: around(typed, first.from, to) };
  }
  const found = bare.exec(typed);
  if (found === null) return null;
  return { pasted: found[0], rest: around(typed, found.index, found.index + found[0].length) };
}

/** A fence around it (```) belongs to neither. */
function around(typed: string, from: number, to: number): string {
  const before = typed.slice(0, from).replace(/`{1,3}\s*$/, '');
  const after = typed.slice(to).replace(/^\s*`{1,3}/, '');
  return `${before} ${after}`.trim();
}

/** A box of one line turns line ends into blanks: they are put back, and the dashes made straight. */
function straightened(typed: string, markers: readonly Marker[], end: number): string {
  const lines = markers.flatMap(({ isBegin, label, to }, at) => {
    const word = `-----${isBegin ? 'BEGIN' : 'END'} ${label}-----`;
    return isBegin ? [word, withLines(typed.slice(to, markers[at + 1]?.from ?? end))] : [word];
  });
  return `${lines.join('\n')}\n`;
}

/** The two headers of an encrypted key (RFC 1421 §4.6) hold blanks of their own. */
function withLines(body: string): string {
  if (body.trim().includes('\n')) return body.trim();
  const headers = /^\s*Proc-Type: ?(\S+)\s+DEK-Info: ?(\S+)\s+/.exec(body);
  const head = headers === null ? '' : `Proc-Type: ${headers[1]}\nDEK-Info: ${headers[2]}\n\n`;
  return (
    head +
    body
      .slice(headers?.[0].length ?? 0)
      .trim()
      .split(/\s+/)
      .join('\n')
  );
}
