/** `<...>` is written by Slack only: what people type as "<" arrives as "&lt;" ("Formatting text"). */
const reference = /<([^<>|\s]{1,2000})(?:\|([^<>]{0,2000}))?>/g;

/**
 * What was typed, from what Slack made of it: `<http://example.org|example.org>` is example.org again, and a person,
 * group or channel stays whole as one word, `<@U012AB3CD|bo>`.
 */
export function typedText(text: string): string {
  const parts: string[] = [];
  let end = 0;
  for (const match of text.matchAll(reference)) {
    parts.push(decoded(text.slice(end, match.index)), written(match[1] ?? '', match[2]));
    end = match.index + match[0].length;
  }
  return [...parts, decoded(text.slice(end))].join('');
}

function written(target: string, label: string | undefined): string {
  if (!/^[@#!]/.test(target)) return decoded(label === undefined || label === '' ? bare(target) : label);
  // Words are parted at blanks and quotes.
  const name = label === undefined ? '' : `|${decoded(label).replace(/[\s"“”|<>]+/g, '_')}`;
  return `<${target.replace(/[\s"“”]+/g, '_')}${name}>`;
}

function bare(target: string): string {
  return target.replace(/^(mailto|tel):/, '');
}

function decoded(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** What follows the first mention of the bot, or all of it when there is none. */
export function textAfterMention(text: string, botUserId: string): string {
  const at = new RegExp(`<@${botUserId}(?:\\|[^>]*)?>`).exec(text);
  return at === null ? text : text.slice(at.index + at[0].length);
}
