import { describe, expect, it } from 'vitest';
import { answerLimits } from '../../../../src/chat/discord/rendering/limits.ts';
import type { Payload } from '../../../../src/chat/discord/rendering/payload.ts';
import { renderMessage } from '../../../../src/chat/discord/rendering/render.ts';
import { offeredFiles } from '../../../../src/core/files/offered-file.ts';
import {
  type Block,
  type Button,
  code,
  date,
  labelled,
  type Message,
  note,
  paragraph,
  strong,
  text,
} from '../../../../src/core/message.ts';
import { textOf } from '../../../support/discord/pings.ts';
import type { Component } from '../../../support/discord/shapes.ts';
import { checkMessage } from '../../../support/discord/validating/check-message.ts';
import { discordUser, said } from '../fake-world.ts';

function idsOf(message: Message): ReadonlyMap<Button, string> {
  return new Map((message.buttons ?? []).map((button, index) => [button, `=${button.command}?n=${index}`]));
}

/** Rendered, and every page of it taken by the stand-in. */
function render(message: Message): readonly [Payload, ...Payload[]] {
  const pages = renderMessage(message, idsOf(message));
  for (const [index, page] of pages.entries()) {
    const attachments = index === 0 ? offeredFiles(message) : [];
    checkMessage({ ...page, attachments: attachments.map((file, id) => ({ ...file, id })) }, 'post', null);
  }
  return pages;
}

function textIn(page: Payload): string {
  return textOf('', page.components as readonly Component[]);
}

function countIn(components: readonly Component[]): number {
  return components.reduce((sum, component) => sum + 1 + countIn(component.components ?? []), 0);
}

function buttons(count: number): readonly Button[] {
  return Array.from({ length: count }, (_, index) => ({
    label: `Do ${index}`,
    command: 'check',
    values: {},
  }));
}

describe('an alarm', () => {
  const until = new Date('2026-12-01T14:00:00Z');
  const message: Message = {
    tone: 'bad',
    title: [strong('api.example.com'), text(' is failing: certificate chain incomplete')],
    blocks: [
      {
        kind: 'ladder',
        rungs: [
          { mark: 'good', label: 'DNS', value: '192.0.2.7', elapsedMs: 3.4 },
          { mark: 'bad', label: 'TLS', value: 'chain incomplete', elapsedMs: 12_345 },
          { mark: 'not-reached', label: 'HTTP', value: 'not reached', elapsedMs: null },
        ],
      },
      { kind: 'divider' },
      labelled('Cause', text('The intermediate '), code("Let's Encrypt R11"), text(' is missing.')),
      labelled('Ends', date(until), text(', '), date(until, 'relative'), text(', '), date(until, 'absolute')),
      { kind: 'code', text: 'nginx -t && systemctl reload nginx' },
      {
        kind: 'table',
        columns: ['name', 'days'],
        rows: [
          ['a.example', '3'],
          ['long.example', '12'],
        ],
      },
      { kind: 'list', items: [[{ kind: 'link', text: 'runbook', url: 'https://wiki.example/tls_(new)' }]] },
      paragraph(text('Owner: '), { kind: 'mention', who: discordUser('300000000000000001') }),
      note(text('Said once.')),
    ],
    buttons: [
      { label: 'Check again', command: 'check', values: {}, style: 'primary' },
      { label: 'Remove', command: 'watch', values: {}, style: 'danger' },
    ],
    summary: 'api.example.com is failing',
  };

  it('says the verdict and calls the owner before the container, buttons before the small print', () => {
    const [page] = render(message);
    expect(page).toEqual({
      flags: 32_768,
      allowed_mentions: { parse: [], users: ['300000000000000001'], roles: [] },
      components: [
        {
          type: 10,
          content: '🔴 **api.example.com is failing: certificate chain incomplete** <@300000000000000001>',
        },
        {
          type: 17,
          accent_color: 0xda373c,
          components: [
            {
              type: 10,
              content:
                '✅ **DNS** ok · 192.0.2.7 · 3 ms\n❌ **TLS** failed · chain incomplete · 12.3 s\n➖ **HTTP** not reached',
            },
            { type: 14, divider: true, spacing: 1 },
            { type: 10, content: expect.any(String) },
            {
              type: 1,
              components: [
                { type: 2, style: 1, label: 'Check again', custom_id: '=check?n=0' },
                { type: 2, style: 4, label: 'Remove', custom_id: '=watch?n=1' },
              ],
            },
            { type: 10, content: '-# Said once.' },
          ],
        },
      ],
    });
    const seconds = until.getTime() / 1000;
    const body = textIn(page);
    expect(body).toContain("**Cause** The intermediate `Let's Encrypt R11` is missing.");
    expect(body).toContain(
      `**Ends** <t:${seconds}:R> (<t:${seconds}:f>), <t:${seconds}:R>, <t:${seconds}:f>`,
    );
    expect(body).toContain('```\nnginx -t && systemctl reload nginx\n```');
    expect(body).toContain(
      '```\nname          days\n------------  ----\na.example     3\nlong.example  12\n```',
    );
    expect(body).toContain('- [runbook](https://wiki.example/tls%5F%28new%29)');
  });

  it('is one line when there is nothing more to say', () => {
    expect(render(said('api.example.com is healthy'))[0].components).toEqual([
      { type: 10, content: '✅ **api.example.com is healthy**' },
    ]);
  });
});

