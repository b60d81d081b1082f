import { cleanText } from '../../showing/clean-text.ts';

export const zeroWidthSpace = '\u200b';

// Also when only the beginning stands at the end: what follows in the message might complete it.
const markupStart = /<(?=[@#:/]|\w{1,8}:|\w{0,8}$)/g;
const everybody = /@(?=everyone|here|(?:e|ev|eve|ever|every|everyo|everyon|h|he|her)?$)/gi;

/**
 * Takes out what nobody can see and breaks what Discord looks for in any text: mentions, custom emoji, timestamps,
 * command links. Keeps line ends and tabs. Safe to cut into pieces afterwards.
 */
export function neutralise(text: string): string {
  return cleanText(text).replace(markupStart, `<${zeroWidthSpace}`).replace(everybody, `@${zeroWidthSpace}`);
}

/** Neutral text on one line. */
export function oneLine(text: string): string {
  return neutralise(text.replace(/[\r\n\t\u2028\u2029]+/g, ' '));
}

/** Markdown escaped, for one line that went through `oneLine`. `://` is broken so that nothing becomes a link. */
export function escapeMarkdown(line: string): string {
  return line
    .replace(/[\\*_~`|[\]]/g, '\\$&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/^(\s*)([#>-])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2');
}

/** A code span that its content cannot end: the fence is longer than any run of backticks inside. */
export function codeSpan(line: string): string {
  if (line.trim() === '') return '';
  const inside = line.replace(/`(?=`)/g, `\`${zeroWidthSpace}`);
  if (!inside.includes('`')) return `\`${inside}\``;
  const padded = `${inside.startsWith('`') ? ' ' : ''}${inside}${inside.endsWith('`') ? ' ' : ''}`;
  return `\`\`${padded}\`\``;
}

/** A code block that its content, gone through `neutralise`, cannot end. */
export function fence(lines: string): string {
  const inside = lines.replace(/`(?=`)/g, `\`${zeroWidthSpace}`);
  return `\`\`\`\n${inside.trim() === '' ? zeroWidthSpace : inside}\n\`\`\``;
}

const longestAddress = 1000;

/** A masked link, or the label alone when the address is not plain http(s) or is endless. */
export function maskedLink(label: string, address: string): string {
  const shown = escapeMarkdown(oneLine(label));
  const url = URL.canParse(address) ? new URL(address) : null;
  const plain = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!plain || shown.trim() === '') return shown;
  // Parentheses would end the link; the URL parser has encoded blanks, quotes and angle brackets.
  const target = url.href.replace(
    /[()<>\\`|*_~@]/g,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return target.length > longestAddress ? shown : `[${shown}](${target})`;
}
