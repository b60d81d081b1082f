import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../src/core/past/snapshot.ts';
import { parseTarget } from '../../../src/core/target.ts';
import { after, newEndpoint, noon } from '../store-fixtures.ts';
import type { ContractStage } from './contract-stage.ts';

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

    test('that differ are among the changes of a target that is watched', async () => {
      const store = await stage.open();
      const endpoint = await store.endpoints.add(newEndpoint('a.example'), noon);
      const target = parseTarget('a.example');
      const looks = (at: Date, status: string) => ({
        last: { at, parts: { 'http-status': { values: [status], partial: false, at } } },
        lastGood: null,
      });
      await store.observations.put('k1', looks(noon, '200'), target);
      await store.observations.put('k1', looks(after(1000), '200'), target);
      await store.observations.put('k1', looks(after(2000), '503'), target);
      await store.observations.put('k1', looks(after(500), '404'), target);
      await store.observations.put('k2', looks(noon, '200'), parseTarget('b.example'));
      await store.observations.put('k2', looks(after(1000), '503'), parseTarget('b.example'));
      const { changes } = await store.looks.of(endpoint?.id ?? '', new Date(0));
      const change = { what: 'http-status', before: ['200'], now: ['503'], since: after(1000) };
      expect(changes).toEqual([{ at: after(2000), what: 'observed', changes: [change] }]);
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
