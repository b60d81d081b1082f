import type { Block, Pings, ShownButton } from './shapes.ts';

type Part = Readonly<Record<string, unknown>>;
type Called = { users: Set<string>; groups: Set<string>; everybody: boolean };

/** Whom a text and its blocks call. Broad on purpose: what might call somebody counts as calling. */
export function pingsIn(text: string, blocks: readonly Block[], linkNames: boolean): Pings {
  const called: Called = { users: new Set(), groups: new Set(), everybody: false };
  callFromMarkup(text, called);
  if (linkNames && /(^|\s)@(channel|here|everyone)\b/.test(text)) called.everybody = true;
  callFromParts(blocks, called);
  return {
    users: [...called.users].toSorted(),
    groups: [...called.groups].toSorted(),
    everybody: called.everybody,
  };
}

function callFromParts(value: unknown, called: Called): void {
  if (Array.isArray(value)) {
    for (const item of value) callFromParts(item, called);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const part = value as Part;
  if (part.type === 'user') called.users.add(String(part.user_id));
  else if (part.type === 'usergroup') called.groups.add(String(part.usergroup_id));
  else if (part.type === 'broadcast') called.everybody = true;
  else if (part.type === 'mrkdwn' || part.type === 'markdown') callFromMarkup(String(part.text), called);
  else for (const item of Object.values(part)) callFromParts(item, called);
}

function callFromMarkup(markup: string, called: Called): void {
  for (const [, id] of markup.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)) called.users.add(String(id));
  for (const [, id] of markup.matchAll(/<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>/g))
    called.groups.add(String(id));
  if (/<!(channel|here|everyone|group)(\|[^>]*)?>/.test(markup)) called.everybody = true;
}

/** What a reader sees, one line per block or item. */
export function shownText(text: string, blocks: readonly Block[]): string {
  return blocks.length === 0
    ? unescaped(text)
    : blocks
        .map(wordsOf)
        .filter((words) => words !== '')
        .join('\n');
}

function wordsOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  const part = value as Part;
  const inside = (items: unknown, between: string) =>
    Array.isArray(items)
      ? items
          .map(wordsOf)
          .filter((words) => words !== '')
          .join(between)
      : '';
  switch (part.type) {
    case 'button':
    case 'actions':
    case 'divider':
      return '';
    case 'mrkdwn':
    case 'markdown':
      return unescaped(String(part.text));
    case 'section':
      return [wordsOf(part.text), inside(part.fields, '\n')].filter((words) => words !== '').join('\n');
    case 'header':
      return wordsOf(part.text);
    case 'table':
      return Array.isArray(part.rows) ? part.rows.map((row) => inside(row, ' | ')).join('\n') : '';
    case 'rich_text_section':
    case 'rich_text_quote':
    case 'rich_text_preformatted':
      return inside(part.elements, '');
    case 'user':
      return `@${String(part.user_id)}`;
    case 'usergroup':
      return `@${String(part.usergroup_id)}`;
    case 'channel':
      return `#${String(part.channel_id)}`;
    case 'emoji':
      return `:${String(part.name)}:`;
    case 'broadcast':
      return `@${String(part.range)}`;
    case 'date':
      return String(part.fallback ?? part.format);
    case 'link':
      return String(part.text ?? part.url);
    case 'image':
      return String(part.alt_text);
    case 'context':
      return inside(part.elements, ' ');
    default:
      return typeof part.text === 'string' ? part.text : inside(part.elements, '\n');
  }
}

/** The entities of mrkdwn as characters; `<...>` stays as it is written. */
function unescaped(markup: string): string {
  return markup.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Buttons in the order of showing, those beside a section too. */
export function buttonsIn(blocks: readonly Block[]): readonly ShownButton[] {
  return blocks.flatMap((block, index) => {
    const elements =
      block.type === 'actions' ? (block.elements as readonly Part[]) : [block.accessory as Part | undefined];
    return elements
      .filter((element): element is Part => element?.type === 'button')
      .map((button) => ({
        label: String((button.text as Part).text),
        actionId: String(button.action_id),
        blockId: String(block.block_id ?? `b${index}`),
        value: button.value === undefined ? undefined : String(button.value),
        style: button.style === undefined ? undefined : String(button.style),
      }));
  });
}
