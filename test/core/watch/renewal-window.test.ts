import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isRevocationAnnounced,
  isWorse,
  renewalPlan,
  renewalState,
} from '../../../src/core/watch/renewal/renewal.ts';

const day = 86_400_000;
const born = new Date('2026-01-01T00:00:00Z');
const onDay = (days: number) => new Date(born.getTime() + days * day);

/** Lives so many days, its CA asking for renewal from one day of its life to another. */
function asked(days: number, from: number, to: number, explanationUrl: string | null = null) {
  const renewalWindow = { start: onDay(from), end: onDay(to), source: "Let's Encrypt", explanationUrl };
  return { notBefore: born, notAfter: onDay(days), renewalWindow };
}
const page = 'https://ca.example/incident';

describe('a renewal window of the CA', () => {
  it('says when renewal is due and when it is overdue; critical stays where it was', () => {
    const plan = renewalPlan(asked(90, 59, 61));
    expect(plan).toEqual({
      due: onDay(59),
      overdue: onDay(61),
      critical: onDay(82.5),
      expired: new Date(onDay(90).getTime() + 1),
    });
  });

  it('leaves half of what remains for "overdue" when it ends late', () => {
    expect(renewalPlan(asked(90, 80, 86)).critical).toEqual(onDay(88));
  });

  it('never reaches so near to notAfter that nobody could act before', () => {
    const plan = renewalPlan(asked(90, 89, 95));
    expect(plan.critical).toEqual(onDay(90 - 90 / 48));
    expect(plan.overdue).toEqual(plan.critical);
    expect(renewalState(asked(90, 95, 99), onDay(90))).not.toBe('ok');
    expect(renewalState(asked(90, 89, 95), new Date(onDay(90).getTime() + 1))).toBe('expired');
  });

  it('does not make a young 6-day certificate urgent', () => {
    const life = asked(160 / 24, 3.2, 3.5);
    expect(renewalState(life, onDay(3.1))).toBe('ok');
    expect(renewalState(life, onDay(3.3))).toBe('due');
    expect(isRevocationAnnounced(life, onDay(3.6))).toBe(false);
    expect(renewalState(life, onDay(3.6))).toBe('overdue');
  });

  it('only ever gets worse as time goes on, whatever the window', () => {
    const numbers = fc.tuple(
      fc.integer({ min: 1, max: 900 }),
      fc.integer({ min: -400, max: 1200 }),
      fc.integer({ min: 1, max: 400 }),
      fc.option(fc.constant(page)),
      fc.nat(1000 * day),
      fc.nat(1000 * day),
    );
    fc.assert(
      fc.property(numbers, ([days, from, length, url, one, other]) => {
        const life = asked(days, from, from + length, url);
        const { due, overdue, critical, expired } = renewalPlan(life);
        expect(due <= overdue && overdue <= critical && critical < expired).toBe(true);
        const [early, late] = [Math.min(one, other), Math.max(one, other)].map((ms) =>
          renewalState(life, new Date(born.getTime() + ms)),
        );
        if (early === undefined || late === undefined) throw new Error('two moments');
        expect(isWorse(early, late)).toBe(false);
      }),
    );
  });
});

describe('a revocation announced', () => {
  it.each([
    ['over on the tenth of ninety days', asked(90, 8, 10), 30, true],
    ['before the certificate was issued', asked(90, -20, -10), 1, true],
    ['not over yet', asked(90, 8, 10), 9, false],
    ['over at the usual time', asked(90, 59, 61), 62, false],
    ['half an hour ago, explained, on day 50', asked(90, 49.96, 49.98, page), 50, true],
    ['half an hour ago, unexplained, on day 50', asked(90, 49.96, 49.98), 50, false],
    ['explained and not begun', asked(90, 40, 50, page), 39, false],
    ['explained and begun', asked(90, 40, 50, page), 41, true],
    ['explained, at the usual time', asked(90, 58.5, 60.5, page), 70, false],
    ['of a certificate that has ended', asked(90, 8, 10), 91, false],
    ['over in the first hours of a 6-day certificate', asked(6, 0, 0.5), 1, true],
    ['over after half of a 6-day certificate', asked(6, 2.9, 3.1), 4, false],
  ])('window %s: %#', (_when, life, today, announced) => {
    expect(isRevocationAnnounced(life, onDay(today))).toBe(announced);
  });

  it('makes it critical as soon as the window is over', () => {
    const life = asked(90, 8, 10);
    expect(renewalState(life, onDay(9))).toBe('due');
    expect(renewalState(life, onDay(10))).toBe('critical');
  });

  it('is nothing without a window', () => {
    expect(isRevocationAnnounced({ notBefore: born, notAfter: onDay(90) }, onDay(80))).toBe(false);
  });
});
