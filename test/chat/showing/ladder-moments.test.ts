import { expect, it } from 'vitest';
import { plainAnswer } from '../../../src/chat/discord/rendering/plain.ts';
import { renderMessage as renderDiscord } from '../../../src/chat/discord/rendering/render.ts';
import { renderMessage as renderSlack } from '../../../src/chat/slack/rendering/render.ts';
import { markdownAnswer } from '../../../src/chat/terminal/formats/markdown.ts';
import { renderTerminal } from '../../../src/chat/terminal/render.ts';
import type { Message, Rung } from '../../../src/core/message.ts';
import { messageHtml } from '../../../src/web/message-html.ts';

const now = new Date('2026-11-27T12:00:00Z');
const expired: Rung = {
  mark: 'bad',
  label: 'Certificate',
  value: 'The certificate expired 30 days ago, on Wed 28 Oct 2026, 19:05 UTC',
  elapsedMs: 5,
};
const sound: Rung = {
  mark: 'good',
  label: 'Certificate',
  value: 'from R11',
  until: new Date('2027-01-26T19:05:00Z'),
  elapsedMs: 5,
};
const message: Message = {
  tone: 'bad',
  title: [],
  blocks: [{ kind: 'ladder', rungs: [expired, sound] }],
  summary: 's',
};
const reader = { zone: 'Europe/Berlin', now };

it('a ladder tells every moment in the zone of whoever reads it, and how far off an end is', () => {
  const terminal = renderTerminal(message, { ...reader, colour: false, width: 120 });
  const markdown = markdownAnswer(message, reader);
  const html = String(messageHtml(message, { ...reader, fileHref: () => '' })).replace(/<[^>]*>/g, '');
  for (const shown of [terminal, markdown, html]) {
    expect(shown).toContain('expired 30 days ago, on Wed 28 Oct, 20:05 CET');
    expect(shown).toMatch(/from R11, until Tue 26 Jan 2027, 20:05 CET \\?\(in 60 days\\?\)/);
    expect(shown).not.toContain('UTC');
  }

  const slack = JSON.stringify(renderSlack(message, new Map(), now).blocks);
  expect(slack).toContain('"text":" failed · The certificate expired 30 days ago, on "');
  expect(slack).toContain(`"type":"date","timestamp":${Date.UTC(2026, 9, 28, 19, 5) / 1000}`);
  expect(slack).toMatch(
    /"text":" \("\},\{"type":"text","text":"in 60 days"\},\{"type":"text","text":"\) · 5 ms"/,
  );

  const discord = JSON.stringify(renderDiscord(message, new Map()));
  expect(discord).toContain(`<t:${Date.UTC(2026, 9, 28, 19, 5) / 1000}:f>`);
  expect(discord).toMatch(/from R11, until <t:\d+:f> \(<t:\d+:R>\) · 5 ms/);

  // A file knows no reader.
  expect(plainAnswer(message, now)).toContain(
    'from R11, until Tue 26 Jan 2027, 19:05 UTC (in 60 days) (5 ms)',
  );
});
