import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isWorse,
  renewalPlan,
  renewalState,
  renewalStates,
} from '../../../src/core/watch/renewal/renewal.ts';

const day = 86_400_000;
const born = new Date('2026-01-01T00:00:00Z');

function living(days: number) {
  return { notBefore: born, notAfter: new Date(born.getTime() + days * day) };
}
function onDay(days: number): Date {
  return new Date(born.getTime() + days * day);
}

describe('where a certificate stands in its life', () => {
  it('is due at a third of a 90-day life, then halves what is left', () => {
    const plan = renewalPlan(living(90));
    expect([plan.due, plan.overdue, plan.critical]).toEqual([onDay(60), onDay(75), onDay(82.5)]);
  });

  it('does not call a 6-day certificate due before half its life', () => {
    expect(renewalState(living(6), onDay(2.9))).toBe('ok');
    expect(renewalState(living(6), onDay(3))).toBe('due');
  });

  it('is valid through notAfter, inclusive', () => {
    const life = living(90);
    expect(renewalState(life, life.notAfter)).toBe('critical');
    expect(renewalState(life, new Date(life.notAfter.getTime() + 1))).toBe('expired');
  });

  it('does not stumble over a certificate that ends before it begins', () => {
    expect(renewalState({ notBefore: onDay(5), notAfter: born }, onDay(1))).toBe('expired');
  });

  it('only ever gets worse as time goes on', () => {
    const moments = fc.tuple(fc.integer({ min: 1, max: 900 }), fc.nat(1000 * day), fc.nat(1000 * day));
    fc.assert(
      fc.property(moments, ([days, one, other]) => {
        const [early, late] = [Math.min(one, other), Math.max(one, other)];
        const life = living(days);
        const before = renewalState(life, new Date(born.getTime() + early));
        const after = renewalState(life, new Date(born.getTime() + late));
        expect(isWorse(before, after)).toBe(false);
      }),
    );
    expect(renewalStates[0]).toBe('ok');
  });
});
