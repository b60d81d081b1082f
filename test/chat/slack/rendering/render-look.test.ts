import { describe, expect, it } from 'vitest';
import { renderMessage } from '../../../../src/chat/slack/rendering/render.ts';
import { type Inline, type Message, note, paragraph, text, tones } from '../../../../src/core/message.ts';
import type { Mention } from '../../../../src/core/people.ts';
import { brokenSample, healthySample, tableSample } from '../../../support/samples/sample-messages.ts';
import { checkDraft, longestEdit } from '../../../support/slack/validating/check-message.ts';

const now = new Date('2026-11-25T12:00:00Z');
const alice: Mention = { platform: 'slack', kind: 'user', id: 'U012AB3CD', name: 'Alice' };

function blocksOf(message: Message): readonly object[] {
  const values = new Map((message.buttons ?? []).map((button) => [button, button.command]));
  const payload = renderMessage(message, values, now);
  checkDraft({ ...payload }, longestEdit);
  return payload.blocks;
}

function titled(...title: readonly Inline[]): Message {
  return { tone: 'neutral', title, blocks: [], summary: 'S' };
}

/** The elements of the first line. */
function lineOf(...inlines: readonly Inline[]): readonly unknown[] {
  const [first] = blocksOf(titled(...inlines)) as readonly [{ elements: [{ elements: readonly unknown[] }] }];
  return first.elements[0].elements;
}

describe('an answer on Slack', () => {
  it('reads verdict, fix, ladder, cause, evidence and command, then buttons, then small print', () => {
    const blocks = blocksOf(brokenSample);
    expect(blocks.map((block) => (block as { type: string }).type)).toEqual([
      ...Array(6).fill('rich_text'),
      'rich_text',
      'actions',
      'context',
    ]);
    const shown = blocks.map((block) => JSON.stringify(block));
    expect(shown[0]).toContain('red_circle');
    expect(shown[0]).toContain('the intermediate certificate is not sent');
    expect(shown[1]).toContain('Fix');
    expect(shown[2]).toContain(' ok · 2 addresses, TTL 300 s · 4 ms');
    expect(shown.at(-1)).toContain('<!date^1795607940^{date_short_pretty} at {time}|');
  });

  it('puts a list and a command under the label that heads them', () => {
    const kinds = blocksOf(brokenSample).map((block) =>
      ((block as { elements?: readonly { type: string }[] }).elements ?? []).map(({ type }) => type),
    );
    expect(kinds).toContainEqual(['rich_text_section', 'rich_text_list']);
    expect(kinds).toContainEqual(['rich_text_section', 'rich_text_preformatted']);
  });

  it('is short when all is well', () => {
    expect(blocksOf(healthySample)).toHaveLength(4);
  });

  it('shows a table as fixed text with its columns under each other', () => {
    const table = JSON.stringify(blocksOf(tableSample));
    expect(table).toContain(
      '#  subject          issuer        until\\n-  ---------------  ------------  ----------\\n0  api.example.org  R11',
    );
  });

  it('says every mark and every tone in words as well', () => {
    for (const mark of ['good', 'warning', 'bad', 'unknown', 'waiting', 'later', 'not-reached'] as const) {
      const rung = { mark, label: 'TLS', value: '', elapsedMs: null };
      const shown = JSON.stringify(
        blocksOf({ ...titled(text('T')), blocks: [{ kind: 'ladder', rungs: [rung] }] }),
      );
      expect(shown).toMatch(/ (ok|warning|failed|unknown|looking|not yet|not reached)"/);
    }
    for (const tone of tones)
      expect(JSON.stringify(blocksOf({ ...titled(text('Verdict')), tone }))).toContain('Verdict');
  });

  it('unfurls nothing and always has a text', () => {
    const payload = renderMessage(brokenSample, new Map(), now);
    expect(payload).toMatchObject({ unfurl_links: false, unfurl_media: false, text: brokenSample.summary });
    // Without values there is nothing that could be pressed.
    expect(JSON.stringify(payload.blocks)).not.toContain('"actions"');
  });
});

describe('one inline', () => {
  it('calls a person or group only where it is a mention of Slack', () => {
    const group: Mention = { platform: 'slack', kind: 'group', id: 'S0614TZR7', name: 'ops' };
    expect(lineOf({ kind: 'mention', who: alice })).toEqual([{ type: 'user', user_id: 'U012AB3CD' }]);
    expect(lineOf({ kind: 'mention', who: group })).toEqual([
      { type: 'usergroup', usergroup_id: 'S0614TZR7' },
    ]);
    const uncalled: readonly Inline[] = [
      { kind: 'person', who: alice },
      { kind: 'mention', who: { ...alice, platform: 'discord' } },
      { kind: 'mention', who: { ...alice, id: 'U1> <!channel' } },
      { kind: 'mention', who: { ...alice, kind: 'channel', id: 'C012AB3CD', name: 'Alice' } },
    ];
    for (const inline of uncalled) expect(lineOf(inline)).toMatchObject([{ type: 'text' }]);
    expect(lineOf({ kind: 'person', who: { ...alice, name: '@channel' } })).toEqual([
      { type: 'text', text: 'channel' },
    ]);
  });

  it('keeps dates as dates, so that each reader sees their own zone', () => {
    const at = new Date('2026-12-01T13:00:00Z');
    const date = {
      type: 'date',
      timestamp: 1796130000,
      format: '{date_short_pretty} at {time}',
      fallback: 'Tue 1 Dec, 13:00 UTC',
    };
    expect(lineOf({ kind: 'date', at, style: 'absolute' })).toEqual([date]);
    const clock = { format: '{date_short_pretty} at {time_secs}', fallback: 'Tue 1 Dec, 13:00:00 UTC' };
    expect(lineOf({ kind: 'date', at, style: 'clock' })).toEqual([{ ...date, ...clock }]);
    expect(lineOf({ kind: 'date', at, style: 'relative' })).toEqual([{ type: 'text', text: 'in 6 days' }]);
    expect(lineOf({ kind: 'date', at, style: 'both' })).toEqual([
      { type: 'text', text: 'in 6 days (' },
      date,
      { type: 'text', text: ')' },
    ]);
  });

  it.each([new Date(Number.NaN), new Date(-1), new Date(8.64e15)])('takes any date: %s', (at) => {
    const inline: Inline = { kind: 'date', at, style: 'both' };
    expect(JSON.stringify(lineOf(inline))).not.toContain('timestamp');
    blocksOf({ ...titled(text('T')), blocks: [paragraph(inline), note(inline)] });
  });

  it.each([
    ['https://example.org/a|b>c', 'https://example.org/a%7Cb%3Ec'],
    ['http://example.org', 'http://example.org/'],
  ])('links %s', (url, target) => {
    expect(lineOf({ kind: 'link', text: 'site', url })).toEqual([
      { type: 'link', url: target, text: 'site' },
    ]);
  });

  it.each([
    'javascript:alert(1)',
    'https://user:word@example.org/',
    'https://bank.example@example.org/',
    'file:///etc/passwd',
    'nonsense',
    '',
  ])('does not link %s', (url) => {
    expect(lineOf({ kind: 'link', text: 'site', url })).toEqual([{ type: 'text', text: 'site' }]);
  });
});
