import { describe, expect, test } from 'vitest';
import { noCounts } from '../../../src/core/watch/sweep-counts.ts';
import { diagnosisOf } from '../commanding.ts';
import { after, newEndpoint, noon } from '../store-fixtures.ts';
import type { ContractStage } from './contract-stage.ts';

const sweep = { id: 's', slot: noon, plannedAt: after(1) };
const outcome = { counts: { ...noCounts, looked: 3 }, ripe: [] };

export function sweepContract(stage: ContractStage): void {
  describe('sweeps that are shared out', () => {
    test('one of each id is begun, found and listed until it ended, which one caller does', async () => {
      const { sweeps } = await stage.open();
      expect(await sweeps.begin(sweep)).toBe(true);
      expect(await sweeps.begin(sweep)).toBe(false);
      expect(await sweeps.find('s')).toEqual({ ...sweep, bounds: null });
      expect(await sweeps.running()).toEqual([{ ...sweep, bounds: null }]);
      expect(await sweeps.end('s', after(2))).toBe(true);
      expect(await sweeps.end('s', after(2))).toBe(false);
      expect(await sweeps.find('s')).toBeNull();
      expect(await sweeps.running()).toEqual([]);
      expect(await sweeps.find('nobody')).toBeNull();
    });

    test('of two planners the bounds of the first stand', async () => {
      const { sweeps } = await stage.open();
      await sweeps.begin(sweep);
      expect(await sweeps.setBounds('s', ['a', 'b'])).toEqual(['a', 'b']);
      expect(await sweeps.setBounds('s', ['c'])).toEqual(['a', 'b']);
      expect((await sweeps.find('s'))?.bounds).toEqual(['a', 'b']);
    });

    test('a batch is kept once, with its dates, and counted; nothing is kept of one that ended', async () => {
      const store = await stage.open();
      const { sweeps } = store;
      const endpoint = await store.endpoints.add(newEndpoint('a.example'), noon);
      if (endpoint === null) throw new Error('it is watched already');
      await sweeps.begin(sweep);
      const ripe = [{ endpoint, diagnosis: { ...diagnosisOf('a.example'), results: [] } }];
      expect(await sweeps.keepBatch('s', 1, { ...outcome, ripe })).toBe(1);
      expect(await sweeps.keepBatch('s', 1, outcome)).toBe(1);
      expect(await sweeps.keepBatch('s', 0, outcome)).toBe(2);
      expect(await sweeps.keptBatches('s')).toEqual([0, 1]);
      expect(await sweeps.batch('s', 1)).toEqual({ ...outcome, ripe });
      expect(await sweeps.batch('s', 7)).toBeNull();
      await sweeps.end('s', after(2));
      expect(await sweeps.keepBatch('s', 2, outcome)).toBe(0);
      expect(await sweeps.keptBatches('s')).toEqual([]);
    });

    test('endpoints come in pieces that leave none out and none twice', async () => {
      const { endpoints } = await stage.open();
      expect(await endpoints.bounds(3)).toEqual([]);
      for (let n = 0; n < 7; n++) await endpoints.add(newEndpoint(`h${n}.example`), noon);
      const bounds = await endpoints.bounds(3);
      expect(bounds.length).toBe(2);
      const pieces = await Promise.all(
        [...bounds, null].map((upTo, n) => endpoints.between(bounds[n - 1] ?? '', upTo)),
      );
      expect(pieces.map((piece) => piece.length)).toEqual([3, 3, 1]);
      expect(new Set(pieces.flat().map(({ id }) => id)).size).toBe(7);
    });
  });
}
