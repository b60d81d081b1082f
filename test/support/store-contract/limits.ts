import { describe, expect, it } from 'vitest';
import type { ContractStage } from './contract-stage.ts';

const hour = 3_600_000;

export function limitContract(stage: ContractStage): void {
  describe('limits', () => {
    it('gives what a bucket holds and no more, each key by itself', async () => {
      const { limits } = await stage.open();
      const third = (key: string) => [{ key, costMs: hour / 3 }];
      for (let count = 0; count < 3; count += 1) expect(await limits.take(third('one'), hour)).toEqual([]);
      const [over] = await limits.take(third('one'), hour);
      expect(over).toMatchObject({ key: 'one' });
      expect(over?.waitMs).toBeGreaterThan(hour / 3 - 600_000);
      expect(over?.waitMs).toBeLessThanOrEqual(hour / 3);
      // Who waits is not put back by asking.
      expect(await limits.take([...third('two'), ...third('one')], hour)).toMatchObject([{ key: 'one' }]);
    });

    it('gives to several who ask at once what is there, and no more', async () => {
      const handles = [await stage.open(), await stage.open()];
      const asked = Array.from({ length: 20 }, (_, at) =>
        handles[at % 2]?.limits.take([{ key: 'shared', costMs: hour / 5 }], hour),
      );
      const over = await Promise.all(asked);
      expect(over.filter((one) => one?.length === 0)).toHaveLength(5);
    });

    it('fills again', async () => {
      const { limits } = await stage.open();
      expect(await limits.take([{ key: 'quick', costMs: 1 }], 1)).toEqual([]);
      await expect.poll(() => limits.take([{ key: 'quick', costMs: 1 }], 1)).toEqual([]);
    });
  });
}
