import { describe, expect, test } from 'vitest';
import type { Diagnosis } from '../../../src/core/diagnosis.ts';
import { parseTarget } from '../../../src/core/target.ts';
import type { Condition } from '../../../src/core/watch/alarm/condition.ts';
import type { Sighting } from '../../../src/core/watch/endpoint.ts';
import { defaultPolicy } from '../../../src/core/watch/policy/policy.ts';
import { confirmed, isRipe, nextConditions } from '../../../src/monitor/conditions/next-conditions.ts';
import { observationOf } from '../../../src/monitor/conditions/observation.ts';
import { after, dayMs, noon, sightingOf } from '../../support/store-fixtures.ts';
import { findingOf, lookBlockedBy, lookWith } from '../../support/watch/troubled-looks.ts';
import { seenCertificate } from '../../support/watch-stage.ts';

const target = parseTarget('pay.example.com');
const minuteMs = 60_000;

/** Looks a minute apart, each folded onto what was known; ripe ones are confirmed unless `held`. */
function sightingAfter(looks: readonly Partial<Diagnosis>[], { held = false, startAt = noon } = {}) {
  let before: Sighting | null = null;
  looks.forEach((look, index) => {
    const now = after(index * minuteMs, startAt);
    const diagnosis = { target, at: now, results: [], ...look } as unknown as Diagnosis;
    const observation = observationOf(diagnosis, before, now);
    const next = nextConditions(before?.conditions ?? [], observation, defaultPolicy, now);
    const seen = look.certificates ?? [];
    before = {
      ...sightingOf('e'),
      certificate: seen[0] ?? before?.certificate ?? null,
      served: seen.length > 0 ? seen : (before?.served ?? []),
      conditions: held ? next : confirmed(next, defaultPolicy, now),
    };
  });
  return before as unknown as Sighting;
}

function conditionsAfter(looks: readonly Partial<Diagnosis>[], options = {}): readonly Condition[] {
  return sightingAfter(looks, options).conditions;
}

const well = lookWith([]);
const refused = lookBlockedBy('tcp/refused');
const wrongName = lookWith([findingOf('certificate/name-mismatch')]);
const isUp = (condition: Condition | undefined) => condition !== undefined && condition.confirmedAt !== null;

describe('which trouble a look shows', () => {
  test.each([
    ['certificate/name-mismatch', 'mismatch'],
    ['certificate/no-san', 'mismatch'],
    ['revocation/revoked', 'revoked'],
    ['chain/missing-intermediate', 'untrusted'],
    ['chain/intermediate-expired', 'untrusted'],
    ['certificate/not-yet-valid', 'untrusted'],
  ] as const)('%s: %s', (id, trouble) => {
    const [condition] = conditionsAfter([lookWith([findingOf(id)])]);
    expect(condition).toMatchObject({ trouble, fingerprint256: 'aa', bad: 1, confirmedAt: null });
    expect(condition?.cause).toEqual({
      id,
      title: `about ${id}`,
      fix: 'do this',
      reproduce: 'openssl s_client',
      blame: 'target',
    });
  });

  test.each(['dns/nxdomain', 'tcp/filtered', 'tls/handshake-failed'] as const)(
    '%s before a leaf was seen: unreachable, under the leaf that was known',
    (id) => {
      expect(conditionsAfter([well, lookBlockedBy(id)])).toMatchObject([
        { trouble: 'unreachable', fingerprint256: 'aa' },
      ]);
    },
  );

  test('its age is no trouble, nor is what refuses nobody', () => {
    const expired = findingOf('certificate/expired');
    const warning = findingOf('chain/wrong-order', { severity: 'warning' });
    const partly = findingOf('tcp/some-addresses-down', { severity: 'error' });
    expect(conditionsAfter([lookWith([expired, warning, partly])])).toEqual([]);
  });

  test('where addresses differ it is the leaf of the addresses that the finding names', () => {
    const certificates = [
      seenCertificate(60 * dayMs, 'aa'),
      { ...seenCertificate(50 * dayMs, 'bb'), addresses: ['192.0.2.8:443', '192.0.2.9:443'] },
    ];
    const evidence = [{ label: 'address', value: '192.0.2.8:443' }];
    const finding = findingOf('certificate/name-mismatch', { severity: 'error', evidence });
    expect(conditionsAfter([lookWith([finding], { certificates })])).toMatchObject([
      { fingerprint256: 'bb' },
    ]);
  });

  test('a list of certificates that breaks the handshake is untrusted and not out of reach', () => {
    expect(conditionsAfter([well, lookBlockedBy('chain/wrong-order')])).toMatchObject([
      { trouble: 'untrusted', fingerprint256: 'aa' },
    ]);
  });
});

