import { describe, expect, test } from 'vitest';
import { dayOf } from '../../../src/core/past/day-totals.ts';
import { type DayLatency, figuresOf } from '../../../src/core/past/latency.ts';
import { sketchOf } from '../samples/strip-days.ts';
import { after, dayMs, newEndpoint, noon, sightingOf } from '../store-fixtures.ts';
import type { ContractStage } from './contract-stage.ts';

const hourMs = 3_600_000;
const begin = new Date(0);
const midnight = after(12 * hourMs);
const today = dayOf(noon);

export function latencyContract(stage: ContractStage): void {
  describe('how long connections took', () => {
    /** A look each hour from noon on; what `took` says of each. */
    async function watched(hours: number, took: (hour: number) => number | undefined) {
      const store = await stage.open();
      const id = (await store.endpoints.add(newEndpoint('a.example'), noon))?.id ?? '';
      const look = (at: Date, connectMs: number | undefined, rootCause: string | null = null) => {
        const seen = { at, rootCause, ...(connectMs === undefined ? {} : { connectMs }) };
        return store.endpoints.addLook(id, () => sightingOf(id, seen), at);
      };
      // Asked for at once they share transactions, and keep their order.
      const waiting: Promise<unknown>[] = [];
      for (let hour = 0; hour < hours; hour += 1) {
        waiting.push(look(after(hour * hourMs), took(hour), hour % 7 === 3 ? 'tls/weak' : null));
      }
      await Promise.all(waiting);
      return { store, id, look, days: async (since = begin) => (await store.looks.of(id, since)).latency };
    }

    test('is kept by day, whichever runs of looks there were; what was not measured counts nowhere', async () => {
      const { days, store, id } = await watched(36, (hour) => (hour === 5 ? undefined : 20 + hour));
      const of = (from: number, to: number) =>
        sketchOf(
          Array.from({ length: to - from }, (_, at) => from + at).flatMap((hour) =>
            hour === 5 ? [] : [20 + hour],
          ),
        );
      expect(sorted(await days())).toEqual(
        sorted([
          { day: today, sketch: of(0, 12) },
          { day: today + 1, sketch: of(12, 36) },
        ]),
      );
      expect((await days(midnight)).map(({ day }) => day)).toEqual([today + 1]);
      expect(await store.endpoints.sighting(id)).not.toHaveProperty('connectMs');
    });

    test('of one moment, or by a clock set back, counts once', async () => {
      const { days, look } = await watched(3, () => 20);
      const before = await days();
      await look(after(2 * hourMs), 900);
      await look(after(hourMs / 2), 900);
      expect(await days()).toEqual(before);
    });

    test('is the same once days are rolled up, in whatever steps and however often', async () => {
      const { days, store } = await watched(40 * 24, (hour) => 20 + (hour % 50));
      const whole = sorted(await days());
      const other = await stage.open();
      for (const edge of [1, 1, 4, 30, 39]) {
        const before = after(edge * dayMs, midnight);
        while ((await store.looks.rollUp(before, 2)) + (await other.looks.rollUp(before, 2)) > 0);
        expect(sorted(await days())).toEqual(whole);
      }
      expect(figuresOf(whole[0]?.sketch ?? new Map())?.looks).toBe(12);
      const late = after(35 * dayMs);
      expect(sorted(await days(late))).toEqual(whole.filter(({ day }) => day >= dayOf(late)));
    });

    test('of a day that was rolled up is complete, and goes when it is too old or its endpoint is gone', async () => {
      const { days, look, store, id } = await watched(24 * 3, () => 20);
      await store.looks.rollUp(midnight, 10);
      const before = await days();
      for (let hour = 0; hour < 12; hour += 1) await look(after(-hour * hourMs), 900);
      await store.looks.rollUp(midnight, 10);
      expect((await days()).filter(({ day }) => day >= today)).toEqual(before);
      await store.looks.rollUp(after(100 * dayMs, midnight), 10);
      await store.looks.prune(after(100 * dayMs));
      expect(await days()).toEqual([]);
      await look(after(200 * dayMs), 20);
      await store.endpoints.remove(id);
      expect(await days()).toEqual([]);
    });
  });
}

function sorted(days: readonly DayLatency[]): readonly DayLatency[] {
  return days
    .map(({ day, sketch }) => ({
      day,
      sketch: new Map([...sketch].toSorted(([one], [other]) => one - other)),
    }))
    .toSorted((one, other) => one.day - other.day);
}
