import { visibleLine, visibleLines } from '../../../core/text/visible-text.ts';

/**
 * Foreign text on one line for an element that parses nothing (rich_text, plain_text). Slack's own marks for people,
 * channels and groups are broken all the same, in case a client copies the text into a message.
 */
export function plainLine(text: string): string {
  return withoutMarks(visibleLine(oneLine(text)));
}

/** The same with its lines. */
export function plainLines(text: string): readonly string[] {
  return visibleLines(text).map(withoutMarks);
}

/** For the notification text and mrkdwn: Slack parses only what stands between angle brackets. */
export function escapedLine(text: string): string {
  return plainLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** An address that a click may follow; null for any other scheme, or one that carries a password. */
export function webAddress(url: string): string | null {
  const read = URL.canParse(url) ? new URL(url) : null;
  if (read === null || !/^https?:$/.test(read.protocol) || read.username !== '' || read.password !== '') {
    return null;
  }
  return read.href.replace(/[|<>\\`"]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** At most `most` characters, saying how many are missing. */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  const room = most - '... (000000 more characters)'.length;
  const kept = text.slice(0, Math.max(0, room)).replace(/[\ud800-\udbff]$/, '');
  return `${kept}... (${text.length - kept.length} more characters)`.slice(0, most);
}

/** The same, missing in the middle: a long name must not push the verdict behind it out of sight. */
export function clippedInside(text: string, most: number): string {
  const tail = text.slice(-Math.floor(most / 4)).replace(/^[\udc00-\udfff]/, '');
  if (text.length <= most) return text;
  return `${clipped(text.slice(0, text.length - tail.length), most - tail.length - 1)} ${tail}`;
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ');
}

/** `<!channel>`, `<@U1>`, `<#C1>`: a look-alike bracket, because an invisible character would hide in a copy. */
function withoutMarks(text: string): string {
  return text.replace(/<(?=[!@#]|$)/g, '\u2039');
}
