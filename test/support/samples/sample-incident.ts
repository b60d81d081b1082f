import type { Mention } from '../../../src/core/people.ts';
import type { Incident, ToldEndpoint, ToldFacts } from '../../../src/core/watch/alarm/incident.ts';
import { after, alice, dayMs, noon, ops } from '../store-fixtures.ts';

export const sampleFingerprint = 'ab'.repeat(32);

export function toldEndpoint(name: string, change: Partial<ToldEndpoint> = {}): ToldEndpoint {
  return {
    endpointId: name,
    name,
    url: `https://${name}:443/`,
    address: null,
    client: null,
    affected: true,
    ...change,
  };
}

export function toldOf(change: Partial<ToldFacts> = {}): ToldFacts {
  return {
    name: 'pay.example.com',
    endpoints: [toldEndpoint('pay.example.com')],
    more: 0,
    certificate: {
      fingerprint256: sampleFingerprint,
      names: ['pay.example.com', 'www.pay.example.com'],
      issuer: 'R11',
      notBefore: after(-87 * dayMs),
      notAfter: after(3 * dayMs),
      seenAt: noon,
    },
    cause: null,
    obstacles: [],
    newer: null,
    ...change,
  };
}

/** A certificate with three days to live, told in #ops to Alice; `change` replaces what a test is about. */
export function sampleIncident(change: Partial<Incident> = {}): Incident {
  return {
    id: 'k3n9w2x7q1',
    subject: { kind: 'certificate', fingerprint256: sampleFingerprint },
    problem: 'lapse',
    home: ops,
    state: 'critical',
    openedAt: noon,
    stateAt: noon,
    owners: [alice],
    ownedBy: 'endpoint',
    told: toldOf(),
    ladder: { rung: 0, climbedAt: noon, turn: 0 },
    acknowledged: null,
    snoozedUntil: null,
    flapping: false,
    endedAt: null,
    end: null,
    nextAt: null,
    version: 1,
    ...change,
  };
}

export function onIt(by: Mention, change: Partial<NonNullable<Incident['acknowledged']>> = {}) {
  return { by, at: after(14 * 60_000), until: null, reason: null, state: 'critical' as const, ...change };
}
