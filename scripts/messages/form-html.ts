import { escaped } from './html.ts';

type Fields = Readonly<Record<string, unknown>>;
type Row = {
  readonly label: string;
  readonly hint: string;
  readonly shown: string;
  readonly isWanted: boolean;
};

/** A modal of Slack as it opens, in our own drawing. */
export function slackFormHtml(view: {
  readonly title: unknown;
  readonly blocks: readonly unknown[];
}): string {
  const rows = (view.blocks as readonly Fields[]).map(({ label, hint, element, optional }): Row => {
    const { initial_value, initial_option, placeholder, default_to_current_conversation } = element as Fields;
    const here = default_to_current_conversation === true ? '# this channel' : null;
    return {
      label: words(label),
      hint: words(hint),
      shown: String(initial_value ?? here ?? words((initial_option as Fields)?.text ?? placeholder)),
      isWanted: optional !== true,
    };
  });
  return page('slack', words(view.title), rows, ['Cancel', 'Send']);
}

/** A modal of Discord as it opens. */
export function discordFormHtml(modal: {
  readonly title: string;
  readonly components: readonly unknown[];
}): string {
  const rows = (modal.components as readonly Fields[]).map(({ label, description, component }): Row => {
    const { value, default_values, placeholder, required } = component as Fields;
    const there = (default_values as readonly unknown[] | undefined)?.map(() => '@Alice').join(' ');
    const shown = String(value ?? there ?? placeholder ?? '');
    return {
      label: String(label),
      hint: String(description ?? ''),
      shown,
      isWanted: required !== false,
    };
  });
  return page('discord', modal.title, rows, ['Cancel', 'Submit']);
}

function words(text: unknown): string {
  return String((text as Fields | undefined)?.text ?? '');
}

function page(look: 'slack' | 'discord', title: string, rows: readonly Row[], buttons: readonly string[]) {
  const boxes = rows.map(
    ({ label, hint, shown, isWanted }) =>
      `<label><b>${escaped(label)}</b>${isWanted ? ' *' : ' <i>(optional)</i>'}</label><div class="box">${escaped(shown) || '&nbsp;'}</div><small>${escaped(hint)}</small>`,
  );
  const ends = buttons.map((one, at) => `<button class="${at === 1 ? 'main' : ''}">${one}</button>`).join('');
  return `<!doctype html><meta charset="utf-8"><style>${style}</style><body class="${look}"><main><h2>${escaped(title)}</h2>${boxes.join('')}<div class="ends">${ends}</div></main></body>`;
}

const style = `
* { box-sizing: border-box } body { margin: 0; width: 640px; padding: 18px; font: 15px/1.46 'Liberation Sans', 'Noto Color Emoji', sans-serif }
.slack { --ground: #fff; --page: #8f8f8f; --ink: #1d1c1d; --faint: #616061; --line: #bbb; --main: #007a5a }
.discord { --ground: #2b2d31; --page: #1e1f22; --ink: #f2f3f5; --faint: #b5bac1; --line: #4e5058; --main: #5865f2 }
body { background: var(--page) } main { background: var(--ground); color: var(--ink); border-radius: 8px; padding: 20px 24px } h2 { margin: 0 0 12px; font-size: 20px }
label { display: block; margin-top: 12px } i { color: var(--faint); font-style: normal } .box { border: 1px solid var(--line); border-radius: 4px; padding: 8px 10px; margin: 4px 0; overflow-wrap: anywhere }
small { color: var(--faint); display: block; overflow-wrap: anywhere } .ends { display: flex; justify-content: flex-end; gap: 8px; margin-top: 18px }
button { font: 700 14px 'Liberation Sans', sans-serif; color: var(--ink); background: none; border: 1px solid var(--line); border-radius: 4px; padding: 8px 14px } .main { background: var(--main); border-color: var(--main); color: #fff }`;
