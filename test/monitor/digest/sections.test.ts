import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Condition } from '../../../src/core/watch/alarm/condition.ts';
import { rememberPresence } from '../../../src/monitor/delivery/gone-people.ts';
import { keepLeaves } from '../../../src/monitor/digest/leaves.ts';
import { leavesOf } from '../../../src/monitor/digest/news.ts';
import { incidentOf } from '../../support/store-contract/incidents.ts';
import { after, alice, bob, dayMs, noon, oncall, ops } from '../../support/store-fixtures.ts';
import { digestOf, linesOf, seen, under } from '../../support/watch/digesting.ts';
import { failing, seenCertificate, serving, type WatchStage, watchStage } from '../../support/watch-stage.ts';

let stage: WatchStage;
beforeEach(async () => {
  stage = await watchStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

describe('a row is a certificate', () => {
  test('fifteen endpoints with one certificate are one row, and one in the count', async () => {
    for (let n = 1; n <= 15; n++) {
      await seen(stage, `h${n}.example`, serving(2 * dayMs, 'shared'), { owners: n === 3 ? [bob] : [alice] });
    }
    await seen(stage, 'a.example', serving(60 * dayMs, 'fine'));
    await seen(stage, 'b.example', serving(60 * dayMs, 'fine'));
    const lines = await linesOf(stage);
    expect(lines[0]).toContain(': 1 critical, 1 fine');
    expect(under(lines, 'Critical (1)')).toEqual([
      '- in 2 days h1.example, h10.example and 13 more · Alice, Bob',
    ]);
  });

  test('an endpoint whose addresses serve two certificates stands where each belongs', async () => {
    await seen(stage, 'a.example', {
      certificates: [seenCertificate(2 * dayMs, 'old'), seenCertificate(80 * dayMs, 'new')],
    });
    const lines = await linesOf(stage);
    expect(lines[0]).toContain(': 1 critical, 1 fine');
  });

  test('one that cannot be seen at one of its endpoints is not fine', async () => {
    await seen(stage, 'a.example', serving(60 * dayMs, 'shared'));
    await seen(stage, 'b.example', serving(60 * dayMs, 'shared'));
    stage.served.set('b.example', failing('tcp/filtered', 'Packets are dropped'));
    stage.pass(dayMs + 1);
    const lines = await linesOf(stage);
    expect(lines[0]).toContain(': 1 could not be checked, 0 fine');
    expect(under(lines, 'Could not check (1)').join()).toMatch(/^- b\.example: Packets are dropped · /);
  });

  test('a policy of fixed days decides as it does for alarms', async () => {
    await seen(stage, 'a.example', serving(40 * dayMs, 'a1'), { labels: { team: 'pay' } });
    await stage.store.rules.set({
      scope: { kind: 'label', label: 'team', value: 'pay' },
      owners: null,
      policy: { thresholds: { kind: 'days', due: 60, overdue: 45, critical: 10 } },
      setBy: 'Alice',
      setAt: noon,
    });
    expect((await linesOf(stage))[0]).toContain(': 1 overdue, 0 fine');
  });
});

describe('owners', () => {
  test('come by rule, by fallback, or are missed', async () => {
    await seen(stage, 'rule.example', serving(2 * dayMs, 'r1'), { owners: [], labels: { team: 'pay' } });
    await seen(stage, 'none.example', serving(60 * dayMs, 'n1'), { owners: [] });
    await stage.store.rules.set({
      scope: { kind: 'label', label: 'team', value: 'pay' },
      owners: [oncall],
      policy: null,
      setBy: 'Alice',
      setAt: noon,
    });
    const lines = await linesOf(stage);
    expect(under(lines, 'Critical (1)')).toEqual(['- in 2 days rule.example · payments-oncall']);
    // Also one that is fine: when it is not, it is too late to look for an owner.
    expect(under(lines, 'Without an owner (1)')).toEqual(['- none.example · nobody is called']);
    await stage.store.rules.set({
      scope: { kind: 'all' },
      owners: [bob],
      policy: null,
      setBy: 'Alice',
      setAt: noon,
    });
    expect(under(await linesOf(stage), 'Without an owner (1)')).toEqual([
      '- none.example · only the fallback is called: Bob',
    ]);
  });

  test('who are gone are named where they own something, and nowhere else', async () => {
    await seen(stage, 'a.example', serving(60 * dayMs, 'a1'));
    await rememberPresence(stage.store.marks, { gone: [alice, bob], here: [] }, noon);
    expect(under(await linesOf(stage), 'Owners who are gone (1)')).toEqual(['- Alice']);
    expect(JSON.stringify(await digestOf(stage))).not.toContain('"mention"');
  });
});

describe('what stands in the way of renewal', () => {
  test('is said with the row, and that it was renewed and not deployed', async () => {
    await seen(stage, 'a.example', serving(2 * dayMs, 'aa'.repeat(32)));
    await seen(stage, 'b.example', serving(3 * dayMs, 'bb'.repeat(32)));
    const obstacle = { fix: 'x', reproduce: null, finding: 'dns/caa-forbids-issuer' } as const;
    await stage.store.outlooks.put('aa'.repeat(32), {
      at: noon,
      obstacles: [
        { ...obstacle, severity: 'blocks', sentence: 'CAA of example.com forbids letsencrypt.org' },
        { ...obstacle, severity: 'may-block', sentence: 'port 80 is closed' },
      ],
      newer: null,
    });
    await stage.store.outlooks.put('bb'.repeat(32), {
      at: noon,
      obstacles: [],
      newer: {
        seen: 'served',
        where: '192.0.2.7:443',
        since: noon,
        notBefore: noon,
        notAfter: after(90 * dayMs),
        issuer: 'Test CA',
        fingerprint256: null,
      },
    });
    expect(under(await linesOf(stage), 'Critical (2)')).toEqual([
      '- in 2 days a.example · Alice · will lapse because CAA of example.com forbids letsencrypt.org (and 1 more reason)',
      expect.stringMatching(
        /^- in 3 days b\.example · Alice · renewed, not deployed: A newer certificate .* is served by 192\.0\.2\.7:443/,
      ),
    ]);
  });
});

describe('since the last digest', () => {
  test('alarms that are over are told, older ones and those of other places are not', async () => {
    const ended = (id: string, hours: number, change = {}) =>
      incidentOf(id, {
        subject: { kind: 'certificate', fingerprint256: id },
        endedAt: after(-hours * 3_600_000),
        end: 'renewed',
        ...change,
      });
    await stage.store.incidents.save(
      [
        ended('i1', 2),
        ended('i2', 3, { end: 'recovered', problem: 'unreachable', state: 'unreachable' }),
        ended('i3', 30),
        ended('i4', 1, { home: { platform: 'discord', channel: '42' } }),
        ended('i5', 1, { end: 'removed' }),
      ],
      [],
      noon,
    );
    const lines = under(await linesOf(stage, { since: after(-24 * 3_600_000) }), 'Since the last digest');
    expect(lines).toEqual([
      '- pay.example.com · renewed 2 hours ago (was overdue)',
      '- pay.example.com · recovered 3 hours ago (was unreachable)',
    ]);
  });

  test('a confirmed change stands there, with what changed', async () => {
    const { id } = await seen(stage, 'a.example', serving(60 * dayMs, 'a1'));
    const sighting = await stage.store.endpoints.sighting(id);
    const changed: Condition = {
      trouble: 'changed',
      fingerprint256: 'a1',
      bad: 1,
      good: 0,
      since: noon,
      confirmedAt: noon,
      turns: [noon],
      cause: {
        id: null,
        title: 'Another authority issued it: Mallory instead of Test CA',
        fix: null,
        reproduce: null,
        blame: 'target',
      },
    };
    if (sighting !== null)
      await stage.store.endpoints.recordLook({ ...sighting, conditions: [changed] }, [], noon);
    expect(under(await linesOf(stage), 'Since the last digest (1)')).toEqual([
      '- a.example · changed now: Another authority issued it: Mallory instead of Test CA',
    ]);
  });

  test('what was renewed without an alarm is one line', async () => {
    for (const host of ['a', 'b', 'c', 'd'])
      await seen(stage, `${host}.example`, serving(60 * dayMs, `${host}1`));
    await keepLeaves(stage.store.marks, ops, leavesOf(await stage.store.endpoints.rows(noon)));
    expect((await linesOf(stage)).join('\n')).not.toContain('Renewed');
    for (const host of ['a', 'b', 'c', 'd'])
      stage.served.set(`${host}.example`, serving(90 * dayMs, `${host}2`));
    stage.pass(dayMs + 1);
    expect(await linesOf(stage)).toContain(
      'Renewed since the last digest (4): a.example, b.example, c.example and 1 more.',
    );
  });
});

test('who is on it and what is snoozed is listed with its end, and nothing that is over', async () => {
  const open = (id: string, change = {}) =>
    incidentOf(id, { subject: { kind: 'certificate', fingerprint256: id }, acknowledged: null, ...change });
  const taken = { by: alice, at: noon, until: after(dayMs), reason: 'waiting for the CA', state: 'overdue' };
  await stage.store.incidents.save(
    [
      open('i1', { acknowledged: taken }),
      open('i2', { snoozedUntil: after(2 * dayMs) }),
      open('i3', { acknowledged: { ...taken, until: null, reason: null } }),
      open('i4', { acknowledged: { ...taken, until: after(-1) } }),
      open('i5', { acknowledged: { ...taken, state: 'due' } }),
      open('i6', { snoozedUntil: after(-1) }),
    ],
    [],
    noon,
  );
  expect(under(await linesOf(stage), 'Muted (3)')).toEqual([
    '- pay.example.com · overdue · Alice is on it until Tue 22 Sep, 12:00 UTC: waiting for the CA',
    '- pay.example.com · overdue · snoozed until Wed 23 Sep, 12:00 UTC',
    '- pay.example.com · overdue · Alice is on it until it worsens',
  ]);
});

test('what is in planned maintenance is listed with its end and why, together with what was muted with it', async () => {
  const muted = { until: after(2 * dayMs), by: bob, at: noon, reason: 'new switches' };
  const ids: string[] = [];
  for (const host of ['d', 'a', 'b', 'c'])
    ids.push((await seen(stage, `${host}.example`, serving(60 * dayMs, host))).id);
  const other = await seen(stage, 'e.example', serving(60 * dayMs, 'e'));
  const over = await seen(stage, 'f.example', serving(60 * dayMs, 'f'));
  await stage.store.endpoints.changeAll(ids, { muted });
  await stage.store.endpoints.change(other.id, { muted: { ...muted, until: after(dayMs), reason: null } });
  await stage.store.endpoints.change(over.id, { muted: { ...muted, until: noon } });
  expect(under(await linesOf(stage), 'Muted (2)')).toEqual([
    '- e.example · maintenance until Tue 22 Sep, 12:00 UTC by Bob',
    '- a.example, b.example, c.example and 1 more · maintenance until Wed 23 Sep, 12:00 UTC by Bob: new switches',
  ]);
});
