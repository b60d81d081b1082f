import { describe, expect, it } from 'vitest';
import type { Mention, Place } from '../../../src/core/people.ts';
import { type Climbing, mutedUntil, nextClimb } from '../../../src/core/watch/alarm/ladder.ts';
import { defaultPolicy } from '../../../src/core/watch/policy/policy.ts';

const hour = 3_600_000;
const monday = new Date('2026-09-21T10:00Z');
const hours = (count: number, from = monday) => new Date(from.getTime() + count * hour);

const alice: Mention = { platform: 'slack', kind: 'user', id: 'U1', name: 'Alice' };
const team: Mention = { platform: 'slack', kind: 'group', id: 'S1', name: 'team' };
const boss: Mention = { platform: 'slack', kind: 'user', id: 'U2', name: 'Boss' };
const oncall: Place = { platform: 'slack', channel: 'C1' };
const everybody = { owners: [team, alice], direct: [alice], fallback: [boss], oncall };

function climbing(change: Partial<Climbing> = {}): Climbing {
  return {
    ladder: { rung: 0, climbedAt: monday, turn: 0 },
    stateAt: monday,
    urgent: false,
    policy: { ladderMs: [2 * hour, 4 * hour, 8 * hour], quiet: null },
    reach: everybody,
    zone: 'UTC',
    ...change,
  };
}
const on = (rung: 0 | 1 | 2 | 3 | null) => ({ ladder: { rung, climbedAt: monday, turn: 0 } });

describe('the ladder', () => {
  it.each([
    [null, 0, 0],
    [0, 1, 2],
    [1, 2, 4],
    [2, 3, 8],
  ] as const)('from %s to %s after %s hours', (from, rung, after) => {
    expect(nextClimb(climbing(on(from)))).toEqual({ rung, at: hours(after) });
  });

  it('ends at the top', () => {
    expect(nextClimb(climbing(on(3)))).toBeNull();
    expect(nextClimb(climbing({ ...on(2), reach: { ...everybody, oncall: null } }))).toBeNull();
  });

  it('passes over rungs that reach nobody, at no cost of time', () => {
    expect(nextClimb(climbing({ reach: { ...everybody, owners: [team], direct: [] } }))).toEqual({
      rung: 2,
      at: hours(2),
    });
    expect(nextClimb(climbing({ reach: { owners: [], direct: [], fallback: [], oncall } }))).toEqual({
      rung: 3,
      at: hours(2),
    });
  });

  it('takes a quarter of the time where it is urgent', () => {
    expect(nextClimb(climbing({ urgent: true }))).toEqual({ rung: 1, at: hours(0.5) });
  });
});

describe('quiet hours', () => {
  const quiet = { ...climbing().policy, quiet: defaultPolicy.quiet };
  const evening = hours(9);

  it('hold a rung until the morning, in the zone of who is called', () => {
    const late = { ladder: { rung: null, climbedAt: null, turn: 0 }, stateAt: evening, policy: quiet };
    expect(nextClimb(climbing(late))?.at).toEqual(evening);
    const inBerlin = { ...everybody, owners: [{ ...alice, zone: 'Europe/Berlin' }] };
    expect(nextClimb(climbing({ ...late, reach: inBerlin }))?.at).toEqual(new Date('2026-09-22T06:00Z'));
    expect(nextClimb(climbing({ ...late, zone: 'Asia/Kathmandu' }))?.at).toEqual(
      new Date('2026-09-22T02:15Z'),
    );
  });

  it('hold nothing that is urgent', () => {
    const night = hours(14);
    const late = { ladder: { rung: null, climbedAt: null, turn: 0 }, stateAt: night, policy: quiet };
    expect(nextClimb(climbing({ ...late, urgent: true }))?.at).toEqual(night);
    expect(nextClimb(climbing(late))?.at).toEqual(hours(22));
  });

  it('of the policy go before those of the owner; a zone nobody knows is no zone', () => {
    const reach = { ...everybody, owners: [{ ...alice, zone: 'Mars/Olympus' }] };
    const late = { ladder: { rung: null, climbedAt: null, turn: 0 }, stateAt: evening, reach };
    expect(nextClimb(climbing({ ...late, policy: quiet }))?.at).toEqual(evening);
    const fixed = {
      ...quiet,
      quiet: { ...defaultPolicy.quiet, zone: 'Europe/Berlin' } as typeof quiet.quiet,
    };
    expect(nextClimb(climbing({ ...late, policy: fixed }))?.at).toEqual(new Date('2026-09-22T06:00Z'));
  });
});

describe('muted', () => {
  const given = { by: alice, at: monday, reason: null, state: 'overdue' as const };
  const muted = (until: Date | null, snoozedUntil: Date | null, state: 'overdue' | 'critical' = 'overdue') =>
    mutedUntil({ acknowledged: { ...given, until }, snoozedUntil, state }, monday);

  it('until the later of both ends, for the state it was given for', () => {
    expect(muted(hours(2), hours(1))).toEqual(hours(2));
    expect(muted(hours(1), hours(2))).toEqual(hours(2));
    expect(muted(hours(-1), null)).toBeNull();
    expect(muted(null, null)).toBe('released');
    expect(muted(hours(2), null, 'critical')).toBeNull();
  });
});
