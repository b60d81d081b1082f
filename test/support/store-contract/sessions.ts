import { describe, expect, it } from 'vitest';
import type { ContractStage } from './contract-stage.ts';

const hour = 3_600_000;

export function sessionContract(stage: ContractStage): void {
  describe('logins', () => {
    it('are good for their time in every process, until they are closed', async () => {
      const [one, other] = [await stage.open(), await stage.open()];
      await one.sessions.open('a', hour, 10);
      await one.sessions.open('over', -1, 10);
      const living = await other.sessions.living(['a', 'over', 'nobody']);
      expect([...living.keys()]).toEqual(['a']);
      expect(living.get('a')).toBeGreaterThan(hour - 600_000);
      expect(living.get('a')).toBeLessThanOrEqual(hour);
      await other.sessions.close('a');
      expect(await one.sessions.living(['a'])).toEqual(new Map());
      expect(await one.sessions.living([])).toEqual(new Map());
    });

    it('are only so many: those that would end first go', async () => {
      const { sessions } = await stage.open();
      for (const [at, key] of ['a', 'b', 'c'].entries()) await sessions.open(key, hour + at * 1000, 2);
      expect([...(await sessions.living(['a', 'b', 'c'])).keys()].toSorted()).toEqual(['b', 'c']);
    });
  });
}
