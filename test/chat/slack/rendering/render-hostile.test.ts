import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Payload } from '../../../../src/chat/slack/api/payload.ts';
import { renderMessage } from '../../../../src/chat/slack/rendering/render.ts';
import type { Message } from '../../../../src/core/message.ts';
import { anyMessage } from '../../../support/samples/any-message.ts';
import { checkDraft, longestEdit } from '../../../support/slack/validating/check-message.ts';

const now = new Date('2026-11-24T12:00:00Z');

/** What a certificate could be called to call people, close a mark of ours or hide from the reader. */
const bait = fc
  .array(
    fc.constantFrom(
      '<!channel>',
      '<!here|x>',
      '<@U012AB3CD>',
      '<#C012AB3CD>',
      '<!subteam^S1>',
      '<!date^0^{date}|x>',
      '<https://evil.example|bank>',
      '<',
      '>',
      '!channel>',
      '@U012AB3CD>',
      '&lt;',
      '&',
      '@channel',
      '@here',
      '@everyone',
      '*',
      '_',
      '~',
      '`',
      '```',
      ':skull:',
      '\n',
      '\u001b[31m',
      '\u009b2J',
      '\u202e',
      '\u2066',
      '\u200b',
      '\u0000',
      '\u2028',
      '\ud800',
      ' ',
      'a',
      '😀',
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

const baited: fc.Arbitrary<Message> = fc.record({
  tone: fc.constant('bad' as const),
  title: fc.array(
    bait.map((words) => ({ kind: 'text' as const, text: words })),
    { maxLength: 3 },
  ),
  blocks: fc.array(
    fc.oneof(
      bait.map((words) => ({ kind: 'heading' as const, text: words })),
      bait.map((words) => ({ kind: 'code' as const, text: words })),
      bait.map((words) => ({
        kind: 'note' as const,
        inlines: [
          { kind: 'text' as const, text: words },
          { kind: 'date' as const, at: now, style: 'both' as const },
          { kind: 'link' as const, text: words, url: `https://example.org/${words}` },
        ],
      })),
      bait.map((words) => ({
        kind: 'labelled' as const,
        label: words,
        inlines: [
          {
            kind: 'person' as const,
            who: { platform: 'slack', kind: 'user', id: words, name: words } as const,
          },
          {
            kind: 'mention' as const,
            who: { platform: 'slack', kind: 'group', id: words, name: words } as const,
          },
        ],
      })),
      bait.map((words) => ({ kind: 'table' as const, columns: [words, 'x'], rows: [[words]] })),
      bait.map((words) => ({
        kind: 'ladder' as const,
        rungs: [{ mark: 'bad' as const, label: words, value: words, elapsedMs: 1 }],
      })),
    ),
    { maxLength: 60 },
  ),
  buttons: fc.array(
    bait.map((words) => ({ label: words, command: words, values: { target: words } })),
    { maxLength: 30 },
  ),
  summary: bait,
});

/** Every string of the blocks with the name it stands under. */
function stringsOf(value: unknown, name = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[name, value]];
  if (typeof value !== 'object' || value === null) return [];
  const isMarkup = 'type' in value && value.type === 'mrkdwn';
  return Object.entries(value).flatMap(([key, inner]) => stringsOf(inner, isMarkup ? `mrkdwn ${key}` : key));
}

/** The only markup there is: a date of our own making. */
const ownMark = /^<!date\^\d+\^\{date_short_pretty\} at \{time(_secs)?\}\|[\w ,:+-]+>$/;
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function expectHarmless({ text, blocks }: Payload): void {
  expect(text).not.toMatch(/[<>]/);
  expect(text).not.toMatch(hidden);
  for (const [name, words] of stringsOf(blocks)) {
    if (name === 'value') continue;
    if (name === 'mrkdwn text') {
      expect(words).toMatch(ownMark);
      continue;
    }
    expect(words).not.toMatch(/<[!@#]/);
    // Lines are ended in code and between rungs only.
    expect(words.replaceAll('\n', '')).not.toMatch(hidden);
  }
  expect(JSON.stringify(blocks)).not.toMatch(/"type":"(broadcast|user|usergroup|channel)"/);
}

describe('text of strangers on Slack', () => {
  it('calls nobody, marks nothing up and hides nothing, and Slack takes every message', () => {
    fc.assert(
      fc.property(fc.oneof(baited, anyMessage), (message) => {
        const values = new Map((message.buttons ?? []).map((button) => [button, 'value']));
        const payload = renderMessage(message, values, now);
        checkDraft({ ...payload }, longestEdit);
        expectHarmless(payload);
      }),
      { numRuns: 400 },
    );
  });
});
