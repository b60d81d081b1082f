import { describe, expect, test } from 'vitest';
import { renderMessage as renderDiscord } from '../../src/chat/discord/rendering/render.ts';
import { renderMessage as renderSlack } from '../../src/chat/slack/rendering/render.ts';
import type { DigestContent, DigestRow } from '../../src/views/digest/content.ts';
import { digestMessage } from '../../src/views/digest/message.ts';
import { checkMessage } from '../support/discord/validating/check-message.ts';
import { checkDraft } from '../support/slack/validating/check-message.ts';
import { after, alice, dayMs, noon } from '../support/store-fixtures.ts';

const nothing: DigestContent = {
  at: noon,
  zone: 'UTC',
  missed: [],
  next: after(dayMs),
  breaker: { kind: 'closed' },
  critical: [],
  overdue: [],
  due: [],
  unchecked: [],
  troubled: [],
  news: [],
  renewed: [],
  muted: [],
  unowned: [],
  gone: [],
  undelivered: [],
  fine: 41,
  withoutCertificate: 0,
  drift: null,
  notLookedAtAgain: 0,
  certificates: [],
};

function rowsOf(count: number, change: Partial<DigestRow> = {}): readonly DigestRow[] {
  return Array.from({ length: count }, (_, n) => ({
    names: [`host-${n}.department.example.com`, `www.host-${n}.department.example.com:8443`],
    state: 'critical' as const,
    end: after(n * dayMs),
    seenAt: noon,
    reason: 'Packets to 192.0.2.7 are dropped, as a firewall does that has no rule for this port',
    at: noon,
    isBroken: true,
    isOurs: false,
    owned: { owners: [alice], by: 'endpoint' as const },
    obstacles: ['CAA of example.com forbids letsencrypt.org'],
    newer: null,
    ...change,
  }));
}

/** A bad day for a large fleet: every list is long. */
const worst: DigestContent = {
  ...nothing,
  critical: rowsOf(300),
  overdue: rowsOf(300, { state: 'overdue' }),
  due: rowsOf(300, { state: 'due' }),
  unchecked: rowsOf(300),
  troubled: rowsOf(300),
  unowned: rowsOf(300, { owned: { owners: [], by: 'nobody' } }),
  undelivered: rowsOf(300).map(({ names }) => ({ name: names[0] ?? '', at: noon, reason: 'not_in_channel' })),
  gone: Array.from({ length: 300 }, (_, n) => ({ ...alice, id: `U${n}`, name: `Alice ${n}` })),
  renewed: rowsOf(300).map(({ names }) => names[0] ?? ''),
};

const few = { whole: false, isUndrawn: false };
const whole = { whole: true, isUndrawn: false };

describe('a digest', () => {
  test.each([
    ['of a good day', nothing, few],
    ['of a bad day', worst, few],
    ['of a bad day, whole', worst, whole],
  ])('%s is taken by Slack and by Discord', (_name, content, view) => {
    const message = digestMessage(content, view);
    const ids = new Map((message.buttons ?? []).map((button, n) => [button, `=digest?n=${n}`]));
    checkDraft({ channel: 'C0OPS', ...renderSlack(message, ids, noon) }, 4000);
    const pages = renderDiscord(message, ids);
    for (const page of pages) checkMessage(page, 'post', null);
    expect(JSON.stringify([renderSlack(message, ids, noon), pages])).not.toMatch(/<@U|<!subteam|<@\d/);
    expect(pages.length).toBeLessThanOrEqual(view.whole ? 12 : 3);
  });

  test('of a good day is short, and says when the next comes', () => {
    const message = digestMessage(nothing, few);
    expect(message.summary).toBe('Expiry digest, Mon 21 Sep, 12:00 UTC: all 41 fine.');
    expect(message.blocks).toHaveLength(1);
    expect(message.buttons?.map(({ label }) => label)).toEqual(['When it comes']);
  });

  test('of a bad day says what presses first', () => {
    const { blocks, tone } = digestMessage(worst, few);
    expect(tone).toBe('bad');
    const headings = blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
    expect(headings.slice(0, 3)).toEqual(['Critical (300)', 'Overdue (300)', 'Due for renewal (300)']);
  });

  test('made while so much fell that it looks like us says so', () => {
    const breaker = { kind: 'open', since: after(-60_000), worse: 40, total: 100 } as const;
    const { blocks } = digestMessage({ ...nothing, breaker }, few);
    expect(JSON.stringify(blocks[0])).toContain('40 of 100 endpoints became worse at once');
  });
});
