import type { Picture } from '../../src/core/message.ts';
import { dateWords, escaped, pictureTag } from './html.ts';

type Fields = Readonly<Record<string, unknown>>;

const emoji: Readonly<Record<string, string>> = {
  white_check_mark: '✅',
  large_orange_circle: '🟠',
  large_green_circle: '🟢',
  red_circle: '🔴',
  grey_question: '❔',
  warning: '⚠️',
  x: '❌',
  hourglass_flowing_sand: '⏳',
  heavy_minus_sign: '➖',
  white_small_square: '▫️',
  black_small_square: '▪️',
};

/** A message as Slack shows it, in our own drawing: near enough to judge lengths, breaks and order. */
export function slackHtml(blocks: readonly unknown[], pictures: readonly Picture[], isDark: boolean): string {
  const shown = pictures.map(({ bytes, alternative }) => pictureTag(bytes, alternative)).join('');
  const body = (blocks as readonly Fields[]).map(block).join('');
  return `<!doctype html><meta charset="utf-8"><style>${style}</style>
<body class="${isDark ? 'dark' : 'light'}"><main><div class="who"></div><div class="said">
<div class="name"><b>Notafter</b> <span class="app">APP</span> <span class="when">12:00</span></div>${body}${shown}</div></main></body>`;
}

function block(given: Fields): string {
  switch (given.type) {
    case 'header':
      return `<h3>${textOf(given.text as Fields)}</h3>`;
    case 'divider':
      return '<hr>';
    case 'section':
      return `<p>${textOf(given.text as Fields)}</p>`;
    case 'context':
      return `<div class="context">${(given.elements as readonly Fields[]).map(textOf).join(' ')}</div>`;
    case 'actions':
      return `<div class="actions">${(given.elements as readonly Fields[]).map(action).join('')}</div>`;
    case 'rich_text':
      return (given.elements as readonly Fields[]).map(richPart).join('');
    default:
      throw new Error(`no drawing of a block ${String(given.type)}`);
  }
}

function action({ text, style: kind, placeholder }: Fields): string {
  return `<button class="${String(kind ?? '')}">${textOf((text ?? placeholder) as Fields)}</button>`;
}

function richPart({ type, elements }: Fields): string {
  const parts = elements as readonly Fields[];
  switch (type) {
    case 'rich_text_section':
      return `<p>${parts.map(inline).join('')}</p>`;
    case 'rich_text_preformatted':
      return `<pre>${parts.map(inline).join('')}</pre>`;
    case 'rich_text_quote':
      return `<blockquote>${parts.map(inline).join('')}</blockquote>`;
    case 'rich_text_list':
      return `<ul>${parts.map((part) => `<li>${(part.elements as readonly Fields[]).map(inline).join('')}</li>`).join('')}</ul>`;
    default:
      throw new Error(`no drawing of ${String(type)}`);
  }
}

function inline(part: Fields): string {
  const { bold, code } = (part.style ?? {}) as { readonly bold?: boolean; readonly code?: boolean };
  const words = inlineWords(part);
  const strong = bold === true ? `<b>${words}</b>` : words;
  return code === true ? `<code>${strong}</code>` : strong;
}

function inlineWords(part: Fields): string {
  switch (part.type) {
    case 'text':
      return escaped(String(part.text));
    case 'emoji': {
      const sign = emoji[String(part.name)];
      if (sign === undefined) throw new Error(`no sign for the emoji ${String(part.name)}`);
      return sign;
    }
    case 'link':
      return `<a>${escaped(String(part.text ?? part.url))}</a>`;
    case 'user':
    case 'usergroup':
      return `<span class="mention">@${escaped(people[String(part.user_id ?? part.usergroup_id)] ?? 'somebody')}</span>`;
    case 'channel':
      return `<a>#ops</a>`;
    case 'date':
      return escaped(formatted(Number(part.timestamp), String(part.format)));
    default:
      throw new Error(`no drawing of ${String(part.type)}`);
  }
}

const people: Readonly<Record<string, string>> = {
  U01ALICE: 'Alice',
  U02BOB: 'Bob',
  S01ONCALL: 'payments-oncall',
};

function textOf(text: Fields): string {
  const words = String(text.text);
  if (text.type !== 'mrkdwn') return escaped(words);
  return words.replace(/<!date\^(\d+)\^([^|^]+)\|[^>]*>/g, (_, seconds, format) =>
    escaped(formatted(Number(seconds), format)),
  );
}

function formatted(seconds: number, format: string): string {
  return format
    .replaceAll(/\{date[a-z_]*\}/g, dateWords(seconds, 'date'))
    .replaceAll('{time_secs}', dateWords(seconds, 'second'))
    .replaceAll('{time}', dateWords(seconds, 'time'));
}

const style = `
* { box-sizing: border-box } body { margin: 0; font: 15px/1.46 Lato, 'Liberation Sans', 'Noto Color Emoji', sans-serif }
.light { --ground: #fff; --ink: #1d1c1d; --faint: #616061; --line: #dddddd; --link: #1264a3; --code: #c01343; --box: #f8f8f8 }
.dark { --ground: #1a1d21; --ink: #d1d2d3; --faint: #ababad; --line: #43464b; --link: #1d9bd1; --code: #e8912d; --box: #222529 }
body { background: var(--ground); color: var(--ink); width: 640px } main { display: flex; gap: 10px; padding: 14px 18px }
.who { width: 36px; height: 36px; border-radius: 6px; background: #3b4862; flex: none } .said { flex: 1; min-width: 0 }
.name { margin-bottom: 2px } .app { font-size: 10px; background: var(--line); padding: 1px 3px; border-radius: 2px; vertical-align: 1px }
.when, .context { font-size: 12.5px; color: var(--faint) } p, pre, ul, h3, .actions, .context { margin: 4px 0 } p { white-space: pre-wrap; overflow-wrap: anywhere }
h3 { font-size: 18px } pre { border: 1px solid var(--line); background: var(--box); border-radius: 4px; padding: 8px; white-space: pre-wrap; overflow-wrap: anywhere; font: 12px/1.5 'Liberation Mono', monospace }
code { border: 1px solid var(--line); background: var(--box); border-radius: 3px; padding: 1px 3px; color: var(--code); font: 12px 'Liberation Mono', monospace; overflow-wrap: anywhere }
ul { padding-left: 24px } hr { border: 0; border-top: 1px solid var(--line); margin: 10px 0 } a { color: var(--link) }
.mention { background: rgba(29,155,209,.16); color: var(--link); border-radius: 3px; padding: 0 2px }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 } button { font: 700 13px Lato, 'Liberation Sans', sans-serif; color: var(--ink); background: var(--ground); border: 1px solid var(--line); border-radius: 4px; padding: 5px 12px }
button.primary { background: #007a5a; color: #fff; border-color: #007a5a } button.danger { background: #e01e5a; color: #fff; border-color: #e01e5a }
img { width: 100%; border-radius: 8px; margin-top: 6px; display: block }`;
