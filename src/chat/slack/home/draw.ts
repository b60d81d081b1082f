import type { types } from '@slack/bolt';
import { type Block, type Button, type Inline, text } from '../../../core/message.ts';
import type { HomeItem, HomeSection, HomeView } from '../../../views/home.ts';
import type { SlackBlock } from '../api/payload.ts';
import { plain } from '../forms/form-boxes.ts';
import { contextBlock, renderBlock } from '../rendering/blocks.ts';
import { formLimits, messageLimits } from '../rendering/limits.ts';
import { withChannels } from './channels.ts';

/** What an action of ours says that turns the page: where the next one begins. */
export const pageAction = 'page:';

export type HomeContent = {
  readonly view: HomeView;
  /** What was just done, above all. */
  readonly told: string | null;
  /** What is missing, and why. */
  readonly warning: string | null;
};

/** At most 100 blocks: what does not fit is left out from the end of its section, and a line says so. */
export function homeBlocks(
  { view, told, warning }: HomeContent,
  values: ReadonlyMap<Button, string>,
  now: Date,
): readonly SlackBlock[] {
  const blocks: SlackBlock[] = [];
  const put = (...more: readonly (SlackBlock | null)[]): void => {
    for (const block of more) if (block !== null) blocks.push(withChannels(block));
  };
  if (told !== null) put(contextBlock([text(`Done last: ${told}`)], now));
  if (warning !== null) put(contextBlock([text(warning)], now));
  put(paragraph(view.lead, now), actions(view.buttons, values, 'top'));
  for (const [index, section] of view.sections.entries()) {
    put({ type: 'divider' }, renderBlock({ kind: 'heading', text: section.heading }, null, now));
    // Every section behind this one needs its heading, a list and its small print.
    const room = formLimits.blocks - 6 * (view.sections.length - index);
    const groups = grouped(section.items).map((items, at) => drawn(items, values, `${index}:${at}`, now));
    let leftOut = 0;
    for (const group of groups) {
      if (blocks.length + group.length > room) leftOut += 1;
      else put(...group);
    }
    if (leftOut > 0) put(contextBlock([text(`${leftOut} more do not fit here.`)], now));
    put(
      pageButtons(section, `${index}`),
      ...section.notes.slice(0, 2).map((note) => contextBlock(note, now)),
    );
  }
  return blocks;
}

/** What has no buttons stands in one list. */
function grouped(items: readonly HomeItem[]): readonly (readonly HomeItem[])[] {
  const groups: HomeItem[][] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (item.buttons.length === 0 && last?.[0]?.buttons.length === 0) last.push(item);
    else groups.push([item]);
  }
  return groups;
}

function drawn(
  items: readonly HomeItem[],
  values: ReadonlyMap<Button, string>,
  id: string,
  now: Date,
): readonly SlackBlock[] {
  const [first] = items;
  const block =
    first !== undefined && first.buttons.length > 0
      ? paragraph(first.inlines, now)
      : renderBlock({ kind: 'list', items: items.map(({ inlines }) => quiet(inlines)) }, null, now);
  return [block, actions(first?.buttons ?? [], values, id)].filter((one) => one !== null);
}

function paragraph(inlines: readonly Inline[], now: Date): SlackBlock | null {
  const block: Block = { kind: 'paragraph', inlines: quiet(inlines) };
  return renderBlock(block, null, now);
}

/** Nobody is called by a page that somebody looks at. */
function quiet(inlines: readonly Inline[]): readonly Inline[] {
  return inlines.map((inline) =>
    inline.kind === 'mention' ? { kind: 'person' as const, who: inline.who } : inline,
  );
}

function actions(
  buttons: readonly Button[],
  values: ReadonlyMap<Button, string>,
  id: string,
): types.ActionsBlock | null {
  const elements = buttons.slice(0, messageLimits.buttons).flatMap((button, at): types.Button[] => {
    const value = values.get(button);
    if (value === undefined) return [];
    const style = button.style === undefined ? {} : { style: button.style };
    const label = plain(button.label, messageLimits.buttonLabel);
    return [{ type: 'button', action_id: `run:${id}:${at}`, text: label, value, ...style }];
  });
  return elements.length === 0 ? null : { type: 'actions', elements };
}

function pageButtons({ pages }: HomeSection, id: string): types.ActionsBlock | null {
  const turning = (label: string, to: number | null | undefined): types.Button[] =>
    to === null || to === undefined
      ? []
      : [
          {
            type: 'button',
            action_id: `${pageAction}${id}:${label}`,
            text: plain(label, messageLimits.buttonLabel),
            value: String(to),
          },
        ];
  const elements = [...turning('Earlier', pages?.earlier), ...turning('Later', pages?.later)];
  return elements.length === 0 ? null : { type: 'actions', elements };
}

/** Those of a whole view, for which values are wanted. */
export function buttonsOf({ buttons, sections }: HomeView): readonly Button[] {
  return [...buttons, ...sections.flatMap(({ items }) => items.flatMap((item) => item.buttons))];
}
