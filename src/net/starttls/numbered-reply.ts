import type { Conversation } from './conversation.ts';

/** A reply with a three-digit code, its lines without the code. */
export type NumberedReply = {
  readonly code: number;
  readonly lines: readonly string[];
  readonly text: string;
};

const mostLines = 100;

/**
 * One reply of SMTP (RFC 5321 §4.2.1) or FTP (RFC 959 §4.2), several lines or one. Lines in between need no code in
 * FTP: the first code, a hyphen after it, rules until the same code comes with a blank.
 */
export async function numberedReply(conversation: Conversation): Promise<NumberedReply> {
  const begun = await conversation.line();
  const first = /^(\d{3})(?:([ -])(.*))?$/s.exec(begun);
  if (first === null) throw conversation.otherProtocol();
  const [, code = '', separator = ' ', words = ''] = first;
  const lines = [words];
  let more = separator === '-';
  while (more && lines.length < mostLines) {
    const line = await conversation.line();
    more = !(line === code || line.startsWith(`${code} `));
    lines.push(line.replace(new RegExp(`^${code}[ -]?`), ''));
  }
  return { code: Number(code), lines, text: `${code} ${lines.join(' ').trim()}`.trim() };
}
