import { describe, expect, test } from 'vitest';
import type { Store } from '../../../src/core/store/store.ts';
import type { Condition } from '../../../src/core/watch/alarm/condition.ts';
import type { Incident } from '../../../src/core/watch/alarm/incident.ts';
import {
  after,
  alice,
  certificateEnding,
  dayMs,
  messageSaying,
  newEndpoint,
  noon,
  notificationOf,
  ops,
  sightingOf,
} from '../store-fixtures.ts';
import type { ContractStage } from './contract-stage.ts';

const leaf = 'cd'.repeat(32);

export function incidentOf(id: string, change: Partial<Incident> = {}): Incident {
  return {
    id,
    subject: { kind: 'certificate', fingerprint256: leaf },
    problem: 'lapse',
    home: ops,
    state: 'overdue',
    openedAt: noon,
    stateAt: noon,
    owners: [alice],
    ownedBy: 'endpoint',
    told: {
      name: 'pay.example.com',
      endpoints: [],
      more: 0,
      certificate: {
        fingerprint256: leaf,
        names: ['pay.example.com'],
        issuer: 'Test CA',
        notBefore: after(-80 * dayMs),
        notAfter: after(10 * dayMs),
        seenAt: noon,
      },
      cause: null,
      obstacles: [],
      newer: null,
    },
    ladder: { rung: 0, climbedAt: noon, turn: 0 },
    acknowledged: { by: alice, at: noon, until: after(dayMs), reason: 'renewing', state: 'overdue' },
    snoozedUntil: null,
    flapping: false,
    endedAt: null,
    end: null,
    nextAt: after(dayMs),
    version: 0,
    ...change,
  };
}

const condition: Condition = {
  trouble: 'unreachable',
  fingerprint256: leaf,
  bad: 2,
  good: 0,
  since: noon,
  confirmedAt: null,
  turns: [after(-dayMs)],
  cause: {
    id: 'tcp/refused',
    title: 'Connection refused',
    fix: 'Start it',
    reproduce: null,
    blame: 'target',
  },
};

