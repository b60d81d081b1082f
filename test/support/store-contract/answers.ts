import { describe, expect, test } from 'vitest';
import { after, noon } from '../store-fixtures.ts';
import type { ContractStage } from './contract-stage.ts';

const bytes = Buffer.from('0011ff00', 'hex');

export function answerContract(stage: ContractStage): void {
  describe('answers', () => {
    test('are kept byte for byte until their end, for every handle', async () => {
      const store = await stage.open();
      expect(await store.answers.get('ocsp 1', noon)).toBeNull();
      await store.answers.put('ocsp 1', bytes, after(1000), noon);
      const other = await stage.open();
      const kept = await other.answers.get('ocsp 1', after(999));
      expect(kept?.until).toEqual(after(1000));
      expect(Buffer.from(kept?.bytes ?? []).equals(bytes)).toBe(true);
      expect(await other.answers.get('ocsp 1', after(1000))).toBeNull();
    });

    test('are replaced by a newer one', async () => {
      const store = await stage.open();
      await store.answers.put('crl x', bytes, after(1000), noon);
      await store.answers.put('crl x', Buffer.from('new'), after(5000), after(10));
      const kept = await store.answers.get('crl x', after(2000));
      expect(Buffer.from(kept?.bytes ?? []).toString()).toBe('new');
    });

    test('that have ended already are not kept', async () => {
      const store = await stage.open();
      await store.answers.put('crl x', bytes, noon, noon);
      expect(await store.answers.get('crl x', after(-1))).toBeNull();
    });
  });
}