describe('confirming and clearing', () => {
  test('a verdict on a certificate needs one repeat, and one look without it ends it', () => {
    expect(conditionsAfter([wrongName])).toMatchObject([{ bad: 1, confirmedAt: null }]);
    expect(conditionsAfter([wrongName, wrongName])).toMatchObject([{ bad: 2, confirmedAt: after(minuteMs) }]);
    expect(conditionsAfter([wrongName, well])).toEqual([]);
    const [over] = conditionsAfter([wrongName, wrongName, well]);
    expect(over).toMatchObject({ bad: 0, confirmedAt: null });
    expect(over?.turns).toHaveLength(2);
  });

  test('what the network does needs three looks in a row, and two good ones end it', () => {
    expect(isUp(conditionsAfter([well, refused, refused])[0])).toBe(false);
    expect(isUp(conditionsAfter([well, refused, refused, refused])[0])).toBe(true);
    expect(isUp(conditionsAfter([well, refused, refused, well, refused, refused])[0])).toBe(false);
    const down = [refused, refused, refused];
    expect(isUp(conditionsAfter([...down, well])[0])).toBe(true);
    expect(isUp(conditionsAfter([...down, well, refused, well])[0])).toBe(true);
    expect(isUp(conditionsAfter([...down, well, well])[0])).toBe(false);
  });

  test('a fault of our own and an unknown look leave everything as it was', () => {
    const skewed = lookWith([findingOf('vantage/clock-skew', { blame: 'our-vantage' })], {
      verdict: 'unknown',
    });
    const cutOff = lookWith([], { verdict: 'unknown', certificates: [] });
    const down = conditionsAfter([refused, refused]);
    expect(conditionsAfter([refused, refused, skewed, cutOff])).toEqual(down);
    expect(isUp(conditionsAfter([refused, refused, skewed, cutOff, refused])[0])).toBe(true);
  });

  test('being out of reach neither ends nor confirms what was wrong with the certificate', () => {
    const conditions = conditionsAfter([wrongName, wrongName, refused]);
    expect(conditions.find(({ trouble }) => trouble === 'mismatch')).toMatchObject({ bad: 2, good: 0 });
  });

  test('another leaf ends the troubles of the one before', () => {
    const renewed = lookWith([], { certificates: [seenCertificate(89 * dayMs, 'bb')] });
    expect(conditionsAfter([wrongName, wrongName, renewed]).some(isUp)).toBe(false);
  });

  test('a revoked one stays so while its authority cannot be asked', () => {
    const revoked = lookWith([findingOf('revocation/revoked')]);
    const silent = lookWith([findingOf('revocation/unchecked', { severity: 'notice' })], {
      verdict: 'healthy',
    });
    expect(conditionsAfter([revoked, revoked, silent]).some(isUp)).toBe(true);
    expect(conditionsAfter([revoked, revoked, silent, well]).some(isUp)).toBe(false);
  });

  test('a missing staple may be there the next time: it needs as many looks as the network', () => {
    const missing = lookWith([findingOf('certificate/must-staple-missing', { severity: 'error' })]);
    expect(conditionsAfter([missing, missing]).some(isUp)).toBe(false);
    expect(conditionsAfter([missing, missing, missing]).some(isUp)).toBe(true);
  });

  test('what is held back stays ripe', () => {
    const [held] = conditionsAfter([wrongName, wrongName, wrongName], { held: true });
    expect(held === undefined ? false : isRipe(held, defaultPolicy)).toBe(true);
  });

  test('after the clock was set back nothing lies ahead', () => {
    const later = sightingAfter([wrongName, wrongName, well], { startAt: after(dayMs) });
    const now = noon;
    const observation = observationOf(
      { target, at: now, results: [], ...wrongName } as unknown as Diagnosis,
      later,
      now,
    );
    const [again] = nextConditions(later.conditions, observation, defaultPolicy, now);
    expect(again).toMatchObject({ bad: 1, since: now });
    expect(again?.turns.every((turn) => turn <= now)).toBe(true);
  });
});
