import { beforeEach, expect, it } from 'vitest';
import { createStandstills } from '../../../src/services/processes/standstills.ts';

let at: number;
let tick: (() => void) | null;
beforeEach(() => {
  at = 10_000;
  tick = null;
});

function standstills() {
  return createStandstills({
    stopwatch: () => at,
    every(_ms, work) {
      tick = work;
      return () => {
        tick = null;
      };
    },
  });
}

/** So long later the thread turns to its timer. */
function turn(ms: number): void {
  at += ms;
  tick?.();
}

it('counts for how long nothing ran, and not how busy the thread was', () => {
  using watch = standstills()();
  for (let n = 0; n < 100; n += 1) turn(250);
  expect(watch.soFar()).toEqual({ totalMs: 0, longestMs: 0 });
  turn(850);
  turn(450);
  expect(watch.soFar()).toEqual({ totalMs: 1200, longestMs: 800 });
});

it('tells of a standstill that just ended, before its timer does', () => {
  using watch = standstills()();
  at += 2050;
  expect(watch.soFar()).toEqual({ totalMs: 2000, longestMs: 2000 });
});

it('tells each look of its own time alone, and ticks for nobody', () => {
  const watchAll = standstills();
  const first = watchAll();
  turn(1050);
  const second = watchAll();
  turn(550);
  expect(first.soFar().totalMs).toBe(1500);
  expect(second.soFar().totalMs).toBe(500);
  first[Symbol.dispose]();
  expect(tick).not.toBeNull();
  second[Symbol.dispose]();
  expect(tick).toBeNull();
  at += 60_000;
  using third = watchAll();
  expect(third.soFar().totalMs).toBe(0);
});
