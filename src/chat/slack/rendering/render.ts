import type { types } from '@slack/bolt';
import {
  type Block,
  type Button,
  type Inline,
  type Message,
  type Tone,
  text,
} from '../../../core/message.ts';
import type { Payload, SlackBlock } from '../api/payload.ts';
import { contextBlock, richBlock, section } from './blocks.ts';
import { fitBlocks, sizeOf } from './fit.ts';
import { type RichElement, richElements } from './inline.ts';
import { answerLimits, messageLimits } from './limits.ts';
import { clipped, clippedInside, escapedLine, plainLine } from './safe-text.ts';

const toneEmoji: Readonly<Record<Tone, string | null>> = {
  good: 'white_check_mark',
  warning: 'large_orange_circle',
  bad: 'red_circle',
  neutral: null,
  unknown: 'grey_question',
};

/**
 * The verdict first, then the body, the buttons, and the small print below them. Never refused by Slack: what does not
 * fit is left out, and a line says how much. Buttons without a value are left out. `now` words relative dates.
 */
export function renderMessage(
  message: Message,
  buttonValues: ReadonlyMap<Button, string>,
  now: Date,
): Payload {
  return renderFrom(message, buttonValues, now, '').payload;
}

/** The same in as many messages as it takes, the others in the thread where there is one; of a very long one the end is left out. */
export function renderAll(
  message: Message,
  buttonValues: ReadonlyMap<Button, string>,
  now: Date,
  hasThread: boolean,
): readonly [Payload, ...Payload[]] {
  const where = hasThread ? '; the rest is in the thread' : '; the rest follows';
  const first = renderFrom(message, buttonValues, now, where);
  const more: Payload[] = [];
  let { rest } = first;
  while (rest.length > 0) {
    const part = renderFrom(
      continued(message, rest),
      new Map(),
      now,
      more.length + 1 < mostMore ? where : '',
    );
    more.push(part.payload);
    if (more.length === mostMore) break;
    // One that is too long for a message of its own would never come to an end.
    rest = part.isEmpty ? part.rest.slice(1) : part.rest;
  }
  return [first.payload, ...more];
}

const mostMore = 5;

function continued({ summary }: Message, blocks: readonly Block[]): Message {
  return { tone: 'neutral', title: [text('Continued')], blocks, summary: `Continued: ${summary}` };
}

type Rendered = {
  readonly payload: Payload;
  /** What of the body did not fit. */
  readonly rest: readonly Block[];
  /** Nothing of the body did. */
  readonly isEmpty: boolean;
};

