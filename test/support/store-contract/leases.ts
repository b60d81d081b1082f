import { describe, expect, test } from 'vitest';
import type { ContractStage } from './contract-stage.ts';

export function leaseContract(stage: ContractStage): void {
  describe('leases', () => {
    test('one holder at a time, which may hold on, until it gives back', async () => {
      const { leases } = await stage.open();
      expect(await leases.hold('gateway', 'one', 60_000)).toBe(true);
      expect(await leases.hold('gateway', 'two', 60_000)).toBe(false);
      expect(await leases.hold('other', 'two', 60_000)).toBe(true);
      expect(await leases.hold('gateway', 'one', 60_000)).toBe(true);
      await leases.release('gateway', 'two');
      expect(await leases.hold('gateway', 'two', 60_000)).toBe(false);
      await leases.release('gateway', 'one');
      expect(await leases.hold('gateway', 'two', 60_000)).toBe(true);
    });

    test('one of the dead goes to one heir, before its time', async () => {
      const { leases } = await stage.open();
      expect(await leases.holder('gateway')).toBeNull();
      await leases.hold('gateway', 'dead', 60_000);
      expect(await leases.holder('gateway')).toBe('dead');
      const got = await Promise.all(
        ['a', 'b', 'c'].map((heir) => leases.takeFrom('gateway', 'dead', heir, 60_000)),
      );
      expect(got.filter(Boolean).length).toBe(1);
      const heir = await leases.holder('gateway');
      expect(heir).toBe(['a', 'b', 'c'][got.indexOf(true)]);
      expect(await leases.hold('gateway', 'late', 60_000)).toBe(false);
      expect(await leases.hold('gateway', heir ?? '', 60_000)).toBe(true);
    });

    test('those that are over can be forgotten, and no others', async () => {
      const { leases } = await stage.open();
      await leases.hold('event', 'dead', 1);
      await leases.hold('gateway', 'one', 60_000);
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect([await leases.prune(), await leases.prune()]).toEqual([1, 0]);
      expect(await leases.hold('gateway', 'two', 60_000)).toBe(false);
    });

    test('their clock can be read, to the millisecond', async () => {
      const { leases } = await stage.open();
      const before = Date.now();
      const told = (await leases.clock()).getTime();
      expect(told).toBeGreaterThanOrEqual(before - 1);
      expect(told).toBeLessThanOrEqual(Date.now() + 1);
    });

    test('one that is over goes to whoever asks first', async () => {
      const { leases } = await stage.open();
      await leases.hold('gateway', 'dead', 1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      const got = await Promise.all(['a', 'b', 'c'].map((name) => leases.hold('gateway', name, 60_000)));
      expect(got.filter(Boolean).length).toBe(1);
    });
  });
}
