import { describe, expect, it } from 'vitest';
import type { Payload, SlackBlock } from '../../../../src/chat/slack/api/payload.ts';
import { answerLimits, messageLimits } from '../../../../src/chat/slack/rendering/limits.ts';
import { renderMessage } from '../../../../src/chat/slack/rendering/render.ts';
import {
  type Block,
  type Button,
  type Message,
  note,
  paragraph,
  text,
} from '../../../../src/core/message.ts';
import { checkDraft, longestEdit } from '../../../support/slack/validating/check-message.ts';

const now = new Date('2026-11-24T12:00:00Z');

function said(parts: Partial<Message>): Message {
  return { tone: 'bad', title: [text('It is broken')], blocks: [], summary: 'It is broken', ...parts };
}

/** As the bot sends it, after the stand-in has taken it. */
function rendered(message: Message, value: string = '{}'): Payload {
  const values = new Map((message.buttons ?? []).map((button) => [button, value]));
  const payload = renderMessage(message, values, now);
  checkDraft({ ...payload }, longestEdit);
  return payload;
}

/** As a strict counter would see it: everything outside ASCII as an escape. */
function totalSize(blocks: readonly SlackBlock[]): number {
  return JSON.stringify(blocks).replace(/[\u0080-\uffff]/g, '\\u0000').length;
}

