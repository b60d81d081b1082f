import type { DigestContent, DigestRow } from '../../../src/views/digest/content.ts';
import { entryEnding } from '../samples/timeline-entries.ts';
import { after, alice, bob, dayMs, noon } from '../store-fixtures.ts';

function row(name: string, days: number, change: Partial<DigestRow> = {}): DigestRow {
  return {
    names: [name],
    state: 'due',
    end: after(days * dayMs),
    seenAt: noon,
    reason: null,
    at: noon,
    isBroken: false,
    isOurs: false,
    owned: { owners: [alice], by: 'endpoint' },
    obstacles: [],
    newer: null,
    ...change,
  };
}

/** A usual morning: one that cannot wait, two that are due, one broken for another reason. */
export const digest: DigestContent = {
  at: noon,
  zone: 'UTC',
  missed: [],
  next: after(dayMs),
  breaker: { kind: 'closed' },
  critical: [
    row('pay.example.com', 3, { state: 'critical', obstacles: ['port 80 of pay.example.com is closed'] }),
  ],
  overdue: [],
  due: [
    row('shop.example.com', 21),
    row('mail.example.com', 24, { owned: { owners: [bob], by: 'endpoint' } }),
  ],
  unchecked: [],
  troubled: [
    row('api.example.com', 60, {
      state: 'ok',
      isBroken: true,
      reason: 'The server does not send its intermediate certificate',
    }),
  ],
  news: [{ name: 'www.example.com', kind: 'renewed', at: after(-dayMs / 2), words: 'overdue' }],
  renewed: ['cdn.example.com'],
  muted: [],
  unowned: [],
  gone: [],
  undelivered: [],
  fine: 41,
  withoutCertificate: 2,
  drift: null,
  notLookedAtAgain: 0,
  certificates: [
    entryEnding('pay.example.com', 3),
    entryEnding('shop.example.com', 21),
    entryEnding('mail.example.com', 24),
    entryEnding('api.example.com', 60),
    ...Array.from({ length: 20 }, (_, at) => entryEnding(`host-${at}.example.com`, 40 + ((at * 7) % 45))),
  ],
};
