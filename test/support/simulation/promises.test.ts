import { expect, test } from 'vitest';
import type { Leaf, Site } from './fleet.ts';
import type { Delivered } from './ledger.ts';
import { judge, type Outcome } from './promises.ts';
import { openSightings } from './sightings.ts';

const dayMs = 86_400_000;
const begin = Date.UTC(2026, 0, 5);
const leaf: Leaf = {
  fingerprint256: 'aa',
  notBefore: begin - 60 * dayMs,
  notAfter: begin + 30 * dayMs,
  window: null,
  names: ['e0.example'],
};
const site: Site = {
  home: { platform: 'slack', channel: 'C1' },
  owners: [],
  listeners: [{ host: 'e0.example', serves: [{ from: begin, leaf }], outages: [] }],
};
const alarm: Delivered = {
  at: begin + 20 * dayMs,
  key: 'alarm:1:open',
  where: 'C1',
  problem: 'lapse',
  fingerprint256: 'aa',
  unprompted: true,
  calls: ['certificate:aa lapse C1 overdue:0:0 U1'],
};

/** Seen critical a day before its end. */
function outcome(delivered: readonly Delivered[], healthy = false): Outcome {
  const sightings = openSightings();
  const at = leaf.notAfter - dayMs;
  const certificate = {
    fingerprint256: 'aa',
    notBefore: new Date(leaf.notBefore),
    notAfter: new Date(leaf.notAfter),
    issuer: 'R13',
    names: leaf.names,
    addresses: [],
  };
  for (let each = begin; each < begin + 60 * dayMs; each += dayMs) {
    const certificates = each === at ? [certificate] : [];
    sightings.look({ at: new Date(each), certificates } as never, each);
  }
  return {
    sites: [site],
    begin,
    end: begin + 60 * dayMs,
    healthy,
    delivered,
    sightings,
    disasters: { offline: [], halfBlind: [], clock: [], stops: [], chatDown: [] },
    counts: { steps: 1, restarts: 0, faults: 0 },
  };
}

test('what was announced and called before its end keeps every promise', () => {
  expect(judge(outcome([alarm])).broken).toEqual([]);
});

test.each([
  ['a lapse that nobody was told of', [], /ended unannounced/],
  ['one that was told after its end', [{ ...alarm, at: leaf.notAfter + 1 }], /ended unannounced/],
  ['one that nobody was called about', [{ ...alarm, calls: [] }], /nobody was called about/],
  ['the same call by another message', [alarm, { ...alarm, key: 'alarm:2:open' }], /^called twice/],
  ['the same message again', [alarm, { ...alarm, calls: [] }], /^delivered twice/],
])('%s breaks one', (_what, delivered, sentence) => {
  const { broken } = judge(outcome(delivered));
  expect(broken).toHaveLength(1);
  expect(broken[0]).toMatch(sentence);
});

test('two messages to a place of a healthy fleet on one day break one', () => {
  const other = { ...alarm, key: 'digest:1', calls: [] };
  expect(judge(outcome([alarm, other], true)).broken).toEqual([
    'more than one message of its own accord: C1 on 2026-01-25 (alarm:1:open, digest:1)',
  ]);
});

test('a watcher that goes blind breaks one, for it saw nothing that it did not tell of', () => {
  const good = outcome([alarm]);
  expect(judge({ ...good, end: good.end + 4 * dayMs }).broken).toEqual([
    'nobody looked at anything for 120 hours',
  ]);
  expect(judge({ ...good, sightings: openSightings() }).broken).toContain(
    'nobody looked at anything for 1440 hours',
  );
});