function leftOut({ blocks }: Payload): string | undefined {
  return JSON.stringify(blocks).match(/[^"]*not fit into one Slack message/)?.[0];
}

function buttons(count: number): readonly Button[] {
  return Array.from({ length: count }, (_, at) => ({ label: `B${at}`, command: 'check', values: {} }));
}

describe('what Slack limits', () => {
  it('takes 50 blocks and says what the 51st would have been', () => {
    const dividers = (count: number): readonly Block[] =>
      Array.from({ length: count }, (_, at) => paragraph(text(`line ${at}`)));
    // One block is the title and one is kept for the line about the rest.
    const full = rendered(said({ blocks: dividers(48) }));
    expect(full.blocks).toHaveLength(49);
    expect(leftOut(full)).toBeUndefined();
    const over = rendered(said({ blocks: dividers(49) }));
    expect(over.blocks).toHaveLength(messageLimits.blocks);
    expect(leftOut(over)).toBe('1 more line does not fit into one Slack message');
  });

  it('takes 25 buttons in a row and counts the others', () => {
    const full = rendered(said({ buttons: buttons(25) }));
    expect(full.blocks.at(-1)).toMatchObject({ type: 'actions' });
    expect(leftOut(full)).toBeUndefined();
    const over = rendered(said({ buttons: buttons(26) }));
    const actions = over.blocks.find((block) => block.type === 'actions');
    expect(actions?.elements).toHaveLength(25);
    expect(leftOut(over)).toBe('1 more button does not fit into one Slack message');
  });

  it.each([
    [messageLimits.buttonLabel, 'x'.repeat(75)],
    [messageLimits.buttonLabel + 1, `${'x'.repeat(74)}…`],
  ])('shows a button label of %i characters as far as it goes', (length, shown) => {
    const button: Button = { label: 'x'.repeat(length), command: 'check', values: {} };
    const { blocks } = rendered(said({ buttons: [button] }));
    expect(JSON.stringify(blocks)).toContain(`"${shown}"`);
  });

  it('never shows a button without a name', () => {
    const button: Button = { label: ' ', command: 'check', values: {} };
    expect(JSON.stringify(rendered(said({ buttons: [button] })).blocks)).toContain('"/check"');
  });

  it.each([
    [messageLimits.headerText, undefined],
    [messageLimits.headerText + 1, '... ('],
  ])('shows a heading of %i characters, saying when it was cut', (length, cut) => {
    const { blocks } = rendered(said({ blocks: [{ kind: 'heading', text: 'h'.repeat(length) }] }));
    const header = blocks.find((block) => block.type === 'header');
    expect(header?.text.text.length).toBeLessThanOrEqual(150);
    if (cut === undefined) expect(header?.text.text).toBe('h'.repeat(length));
    else expect(header?.text.text).toContain(cut);
  });

  it('keeps the notification text under the limit of an edit, cut between entities', () => {
    expect(rendered(said({ summary: 'x'.repeat(4000) })).text).toBe('x'.repeat(4000));
    for (const summary of ['x'.repeat(4001), '&'.repeat(4000), '<'.repeat(999_999)]) {
      const shown = rendered(said({ summary })).text;
      expect(shown.length).toBeLessThanOrEqual(4000);
      expect(shown).toMatch(/more characters\)$/);
      expect(shown.replace(/&(amp|lt|gt);/g, '')).not.toContain('&');
    }
    expect(rendered(said({ summary: ' ' })).text).not.toBe('');
  });

  it('takes 10 elements in a note, dates as text where there is no room for marks', () => {
    const dates = (count: number) =>
      note(
        ...Array.from({ length: count }, () => [
          text('at '),
          { kind: 'date', at: now, style: 'absolute' } as const,
        ])
          .flat()
          .concat(text('.')),
      );
    for (const count of [4, 5, 6, 20]) {
      const { blocks } = rendered(said({ blocks: [dates(count)] }));
      const context = blocks.find((block) => block.type === 'context');
      expect(context?.elements.length).toBeLessThanOrEqual(10);
      expect(JSON.stringify(context)).toContain('<!date^');
    }
  });
});

describe('what one message holds by our own limit', () => {
  it('shows the verdict behind a name of any length', () => {
    const name = `https://example.org/${'y'.repeat(5000)}`;
    for (const title of [
      [{ kind: 'strong', text: name } as const, text(' is healthy')],
      [text(`${name} is healthy`)],
    ]) {
      const [first] = rendered(said({ title })).blocks;
      const shown = JSON.stringify(first);
      expect(shown).toContain('https://example.org/yyy');
      expect(shown).toMatch(/\d+ more characters\).* is healthy"/);
      expect(shown.length).toBeLessThan(answerLimits.title + 300);
    }
  });

  it('keeps a title short whatever it is made of', () => {
    for (const length of [15, 5000]) {
      const title = Array.from({ length }, () => text('日本'.repeat(3000)));
      expect(JSON.stringify(rendered(said({ title })).blocks[0]).length).toBeLessThan(6000);
    }
  });

  const item = (at: number) => [text(`${at} ${'x'.repeat(300)}`)];
  const list = (count: number): Block => ({
    kind: 'list',
    items: Array.from({ length: count }, (_, at) => item(at)),
  });

  it('shows as many items as fit and counts the others, with everything behind them', () => {
    const message = said({ blocks: [list(100), paragraph(text('behind')), note(text('small print'))] });
    const payload = rendered(message);
    const shown = JSON.stringify(payload.blocks).match(/\d+ x{300}/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(20);
    expect(leftOut(payload)).toBe(`${101 - shown} more lines do not fit into one Slack message`);
    expect(totalSize(payload.blocks)).toBeLessThanOrEqual(answerLimits.size);
    expect(JSON.stringify(payload.blocks)).toContain('small print');
    const whole = rendered(said({ blocks: [list(shown)] }));
    expect(leftOut(whole)).toBeUndefined();
  });

  it.each<[string, Block]>([
    ['code', { kind: 'code', text: 'line of code\n'.repeat(5000) }],
    ['a table', { kind: 'table', columns: ['a'], rows: Array.from({ length: 5000 }, () => ['日本語']) }],
    [
      'a ladder',
      {
        kind: 'ladder',
        rungs: Array.from({ length: 900 }, () => ({ mark: 'bad', label: 'TLS', value: 'no', elapsedMs: 1 })),
      },
    ],
  ])('cuts %s between lines', (_what, block) => {
    const payload = rendered(said({ blocks: [block] }));
    expect(leftOut(payload)).toMatch(/^\d+ more lines/);
    expect(totalSize(payload.blocks)).toBeGreaterThan(answerLimits.size * 0.9);
    expect(totalSize(payload.blocks)).toBeLessThanOrEqual(answerLimits.size);
  });

  it('says how much of one long text is missing', () => {
    const shown = JSON.stringify(rendered(said({ blocks: [paragraph(text('x'.repeat(2001)))] })).blocks);
    const missing = Number(/\((\d+) more characters\)/.exec(shown)?.[1]);
    expect((shown.match(/x+/g) ?? []).at(-1)?.length).toBe(2001 - missing);
  });

  it('leaves out the buttons that would take the room of the answer', () => {
    const payload = rendered(said({ buttons: buttons(25), blocks: [list(100)] }), 'v'.repeat(2000));
    expect(leftOut(payload)).toMatch(/more lines and \d+ more buttons do not fit/);
    expect(totalSize(payload.blocks)).toBeLessThanOrEqual(answerLimits.size);
  });
});
