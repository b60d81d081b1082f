import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Thresholds } from '../../../src/core/watch/policy/policy.ts';
import {
  earliestPlan,
  isWorse,
  nextAlarm,
  type RenewalPlan,
  renewalPlan,
  renewalState,
  stateByPlan,
  type Validity,
} from '../../../src/core/watch/renewal/renewal.ts';

const hour = 3_600_000;
const day = 24 * hour;
const born = new Date('2026-01-01T00:00:00Z');
const onDay = (days: number) => new Date(born.getTime() + days * day);

function living(days: number, window?: readonly [number, number]): Validity {
  const life = { notBefore: born, notAfter: onDay(days) };
  if (window === undefined) return life;
  const [start, end] = window;
  return {
    ...life,
    renewalWindow: { start: onDay(start), end: onDay(end), source: 'Test CA', explanationUrl: null },
  };
}

const weeks: Thresholds = { kind: 'days', due: 30, overdue: 14, critical: 7 };

/** From one hour to ten years; windows inside, outside, upside down and past reading. */
const lives: fc.Arbitrary<Validity> = fc
  .record({
    lifeMs: fc.integer({ min: hour, max: 3650 * day }),
    window: fc.option(
      fc.record({
        start: fc.oneof(fc.double({ min: -2, max: 3, noNaN: true }), fc.constant(Number.NaN)),
        end: fc.oneof(fc.double({ min: -2, max: 3, noNaN: true }), fc.constant(Number.NaN)),
        explained: fc.boolean(),
      }),
    ),
  })
  .map(({ lifeMs, window }) => {
    const at = (share: number) => new Date(born.getTime() + share * lifeMs);
    const life = { notBefore: born, notAfter: at(1) };
    if (window === null) return life;
    const explanationUrl = window.explained ? 'https://ca.example/why' : null;
    return {
      ...life,
      renewalWindow: { start: at(window.start), end: at(window.end), source: 'Test CA', explanationUrl },
    };
  });

const policies: fc.Arbitrary<Thresholds> = fc.oneof(
  fc.constant<Thresholds>({ kind: 'life' }),
  fc.record({
    kind: fc.constant('days' as const),
    due: fc.double({ min: -5, max: 4000, noNaN: true }),
    overdue: fc.double({ min: -5, max: 4000, noNaN: true }),
    critical: fc.double({ min: -5, max: 4000, noNaN: true }),
  }),
);

function inOrder({ due, overdue, critical, expired }: RenewalPlan): boolean {
  return due <= overdue && overdue <= critical && critical < expired;
}

describe('every life, window and policy', () => {
  it('has its states in order, and they only get worse', () => {
    fc.assert(
      fc.property(lives, policies, fc.nat(4000 * day), fc.nat(4000 * day), (life, thresholds, one, other) => {
        expect(inOrder(renewalPlan(life, thresholds))).toBe(true);
        const state = (ms: number) => renewalState(life, new Date(born.getTime() + ms), thresholds);
        expect(isWorse(state(Math.min(one, other)), state(Math.max(one, other)))).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves time between "critical" and the end, whatever window its CA names', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const { critical, overdue } = renewalPlan(life);
        const lifeMs = life.notAfter.getTime() - born.getTime();
        const leastMs = Math.min(lifeMs / 8, Math.max(lifeMs / 48, 2 * hour));
        expect(life.notAfter.getTime() - critical.getTime()).toBeGreaterThanOrEqual(Math.floor(leastMs));
        expect(life.notAfter.getTime() - overdue.getTime()).toBeGreaterThanOrEqual(Math.floor(leastMs));
      }),
    );
  });

  it('is not critical at birth, unless its CA called for renewal before', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const { renewalWindow } = life;
        fc.pre(renewalWindow === undefined || renewalWindow.end > born);
        expect(['ok', 'due']).toContain(renewalState(life, born));
      }),
    );
  });

  it('alarms next at the moment that a walk through its life finds', () => {
    fc.assert(
      fc.property(lives, policies, fc.nat(4000 * day), (life, thresholds, ms) => {
        const plan = renewalPlan(life, thresholds);
        const now = new Date(born.getTime() + ms);
        const next = nextAlarm(plan, now);
        if (next === null) {
          expect(stateByPlan(plan, now)).toBe('expired');
          return;
        }
        const before = stateByPlan(plan, new Date(Math.max(now.getTime(), next.getTime() - 1)));
        expect(['due', stateByPlan(plan, now)]).toContain(before);
        expect(isWorse(stateByPlan(plan, next), before)).toBe(true);
        expect(isWorse(stateByPlan(plan, next), 'due')).toBe(true);
      }),
    );
  });
});

describe('short lives', () => {
  it.each([
    [6, 3, 4.5, 5.25],
    [1, 0.5, 0.75, 0.875],
  ])('%i days', (days, due, overdue, critical) => {
    const plan = renewalPlan(living(days));
    expect([plan.due, plan.overdue, plan.critical]).toEqual([onDay(due), onDay(overdue), onDay(critical)]);
  });

  it('get hours of "critical" where the window of the CA ends with them', () => {
    expect(renewalPlan(living(6, [5.9, 6])).critical).toEqual(onDay(6 - 6 / 48));
    expect(renewalPlan(living(1, [0.9, 1])).critical).toEqual(new Date(onDay(1).getTime() - 2 * hour));
  });
});

describe('fixed days', () => {
  it('count from the end, and replace the window of the CA', () => {
    for (const life of [living(90), living(90, [20, 80])]) {
      const plan = renewalPlan(life, weeks);
      expect([plan.due, plan.overdue, plan.critical]).toEqual([onDay(60), onDay(76), onDay(83)]);
    }
  });

  it('make a certificate due from birth that lives shorter, and no more than that', () => {
    const plan = renewalPlan(living(6), weeks);
    expect([plan.due, plan.overdue, plan.critical]).toEqual([born, onDay(4.5), onDay(5.25)]);
    expect(renewalState(living(1), born, weeks)).toBe('due');
  });

  it('do not outweigh a CA that is about to revoke', () => {
    expect(renewalState(living(90, [8, 10]), onDay(10), weeks)).toBe('critical');
  });
});

describe('several policies of one certificate', () => {
  it('the earliest moment of each state counts', () => {
    const early = renewalPlan(living(90), { kind: 'days', due: 40, overdue: 10, critical: 5 });
    const plan = earliestPlan([renewalPlan(living(90)), early]);
    expect([plan.due, plan.overdue, plan.critical]).toEqual([onDay(50), onDay(75), onDay(82.5)]);
  });
});