describe('at the limits', () => {
  it('fills 4,000 characters and puts the next one into a second message', () => {
    // Title 7 ("✅ **t**" is 7 units), then a paragraph of short words that may be cut anywhere.
    const titleLength = textIn(render(said('t'))[0]).length;
    const blocksOf = (length: number): readonly Block[] => {
      const whole = 4000 - titleLength - 1;
      const last = length - Math.floor(whole / 500) * 500;
      const parts = [...Array.from({ length: Math.floor(whole / 500) }, () => 499), last];
      return parts.map((size) => paragraph(text('x'.repeat(size))));
    };
    const fits = 4000 - titleLength;
    const full = render(said('t', { blocks: blocksOf(fits) }));
    expect(full).toHaveLength(1);
    expect(textIn(full[0]).replace('\n', '').length).toBe(4000);
    expect(render(said('t', { blocks: blocksOf(fits + 1) }))).toHaveLength(2);
  });

  it('never has more than 40 components: a rule is left out before a word is', () => {
    const separated = (texts: number): readonly Block[] =>
      Array.from({ length: texts }, (_, index) => [paragraph(text(`${index}`)), { kind: 'divider' } as const])
        .flat()
        .slice(0, -1);
    // Title and container leave 38: 19 texts and 18 rules are 37.
    for (const texts of [19, 20, 60]) {
      const [page, ...none] = render(said('t', { blocks: separated(texts) }));
      expect(none).toEqual([]);
      expect(countIn(page.components as readonly Component[])).toBe(39);
      expect(textIn(page)).toContain(`\n${texts - 1}`);
    }
  });

  it('shows four messages at most and says that something is missing', () => {
    const paragraphs = (count: number) =>
      said('t', { blocks: Array.from({ length: count }, () => paragraph(text('y'.repeat(499)))) });
    const whole = render(paragraphs(30));
    expect(whole).toHaveLength(answerLimits.messages);
    expect(textIn(whole[3] ?? whole[0])).not.toContain('left out');
    const cut = render(paragraphs(31));
    expect(cut).toHaveLength(answerLimits.messages);
    expect(textIn(cut[3] ?? cut[0])).toMatch(/left out\.$/);
  });

  it('keeps a long code block whole over two messages, each part fenced', () => {
    const lines = Array.from({ length: 300 }, (_, index) => `line ${index} of a long log`);
    const pages = render(said('t', { blocks: [{ kind: 'code', text: lines.join('\n') }] }));
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages)
      expect(textIn(page).match(/```/g)?.length ?? 0).toSatisfy((count) => Number(count) % 2 === 0);
    const whole = pages.map(textIn).join('\n');
    for (const line of lines) expect(whole).toContain(line);
  });

  it.each([
    [5, [5]],
    [6, [5, 1]],
    [10, [5, 5]],
    // One select of eleven: two rows of buttons would lose the last.
    [11, [1]],
  ])('puts %i buttons into rows of %j', (count, rows) => {
    const [page] = render(said('t', { buttons: buttons(count) }));
    const container = page.components.find((component) => component.type === 17);
    const found = container?.type === 17 ? container.components : [];
    expect(found.map((row) => (row.type === 1 ? row.components.length : 0))).toEqual(rows);
  });

  it.each([
    [80, 80],
    [81, 80],
  ])('shows %i characters of a label as %i', (given, shown) => {
    const [button] = buttons(1);
    if (button === undefined) throw new Error('no button');
    const [page] = render(said('t', { buttons: [{ ...button, label: 'l'.repeat(given) }] }));
    const row = page.components.flatMap((part) => (part.type === 17 ? part.components : [])).at(-1);
    const shownButton = row?.type === 1 ? row.components[0] : undefined;
    const label = shownButton?.type === 2 ? shownButton.label : '';
    expect(label?.length).toBe(shown);
    expect(label?.endsWith('…')).toBe(given > shown);
  });

  it('names an empty label after its command and leaves out a second button of one id', () => {
    const twice: readonly Button[] = [
      { label: ' \u202e ', command: 'check', values: {} },
      { label: 'Same', command: 'check', values: {} },
    ];
    const ids = new Map(twice.map((button) => [button, '=check']));
    const [page] = renderMessage(said('t', { buttons: twice }), ids);
    checkMessage(page, 'post', null);
    expect(JSON.stringify(page)).toContain('"label":"/check"');
    expect(JSON.stringify(page)).not.toContain('Same');
  });

  it.each([100, 101])('allows at most 100 of %i people called', (count) => {
    const people = Array.from({ length: count }, (_, index) =>
      discordUser(String(300_000_000_000_000_000n + BigInt(index))),
    );
    const title = people.map((who) => ({ kind: 'mention', who }) as const);
    expect(render(said('t', { title }))[0].allowed_mentions.users).toHaveLength(100);
  });
});
