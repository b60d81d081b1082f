import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../../src/core/watch/audit.ts';
import { after, alice, noon, ops } from '../store-fixtures.ts';
import type { ContractStage } from './contract-stage.ts';

const bob = { ...alice, id: 'U0BOB', name: 'Bob' };

function entry(number: number, parts: Partial<AuditEntry> = {}): AuditEntry {
  return {
    ...{ at: after(number), who: alice, place: ops, did: 'check', to: 'a.example', outcome: 'done' },
    words: `/check ${number}`,
    ...parts,
  };
}

export function auditContract(stage: ContractStage): void {
  describe('the audit log', () => {
    test('is found by person, command, target and time, in pages either way', async () => {
      const store = await stage.open();
      await store.audit.appendAll([
        entry(1, { target: 'A.example' }),
        entry(2, { who: bob, did: 'watch add', target: 'b_c.example' }),
        entry(3, { did: 'watch remove', target: 'bxc.example', outcome: 'refused' }),
        entry(4, { did: 'watchful' }),
      ]);
      await store.audit.append(entry(5));
      const numbers = async (query: Partial<Parameters<typeof store.audit.find>[0]>) =>
        (await store.audit.find({ limit: 9, ...query })).map(({ words }) => Number(words.split(' ')[1]));
      expect(await numbers({})).toEqual([5, 4, 3, 2, 1]);
      expect(await numbers({ who: bob })).toEqual([2]);
      expect(await numbers({ did: 'watch' })).toEqual([3, 2]);
      expect(await numbers({ did: 'watch add' })).toEqual([2]);
      expect(await numbers({ target: 'a.EXAMPLE' })).toEqual([1]);
      expect(await numbers({ target: 'b_c' })).toEqual([2]);
      expect(await numbers({ since: after(4) })).toEqual([5, 4]);
      const [newest, second] = await store.audit.find({ limit: 2 });
      expect(await numbers({ before: second?.number ?? 0, limit: 2 })).toEqual([3, 2]);
      const [first] = await store.audit.find({ limit: 1, after: 0 });
      expect(await numbers({ after: first?.number ?? 0, limit: 2 })).toEqual([2, 3]);
      expect(newest).toEqual({ ...entry(5), number: expect.any(Number) });
    });

    test('loses what is older than said, and nothing else', async () => {
      const store = await stage.open();
      await store.audit.appendAll([entry(1), entry(2), entry(3)]);
      expect(await store.audit.prune(after(2))).toBe(1);
      expect(await store.audit.prune(noon)).toBe(0);
      expect((await store.audit.list(9)).map(({ words }) => words)).toEqual(['/check 3', '/check 2']);
    });

    test('takes many at once, and none at all', async () => {
      const store = await stage.open();
      await store.audit.appendAll([]);
      await store.audit.appendAll(Array.from({ length: 250 }, (_, at) => entry(at)));
      expect(await store.audit.find({ limit: 999 })).toHaveLength(250);
    });
  });
}
