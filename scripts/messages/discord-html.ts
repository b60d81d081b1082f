import type { Picture } from '../../src/core/message.ts';
import { dateWords, escaped, pictureTag } from './html.ts';

type Component = {
  readonly type: number;
  readonly content?: string;
  readonly label?: string;
  readonly style?: number;
  readonly accent_color?: number;
  readonly components?: readonly Component[];
  readonly items?: readonly { readonly media: { readonly url: string }; readonly description?: string }[];
  readonly file?: { readonly url: string };
};

/** A message as Discord shows it in its dark look, in our own drawing. */
export function discordHtml(
  pages: readonly { readonly components: readonly unknown[] }[],
  pictures: readonly Picture[],
  now: Date,
): string {
  const body = pages
    .flatMap(({ components }) => components as readonly Component[])
    .map((component) => drawn(component, pictures, now))
    .join('');
  return `<!doctype html><meta charset="utf-8"><style>${style}</style>
<body><main><div class="who"></div><div class="said"><div class="name"><b>Notafter</b> <span class="app">APP</span> <span class="when">12:00</span></div>${body}</div></main></body>`;
}

function drawn(component: Component, pictures: readonly Picture[], now: Date): string {
  const inside = () => (component.components ?? []).map((one) => drawn(one, pictures, now)).join('');
  switch (component.type) {
    case 1:
      return `<div class="row">${inside()}</div>`;
    case 2:
      return `<button class="s${component.style ?? 2}">${escaped(component.label ?? '')}</button>`;
    case 10:
      return `<div class="text">${markdown(component.content ?? '', now)}</div>`;
    case 12:
      return (component.items ?? [])
        .map(({ media, description = '' }) => {
          const name = media.url.replace('attachment://', '');
          return pictureTag(pictures.find((picture) => picture.name === name)?.bytes, description);
        })
        .join('');
    case 13:
      return `<div class="file">📄 ${escaped(component.file?.url.replace('attachment://', '') ?? '')}</div>`;
    case 14:
      return '<hr>';
    case 17:
      return `<div class="box" style="border-left-color:#${(component.accent_color ?? 0).toString(16).padStart(6, '0')}">${inside()}</div>`;
    default:
      throw new Error(`no drawing of a component ${component.type}`);
  }
}

/** As much of Discord's markdown as the renderer writes. */
function markdown(text: string, now: Date): string {
  return text
    .split(/(```\n[\s\S]*?\n```)/)
    .map((part) => {
      const fence = /^```\n([\s\S]*?)\n```$/.exec(part)?.[1];
      if (fence !== undefined) return `<pre>${escaped(fence)}</pre>`;
      return part
        .split('\n')
        .map((one, at, all) => (one === '' && (at === 0 || at === all.length - 1) ? '' : line(one, now)))
        .join('');
    })
    .join('');
}

function line(text: string, now: Date): string {
  const [, sign = '', rest = ''] = /^(### |-# |- )?(.*)$/s.exec(text) ?? [];
  const words = inline(rest, now);
  if (sign === '### ') return `<h3>${words}</h3>`;
  if (sign === '-# ') return `<small>${words}</small>`;
  if (sign === '- ') return `<div class="item">${words}</div>`;
  return `<div>${words || '&nbsp;'}</div>`;
}

const tokens =
  /\\([^A-Za-z0-9\s])|(`+)(.+?)\2(?!`)|\*\*((?:\\.|[^\\])+?)\*\*|\[((?:\\.|[^\]\\])*)\]\((https?:[^)\s]+)\)|<t:(-?\d+):([RfT])>|<@(&?)(\d+)>/g;

function inline(text: string, now: Date): string {
  let shown = '';
  let from = 0;
  for (const found of text.matchAll(tokens)) {
    shown += escaped(text.slice(from, found.index));
    from = found.index + found[0].length;
    const [, literal, , code, bold, label, , seconds, style, role, id] = found;
    if (literal !== undefined) shown += escaped(literal);
    else if (code !== undefined) shown += `<code>${escaped(code)}</code>`;
    else if (bold !== undefined) shown += `<b>${inline(bold, now)}</b>`;
    else if (label !== undefined) shown += `<a>${inline(label, now)}</a>`;
    else if (seconds !== undefined)
      shown += `<span class="time">${momentWords(Number(seconds), style ?? 'f', now)}</span>`;
    else if (id !== undefined) shown += `<span class="mention">@${role === '&' ? 'role' : 'Alice'}</span>`;
  }
  return shown + escaped(text.slice(from));
}

function momentWords(seconds: number, style: string, now: Date): string {
  if (style === 'T') return dateWords(seconds, 'second');
  if (style === 'f') return `${dateWords(seconds, 'date')} ${dateWords(seconds, 'time')}`;
  const away = seconds - now.getTime() / 1000;
  const [size, unit] = (
    [
      [86_400, 'day'],
      [3600, 'hour'],
      [60, 'minute'],
      [1, 'second'],
    ] as const
  ).find(([one]) => Math.abs(away) >= one) ?? [1, 'second'];
  return new Intl.RelativeTimeFormat('en').format(Math.round(away / size), unit);
}

const style = `
* { box-sizing: border-box } body { margin: 0; width: 640px; background: #313338; color: #dbdee1; font: 16px/1.375 'gg sans', 'Liberation Sans', 'Noto Color Emoji', sans-serif }
main { display: flex; gap: 14px; padding: 14px 18px } .who { width: 40px; height: 40px; border-radius: 50%; background: #5865f2; flex: none } .said { flex: 1; min-width: 0 }
.name b { color: #f2f3f5 } .app { font-size: 10px; font-weight: 600; background: #5865f2; color: #fff; padding: 1px 4px; border-radius: 3px; vertical-align: 2px } .when { font-size: 12px; color: #949ba4 }
.box { margin-top: 8px; border: 1px solid #4e5058; border-left: 4px solid; border-radius: 8px; background: #2b2d31; padding: 14px 16px; display: grid; gap: 8px }
.text { overflow-wrap: anywhere } .text > div { min-height: 4px } h3 { font-size: 18px; margin: 8px 0 4px } small { font-size: 13px; color: #949ba4; display: block }
pre { background: #1e1f22; border: 1px solid #232428; border-radius: 4px; padding: 8px; margin: 4px 0; font: 13px/1.4 'Liberation Mono', monospace; white-space: pre-wrap; overflow-wrap: anywhere }
code { background: #1e1f22; border-radius: 3px; padding: 1px 3px; font: 13.5px 'Liberation Mono', monospace; overflow-wrap: anywhere } a { color: #00a8fc }
.item { padding-left: 20px; position: relative } .item::before { content: '•'; position: absolute; left: 6px } hr { border: 0; border-top: 1px solid #4e5058; width: 100%; margin: 2px 0 }
.row { display: flex; flex-wrap: wrap; gap: 8px } button { border: 0; border-radius: 4px; background: #4e5058; color: #fff; font: 500 14px 'Liberation Sans', sans-serif; padding: 8px 16px } .s1 { background: #5865f2 } .s3 { background: #248046 } .s4 { background: #da373c }
.time { background: #3b3d44; border-radius: 3px } .mention { background: #3c4270; color: #c9cdfb; border-radius: 3px; padding: 0 2px } .file { border: 1px solid #4e5058; border-radius: 6px; padding: 10px } img { width: 100%; border-radius: 8px; display: block }`;
