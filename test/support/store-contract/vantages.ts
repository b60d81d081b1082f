import { describe, expect, test } from 'vitest';
import type { Question } from '../../../src/core/store/vantages.ts';
import { livesForMs, type Member } from '../../../src/core/vantages/member.ts';
import { after, dayMs, noon } from '../store-fixtures.ts';
import type { ContractStage } from './contract-stage.ts';

function member(id: string, change: Partial<Member> = {}): Member {
  return {
    id,
    roles: ['worker'],
    vantage: 'eu-1',
    version: '1.0.0',
    startedAt: after(-dayMs),
    seenAt: noon,
    ...change,
  };
}

function question(id: string, change: Partial<Question> = {}): Question {
  return { id, vantage: 'eu-1', words: `{"id":"${id}"}`, askedAt: noon, ...change };
}

const taking = { now: noon, leaseMs: 3000, limit: 10 };

export function vantageContract(stage: ContractStage): void {
  describe('living processes', () => {
    test('are those that were seen, as they were seen last, until they leave', async () => {
      const [one, other] = [await stage.open(), await stage.open()];
      await one.members.beat(member('b'));
      await one.members.beat(member('a', { vantage: null, roles: ['bot', 'scheduler'] }));
      expect(await other.members.living(after(livesForMs))).toEqual([
        member('a', { vantage: null, roles: ['bot', 'scheduler'] }),
        member('b'),
      ]);
      await one.members.beat(member('b', { seenAt: after(5000), version: '1.0.1' }));
      expect(await other.members.living(after(livesForMs + 1))).toEqual([
        member('b', { seenAt: after(5000), version: '1.0.1' }),
      ]);
      // Of a clock that was set back since, or of another machine's.
      expect(await other.members.living(after(5000 - livesForMs))).toHaveLength(2);
      expect(await other.members.living(after(4999 - livesForMs))).toHaveLength(1);
      expect(await other.members.living(after(-livesForMs - 1))).toEqual([]);
      await other.members.leave('b');
      expect((await one.members.living(noon)).map(({ id }) => id)).toEqual(['a']);
    });

    test('are forgotten a day after they fell silent', async () => {
      const store = await stage.open();
      await store.members.beat(member('old'));
      await store.members.beat(member('new', { seenAt: after(dayMs + 1) }));
      expect((await store.members.living(noon)).map(({ id }) => id)).toEqual([]);
      expect((await store.members.living(after(dayMs + 1))).map(({ id }) => id)).toEqual(['new']);
    });
  });

  describe('questions to other vantages', () => {
    test('are taken once, by whom they are for, the oldest first', async () => {
      const [one, other] = [await stage.open(), await stage.open()];
      await one.questions.ask([question('second', { askedAt: after(1) }), question('first')]);
      await one.questions.ask([question('elsewhere', { vantage: 'us-1' })]);
      await one.questions.ask([]);
      const both = await Promise.all([
        one.questions.take('eu-1', 'x', taking),
        other.questions.take('eu-1', 'y', taking),
      ]);
      expect(both.flat().map(({ id }) => id)).toHaveLength(2);
      expect(await one.questions.take('eu-1', 'x', taking)).toEqual([]);
      const there = await one.questions.take('us-1', 'x', { ...taking, limit: 1 });
      expect(there).toEqual([question('elsewhere', { vantage: 'us-1' })]);
    });

    test('go to another when their taker does not hold them', async () => {
      const store = await stage.open();
      await store.questions.ask([question('q')]);
      await store.questions.take('eu-1', 'x', taking);
      expect(await store.questions.hold('x', after(5000))).toEqual(['q']);
      expect(await store.questions.hold('y', after(9000))).toEqual([]);
      expect(await store.questions.take('eu-1', 'y', { ...taking, now: after(4000) })).toEqual([]);
      expect(await store.questions.take('eu-1', 'y', { ...taking, now: after(5000) })).toHaveLength(1);
      expect(await store.questions.read(['q'])).toEqual([{ id: 'q', takenBy: 'y', answer: null }]);
    });

    test('have one answer, the first, and none once nobody asks any more', async () => {
      const store = await stage.open();
      await store.questions.ask([question('q'), question('r')]);
      expect(await store.questions.read(['q', 'nobody'])).toEqual([{ id: 'q', takenBy: null, answer: null }]);
      await store.questions.take('eu-1', 'x', taking);
      expect(await store.questions.answer('q', '{"seen":1}', after(1))).toBe(true);
      expect(await store.questions.answer('q', '{"seen":2}', after(2))).toBe(false);
      expect(await store.questions.read(['q'])).toEqual([{ id: 'q', takenBy: 'x', answer: '{"seen":1}' }]);
      // What is answered is held no more, and nobody takes it.
      expect(await store.questions.hold('x', after(9000))).toEqual(['r']);
      expect(await store.questions.take('eu-1', 'y', { ...taking, now: after(dayMs) })).toHaveLength(1);
      await store.questions.close(['q', 'r', 'nobody']);
      expect(await store.questions.read(['q', 'r'])).toEqual([]);
      expect(await store.questions.answer('r', '{}', after(3))).toBe(false);
      expect(await store.questions.hold('x', after(9000))).toEqual([]);
    });

    test('are forgotten after a day', async () => {
      const store = await stage.open();
      await store.questions.ask([question('old')]);
      await store.questions.ask([question('new', { askedAt: after(dayMs + 1) })]);
      expect((await store.questions.read(['old', 'new'])).map(({ id }) => id)).toEqual(['new']);
    });
  });
}
