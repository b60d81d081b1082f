import { describe, expect, it } from 'vitest';
import { createDiscordPlatform } from '../../../../src/chat/discord/platform.ts';
import { renderEmbeds } from '../../../../src/chat/discord/rendering/embeds.ts';
import {
  type Block,
  date,
  labelled,
  type Message,
  note,
  paragraph,
  text,
} from '../../../../src/core/message.ts';
import type { Recipient } from '../../../../src/core/watch/notification.ts';
import { checkMessage } from '../../../support/discord/validating/check-message.ts';
import { outgoingOf, tinyPng } from '../../../support/outgoing.ts';
import { connect } from '../connected.ts';
import { checkCommand, commandOf, discordUser, fakeWorld, mineCommand, said } from '../fake-world.ts';

const soon = () => AbortSignal.timeout(15_000);
const v2 = 32_768;

function alarm(id: string): Message {
  return {
    tone: 'bad',
    title: [{ kind: 'mention', who: discordUser(id) }, text(' api.example.org is failing')],
    blocks: [
      { kind: 'ladder', rungs: [{ mark: 'bad', label: 'TLS', value: 'expired', elapsedMs: 3 }] },
      labelled('Owner', { kind: 'mention', who: discordUser(id) }),
      labelled('Fix', text('Renew it.')),
      note(text('Said once.')),
    ],
    buttons: [{ label: 'Mine', command: 'mine', values: { target: 'abcd' } }],
    pictures: [{ name: 'strip.png', bytes: tinyPng, alternative: 'a strip' }],
    summary: 'api.example.org is failing',
  };
}

function inChannel(channel: string): Recipient {
  return { kind: 'place', place: { platform: 'discord', channel } };
}

describe('where components are refused', () => {
  it('an answer grows, ends and is renewed as text and embed', async () => {
    await using connected = await connect([checkCommand(), mineCommand]);
    const { discord } = connected;
    discord.takeComponents(false);
    const run = await discord.slash({ name: 'check', options: { target: 'api.example.org' } });
    const shown = await run.answer((message) => message.text.includes('healthy'));
    expect(shown.content).toBe('✅ **api.example.org is healthy**');
    expect(shown.embeds).toMatchObject([{ color: 0x23a55a, description: '**Looked at** `api.example.org`' }]);
    expect(shown.allowedMentions).toEqual({ parse: [], users: [], roles: [] });
    const [again] = shown.buttons;
    if (again === undefined) throw new Error('no button');
    const renewed = await discord.press(again);
    const after = await renewed.answer(({ revisions }) => revisions.length > shown.revisions.length);
    expect(after.id).toBe(shown.id);
    // The place is known by then: one refusal for the first words, and none after it.
    expect(discord.refused.map(({ code }) => code)).toEqual([50_035]);
  });

  it('an alarm calls its owner in the text alone, and its head is rewritten as what it is', async () => {
    await using connected = await connect([mineCommand]);
    const { discord, bot } = connected;
    discord.takeComponents(false);
    const to = inChannel(discord.channel.id);
    const outcome = await bot.send(outgoingOf(to, alarm(discord.user.id), 'open'), soon());
    const head = outcome.kind === 'sent' ? outcome.reference : '';
    const first = await discord.nextMessage();
    expect(first.content).toBe(`🔴 <@${discord.user.id}> **api.example.org is failing**`);
    expect(first.pings).toEqual({ users: [discord.user.id], roles: [], everyone: false });
    expect(JSON.stringify(first.embeds)).not.toContain('<@');
    expect(first.embeds).toMatchObject([
      {
        fields: [
          { name: 'Owner', value: '@alice' },
          { name: 'Fix', value: 'Renew it.' },
        ],
        footer: { text: 'Said once.' },
        image: { url: 'attachment://strip.png' },
      },
    ]);
    await bot.send(outgoingOf(to, said('announced'), 'announce', head), soon());
    // Also where components are taken again: a message of one kind stays one.
    discord.takeComponents(true);
    await bot.send(outgoingOf(to, said('all is well'), 'edit', head), soon());
    const rewritten = discord.messages()[0];
    expect(rewritten).toMatchObject({ id: first.id, content: '✅ **all is well**', flags: 0 });
    expect(rewritten?.pings.users).toEqual([]);
    expect(discord.refused).toHaveLength(1);
  });

  it('what has components already is followed by a new message', async () => {
    await using connected = await connect([checkCommand(), mineCommand]);
    const { discord, bot } = connected;
    const to = inChannel(discord.channel.id);
    const outcome = await bot.send(outgoingOf(to, said('overdue'), 'open'), soon());
    const head = outcome.kind === 'sent' ? outcome.reference : '';
    const run = await discord.slash({ name: 'check', options: { target: 'a.example' } });
    const shown = await run.answer((message) => message.text.includes('healthy'));
    discord.takeComponents(false);
    await bot.send(outgoingOf(to, said('all is well'), 'edit', head), soon());
    expect(await discord.nextMessage(({ text: words }) => words.includes('all is well'))).toMatchObject({
      flags: 0,
      replyTo: discord.messages()[0]?.id,
    });
    const [again] = shown.buttons;
    if (again === undefined) throw new Error('no button');
    const renewed = await discord.press(again);
    const anew = await discord.until(
      () => renewed.followUps().find(({ content }) => content.includes('healthy')),
      'a new message',
    );
    expect(anew).toMatchObject({ flags: 0, visibleTo: null });
  });
});

