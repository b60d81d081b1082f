import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../src/core/past/snapshot.ts';
import type { ContractStage } from './store-contract.ts';
import { after, noon } from './store-fixtures.ts';

function snapshot(at: Date, issuer: string): Snapshot {
  return {
    at,
    parts: {
      issuer: { values: [issuer], partial: false, at },
      'http-status': { values: ['200'], partial: true, at: after(-5000, at) },
    },
  };
}

export function observationContract(stage: ContractStage): void {
  describe('observations', () => {
    test('are kept as they were, for every handle', async () => {
      const store = await stage.open();
      expect(await store.observations.get('k1')).toBeNull();
      const looks = { last: snapshot(after(2000), 'R13'), lastGood: snapshot(noon, 'R11') };
      await store.observations.put('k1', looks);
      await store.observations.put('k2', { last: snapshot(noon, 'E7'), lastGood: null });
      const other = await stage.open();
      expect(await other.observations.get('k1')).toEqual(looks);
      expect(await other.observations.get('k2')).toEqual({ last: snapshot(noon, 'E7'), lastGood: null });
    });

    test('follow the newest look, whoever writes last', async () => {
      const store = await stage.open();
      const newer = { last: snapshot(after(2000), 'R13'), lastGood: null };
      await store.observations.put('k1', { last: snapshot(noon, 'R11'), lastGood: null });
      await store.observations.put('k1', newer);
      await store.observations.put('k1', { last: snapshot(after(1000), 'R12'), lastGood: null });
      expect(await store.observations.get('k1')).toEqual(newer);
    });
  });
}