export function incidentContract(stage: ContractStage): void {
  describe('incidents', () => {
    test('come back as they were saved, a version later', async () => {
      const store = await stage.open();
      const incident = incidentOf('i1');
      expect(await store.incidents.save([incident], [], noon)).toBe(true);
      const saved = { ...incident, version: 1 };
      expect(await store.incidents.find('i1')).toEqual(saved);
      expect(await store.incidents.open()).toEqual([saved]);
      expect(await store.incidents.of(incident.subject)).toEqual([saved]);
      expect(await store.incidents.find('i2')).toBeNull();
    });

    test('are saved with what is to be said, or neither', async () => {
      const store = await stage.open();
      const said = async () => (await store.outbox.claim(after(1), 10, 1)).map(({ key }) => key);
      await store.incidents.save([incidentOf('i1')], [notificationOf('first')], noon);
      const stale = incidentOf('i1', { version: 0 });
      expect(await store.incidents.save([stale], [notificationOf('second')], noon)).toBe(false);
      expect(await said()).toEqual(['first']);
    });

    test('are saved with who did it, or neither', async () => {
      const store = await stage.open();
      const entry = { at: noon, who: alice, did: 'alarm on-it', to: 'i1', words: 'on it' };
      expect(await store.incidents.save([incidentOf('i1')], [], noon, [entry])).toBe(true);
      expect(await store.incidents.save([incidentOf('i1', { version: 0 })], [], noon, [entry])).toBe(false);
      expect(await store.audit.list(9, 'i1')).toEqual([entry]);
    });

    test('of two writers one has to read again', async () => {
      const [one, other] = [await stage.open(), await stage.open()];
      await one.incidents.save([incidentOf('i1')], [], noon);
      const read = await other.incidents.find('i1');
      if (read === null) throw new Error('not saved');
      const saves = [
        { ...read, state: 'critical' as const },
        { ...read, snoozedUntil: after(1) },
      ];
      expect(await one.incidents.save([saves[0] ?? read], [], noon)).toBe(true);
      expect(await other.incidents.save([saves[1] ?? read], [], noon)).toBe(false);
      expect(await other.incidents.find('i1')).toMatchObject({ state: 'critical', snoozedUntil: null });
    });

    test('at most one is open per subject, problem and place; an ended one makes room', async () => {
      const store = await stage.open();
      await store.incidents.save([incidentOf('i1')], [], noon);
      expect(await store.incidents.save([incidentOf('i2')], [], noon)).toBe(false);
      const elsewhere = incidentOf('i3', { home: { platform: 'slack', channel: 'C0OTHER' } });
      const other = incidentOf('i4', { problem: 'revoked', state: 'revoked' });
      expect(await store.incidents.save([elsewhere, other], [], noon)).toBe(true);
      const ended = incidentOf('i1', { version: 1, endedAt: after(5), end: 'renewed' });
      expect(await store.incidents.save([ended, incidentOf('i2', { openedAt: after(6) })], [], noon)).toBe(
        true,
      );
      expect((await store.incidents.of(ended.subject)).map(({ id }) => id)).toEqual(['i2', 'i1', 'i3', 'i4']);
    });

    test('say when there is something to do', async () => {
      const store = await stage.open();
      expect(await store.incidents.nextDue()).toBeNull();
      const of = (id: string, nextAt: Date | null) =>
        incidentOf(id, { subject: { kind: 'endpoint', endpointId: id }, nextAt });
      await store.incidents.save([of('late', after(20)), of('soon', after(10)), of('never', null)], [], noon);
      expect(await store.incidents.nextDue()).toEqual(after(10));
      expect((await store.incidents.due(after(19), 9)).map(({ id }) => id)).toEqual(['soon']);
      expect((await store.incidents.due(after(20), 9)).map(({ id }) => id)).toEqual(['soon', 'late']);
    });
  });

  describe('conversations', () => {
    test('that ended are found by when, the newest first', async () => {
      const store = await stage.open();
      const ended = (id: string, ms: number) => incidentOf(id, { endedAt: after(ms), end: 'renewed' });
      await store.incidents.save(
        [ended('i1', -1), ended('i2', 5), ended('i3', 9), incidentOf('i4')],
        [],
        noon,
      );
      const since = async (limit: number) =>
        (await store.incidents.endedSince(noon, limit)).map(({ id }) => id);
      expect(await since(9)).toEqual(['i3', 'i2']);
      expect(await since(1)).toEqual(['i3']);
    });

    test('know the reference of their head once it was sent, and replace an edit that waits', async () => {
      const store = await stage.open();
      const part = (key: string, act: 'open' | 'reply' | 'edit') =>
        notificationOf(key, { message: messageSaying(key), conversation: { id: 'i1', act } });
      await store.outbox.queue([part('head', 'open'), part('event', 'reply'), part('old', 'edit')], noon);
      await store.outbox.queue([part('new', 'edit')], noon);
      const [head] = await store.outbox.claim(after(1), 10, 1000);
      expect(head).toMatchObject({ key: 'head', head: null, conversation: { id: 'i1', act: 'open' } });
      await store.outbox.settle('head', { kind: 'sent', reference: 'C0OPS:1.2' }, after(2), after(2));
      const order: string[] = [];
      for (;;) {
        const [next] = await store.outbox.claim(after(3), 10, 1000);
        if (next === undefined) break;
        expect(next.head).toBe('C0OPS:1.2');
        order.push(next.message.summary);
        await store.outbox.settle(next.key, { kind: 'sent', reference: 'C0OPS:3' }, after(3), after(3));
      }
      expect(order).toEqual(['event', 'new']);
    });

    test('replace an edit that failed before, and not the one that is being sent', async () => {
      const store = await stage.open();
      const edit = (key: string) =>
        notificationOf(key, { message: messageSaying(key), conversation: { id: 'i1', act: 'edit' } });
      await store.outbox.queue([edit('first')], noon);
      await store.outbox.claim(noon, 10, 1000);
      await store.outbox.settle('first', { kind: 'retry', afterMs: null, reason: '503' }, noon, after(5));
      await store.outbox.queue([edit('second')], after(1));
      const [second] = await store.outbox.claim(after(5), 10, 1000);
      expect(second?.key).toBe('second');
      await store.outbox.queue([edit('third')], after(5));
      await store.outbox.settle(
        'second',
        { kind: 'retry', afterMs: null, reason: '503' },
        after(6),
        after(6),
      );
      const [again] = await store.outbox.claim(after(6), 10, 1000);
      expect(again?.key).toBe('second');
    });
  });

  describe('what an endpoint serves', () => {
    async function watched(store: Store, typed: string, fingerprints: readonly string[]) {
      const endpoint = await store.endpoints.add(newEndpoint(typed), noon);
      if (endpoint === null) throw new Error('there already');
      const served = fingerprints.map((fingerprint256) => ({
        ...certificateEnding(60 * dayMs, fingerprint256),
        renewalWindow: { start: noon, end: after(dayMs), source: 'Test CA', explanationUrl: null },
        addresses: ['192.0.2.1:443'],
      }));
      const sighting = sightingOf(endpoint.id, { served });
      await store.endpoints.recordLook(sighting, [], noon);
      return { endpoint, sighting };
    }

    test('is found by its leaf, until it serves another', async () => {
      const store = await stage.open();
      const one = await watched(store, 'one.example.com', [leaf, 'ef'.repeat(32)]);
      const two = await watched(store, 'two.example.com', [leaf]);
      const found = await store.endpoints.serving([leaf]);
      const byId = (some: readonly { readonly endpoint: { readonly id: string } }[]) =>
        some.toSorted((a, b) => (a.endpoint.id < b.endpoint.id ? -1 : 1));
      expect(byId(found)).toEqual(byId([one, two]));
      await store.endpoints.recordLook(sightingOf(one.endpoint.id, { at: after(5) }), [], after(5));
      expect((await store.endpoints.serving([leaf])).map(({ endpoint }) => endpoint.id)).toEqual([
        two.endpoint.id,
      ]);
      // A look that began earlier and ended later changes nothing.
      await store.endpoints.recordLook({ ...one.sighting, at: noon }, [], after(6));
      expect(await store.endpoints.serving([leaf])).toHaveLength(1);
      await store.endpoints.remove(two.endpoint.id);
      expect(await store.endpoints.serving([leaf])).toEqual([]);
    });

    test('is doubtful while a trouble waits to be confirmed or cleared', async () => {
      const store = await stage.open();
      const { endpoint, sighting } = await watched(store, 'one.example.com', [leaf]);
      const save = async (minute: number, change: Partial<Condition>) => {
        const conditions = [{ ...condition, ...change }];
        await store.endpoints.recordLook({ ...sighting, at: after(minute), conditions }, [], noon);
        expect((await store.endpoints.sighting(endpoint.id))?.conditions).toEqual(conditions);
        return (await store.endpoints.doubtful(10)).length;
      };
      expect(await store.endpoints.doubtful(10)).toEqual([]);
      expect(await save(1, {})).toBe(1);
      expect(await save(2, { bad: 3, confirmedAt: after(2) })).toBe(0);
      expect(await save(3, { bad: 0, good: 1, confirmedAt: after(2) })).toBe(1);
      expect(await save(4, { bad: 0, good: 2, confirmedAt: null })).toBe(0);
      const starved = { ...sighting, at: after(5), rootCause: 'vantage/overloaded' };
      await store.endpoints.recordLook(starved, [], noon);
      expect(await store.endpoints.doubtful(10)).toHaveLength(1);
    });
  });

  describe('rules, audit and marks', () => {
    test('a rule replaces that of its scope and keeps its place', async () => {
      const store = await stage.open();
      const rule = (value: string, setBy: string) => ({
        scope: { kind: 'label' as const, label: 'team', value },
        owners: [alice],
        policy: { objective: 0.9999 },
        setBy,
        setAt: noon,
      });
      await store.rules.set(rule('pay', 'Alice'));
      await store.rules.set(rule('web', 'Alice'));
      await store.rules.set(rule('pay', 'Bob'));
      expect(await store.rules.list()).toEqual([rule('pay', 'Bob'), rule('web', 'Alice')]);
      expect(await store.rules.remove(rule('pay', '').scope)).toBe(true);
      expect(await store.rules.remove(rule('pay', '').scope)).toBe(false);
      expect(await store.rules.list()).toHaveLength(1);
    });

    test('the audit log is read newest first, of one thing or of all', async () => {
      const store = await stage.open();
      const entry = (to: string, words: string) => ({ at: noon, who: alice, did: 'alarm ack', to, words });
      for (const [to, words] of [
        ['i1', 'a'],
        ['i2', 'b'],
        ['i1', 'c'],
      ] as const) {
        await store.audit.append(entry(to, words));
      }
      expect((await store.audit.list(2)).map(({ words }) => words)).toEqual(['c', 'b']);
      expect(await store.audit.list(9, 'i1')).toEqual([entry('i1', 'c'), entry('i1', 'a')]);
    });

    test('a mark is swapped by exactly one', async () => {
      const [one, other] = [await stage.open(), await stage.open()];
      expect(await one.marks.get('breaker')).toBeNull();
      expect(await one.marks.swap('breaker', null, 'open')).toBe(true);
      expect(await other.marks.swap('breaker', null, 'open')).toBe(false);
      expect(await other.marks.swap('breaker', 'open', 'shut')).toBe(true);
      await one.marks.set('breaker', null);
      expect(await one.marks.get('breaker')).toBeNull();
    });
  });
}