it('a setting has it so always, and nothing is refused on the way', async () => {
  await using connected = await connect([mineCommand]);
  const { discord, bot } = connected;
  await bot.stop();
  const { token, apiUrl } = discord;
  const reborn = createDiscordPlatform({ token, apiUrl, layout: 'embeds' }, fakeWorld([mineCommand]));
  await reborn.start();
  const run = await discord.slash({ name: 'mine', options: { target: 'four' } });
  expect(await run.answer()).toMatchObject({ content: expect.stringContaining('4 characters') });
  expect(discord.messages().every(({ flags }) => (flags & v2) === 0)).toBe(true);
  expect(discord.refused).toEqual([]);
  await reborn.stop();
});

describe('text and embed', () => {
  function render(message: Message) {
    const pages = renderEmbeds(message, new Map());
    for (const page of pages) checkMessage(page, 'post', null);
    return pages;
  }

  it.each([1, 24, 25, 26, 60])('takes %i labelled facts', (count) => {
    const facts = Array.from({ length: count }, (_, index) => labelled(`l${index}`, text('v')));
    const [page] = render(said('t', { blocks: [paragraph(text('p')), ...facts] }));
    const [embed] = page.embeds;
    expect(embed?.fields?.length ?? 0).toBe(count <= 25 ? count : 0);
    expect(JSON.stringify(page)).toContain(`l${count - 1}`);
  });

  it.each([
    ['a long fact', [paragraph(text('p')), labelled('l', text('v'.repeat(2000)))]],
    ['long small print', [paragraph(text('p')), note(text('n'.repeat(2100)))]],
    ['small print with a date', [note(date(new Date('2026-12-01T00:00:00Z')))]],
    ['pages of text', Array.from({ length: 30 }, () => paragraph(text('y'.repeat(499))))],
    [
      'long facts and small print',
      [
        paragraph(text('p'.repeat(499))),
        ...Array.from({ length: 8 }, (_, at) => labelled(`l${at}`, text('v'.repeat(400)))),
        note(text('n'.repeat(400))),
      ],
    ],
  ] as readonly (readonly [string, readonly Block[]])[])(
    'holds %s within its limits, and loses none of it',
    (_name, blocks) => {
      const pages = render(said('t', { blocks }));
      const letters = (all: string) => all.replace(/[^pvny]/g, '').length;
      const shown = pages.flatMap(({ embeds }) =>
        embeds.flatMap(({ description = '', fields = [], footer }) => [
          description,
          ...fields.map(({ value }) => value),
          footer?.text ?? '',
        ]),
      );
      const given = JSON.stringify(blocks).replace(
        /"(kind|inlines|text|label|style|at)":("(labelled|note|paragraph|text|date|both)")?/g,
        '',
      );
      expect(letters(shown.join(''))).toBe(letters(given));
      expect(pages[0].content).toBe('✅ **t**');
    },
  );

  it.each([100, 1990, 2100])('keeps a title of %i characters and 100 people within its text', (length) => {
    const people = Array.from({ length: 100 }, (_, index) =>
      discordUser(String(300_000_000_000_000_000n + BigInt(index))),
    );
    const title = [text('t'.repeat(length)), ...people.map((who) => ({ kind: 'mention', who }) as const)];
    const [page] = render(said('t', { title }));
    for (const id of page.allowed_mentions.users) expect(page.content).toContain(`<@${id}>`);
    expect(page.content.match(/<@/g)).toHaveLength(page.allowed_mentions.users.length);
  });
});

it('a component that is refused by itself makes one message classic, not the place', async () => {
  const odd = commandOf('odd', async function* () {
    yield said('odd');
  });
  await using connected = await connect([odd]);
  const { discord } = connected;
  const body = { code: 50_035, message: 'Invalid Form Body', errors: { components: { _errors: [] } } };
  discord.failNext({ method: 'PATCH', path: /^\/webhooks/, reply: { status: 400, body } });
  expect(await (await discord.slash({ name: 'odd' })).answer()).toMatchObject({ flags: 0 });
  expect(await (await discord.slash({ name: 'odd' })).answer()).toMatchObject({ flags: v2 });
});