/** `where` says where to look for what did not fit. */
function renderFrom(
  message: Message,
  buttonValues: ReadonlyMap<Button, string>,
  now: Date,
  where: string,
): Rendered {
  const title = titleBlock(message, now);
  const bodyEnd = message.blocks.findLastIndex((block) => block.kind !== 'note') + 1;
  const notes = message.blocks.slice(bodyEnd);
  const footer = fitBlocks(notes, { blocks: 5, size: 2000 }, now);
  const { actions, leftOut: buttonsLeftOut } = actionsBlock(message.buttons ?? [], buttonValues);
  const fixed = [title, ...(actions === null ? [] : [actions]), ...footer.blocks];
  const room = {
    // The one more is the line about what was left out.
    blocks: messageLimits.blocks - fixed.length - 1,
    size: answerLimits.size - fixed.reduce((sum, block) => sum + sizeOf(block), 0) - leftOutSize,
  };
  const body = fitBlocks(message.blocks.slice(0, bodyEnd), room, now);
  const rest = [...body.rest, ...footer.rest];
  const leftOut = leftOutBlock(
    body.linesLeftOut + footer.linesLeftOut,
    buttonsLeftOut,
    rest.length === 0 ? '' : where,
    now,
  );
  const payload: Payload = {
    text: summaryText(message.summary),
    blocks: [
      title,
      ...body.blocks,
      ...(leftOut === null ? [] : [leftOut]),
      ...(actions === null ? [] : [actions]),
      ...footer.blocks,
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
  return { payload, rest, isEmpty: body.blocks.length + footer.blocks.length === 0 };
}

const leftOutSize = 300;

function leftOutBlock(lines: number, buttons: number, where: string, now: Date): SlackBlock | null {
  const parts = [counted(lines, 'more line'), counted(buttons, 'more button')].filter((part) => part !== '');
  if (parts.length === 0) return null;
  const verb = lines + buttons === 1 ? 'does' : 'do';
  return contextBlock([text(`${parts.join(' and ')} ${verb} not fit into one Slack message${where}.`)], now);
}

function counted(count: number, what: string): string {
  if (count === 0) return '';
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function titleBlock(message: Message, now: Date): SlackBlock {
  const emoji = toneEmoji[message.tone];
  const sign: readonly RichElement[] =
    emoji === null
      ? []
      : [
          { type: 'emoji', name: emoji },
          { type: 'text', text: ' ' },
        ];
  const words = withinTitle(message.title.slice(0, answerLimits.titleParts), now);
  const shown = words.length === 0 ? richElements([text(message.summary || '(no words)')], now) : words;
  return (
    richBlock(section([...sign, ...shown])) ?? {
      type: 'header',
      text: { type: 'plain_text', text: '(no words)', emoji: false },
    }
  );
}

/** A title may name many people; those are kept, it is the text that gives way, the longest first. */
function withinTitle(inlines: readonly Inline[], now: Date): readonly RichElement[] {
  const whole = inlines.filter(isRun).reduce((sum, inline) => sum + inline.text.length, 0);
  const runs = inlines.filter(isRun).length;
  const most = whole <= answerLimits.title ? answerLimits.title : Math.floor(answerLimits.title / runs);
  const shown = inlines.map((inline) =>
    isRun(inline) ? { ...inline, text: clippedInside(plainLine(inline.text), Math.max(most, 60)) } : inline,
  );
  return richElements(shown, now);
}

type Run = Extract<Inline, { readonly text: string }>;

function isRun(inline: Inline): inline is Run {
  return 'text' in inline;
}

type ActionsBlock = types.ActionsBlock;

function actionsBlock(
  buttons: readonly Button[],
  values: ReadonlyMap<Button, string>,
): { readonly actions: ActionsBlock | null; readonly leftOut: number } {
  const elements: ActionsBlock['elements'] = [];
  let size = 0;
  let leftOut = 0;
  for (const [at, button] of buttons.entries()) {
    const value = values.get(button);
    if (value === undefined) continue;
    const element = buttonElement(button, value, at);
    const cost = JSON.stringify(element).length;
    if (elements.length === messageLimits.buttons || size + cost > answerLimits.buttonsSize) {
      leftOut += 1;
      continue;
    }
    elements.push(element);
    size += cost;
  }
  return { actions: elements.length === 0 ? null : { type: 'actions', elements }, leftOut };
}

function buttonElement({ label, command, style }: Button, value: string, at: number): types.Button {
  const shown = shortLabel(plainLine(label).trim());
  return {
    type: 'button',
    // Unique in the message; what is pressed stands in the value.
    action_id: `run:${at}`,
    text: {
      type: 'plain_text',
      text: shown === '' ? shortLabel(`/${plainLine(command)}`) : shown,
      emoji: false,
    },
    value,
    ...(style === undefined ? {} : { style }),
  };
}

function shortLabel(label: string): string {
  if (label.length <= messageLimits.buttonLabel) return label;
  return `${label.slice(0, messageLimits.buttonLabel - 1).replace(/[\ud800-\udbff]$/, '')}\u2026`;
}

/** Cut before escaping, so that no entity is cut in two. */
function summaryText(summary: string): string {
  const line = plainLine(summary).trim();
  for (let most: number = answerLimits.text; most > 0; most = Math.floor(most / 2)) {
    const escaped = escapedLine(clipped(line, most));
    if (escaped.length <= answerLimits.text) return escaped === '' ? 'Notafter' : escaped;
  }
  return 'Notafter';
}
