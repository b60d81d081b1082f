import type { IncidentEvent } from '../../../src/core/watch/alarm/event.ts';
import type { Incident } from '../../../src/core/watch/alarm/incident.ts';
import { after, alice, bob, dayMs, noon, oncall } from '../store-fixtures.ts';
import { onIt, sampleIncident, toldEndpoint, toldOf } from './sample-incident.ts';

const still = [toldEndpoint('a.example.com'), toldEndpoint('b.example.com')];
const until = after(7_200_000);

export const sampleEvents: readonly IncidentEvent[] = [
  {
    kind: 'details',
    details: {
      explanation: null,
      evidence: [{ label: 'address', value: '192.0.2.7:443' }],
      reproduce: 'openssl s_client -connect 192.0.2.7:443 </dev/null | openssl x509 -noout -enddate',
      changes: [{ what: 'issuer', before: ['R11'], now: ['R13'], since: after(-3_600_000) }],
    },
  },
  { kind: 'worsened', from: 'overdue', to: 'critical' },
  { kind: 'called', rung: 0, who: [alice] },
  { kind: 'called', rung: 1, who: [alice] },
  { kind: 'called', rung: 2, who: [bob] },
  { kind: 'called', rung: 3, who: [oncall] },
  { kind: 'owner-gone', who: alice, instead: [bob] },
  { kind: 'owner-gone', who: alice, instead: [] },
  { kind: 'acknowledged', by: bob, until, reason: 'DNS is being mended' },
  { kind: 'acknowledged', by: bob, until: null, reason: null },
  { kind: 'released', by: bob },
  { kind: 'acknowledgement-lapsed', by: bob, because: 'time' },
  { kind: 'acknowledgement-lapsed', by: bob, because: 'worse' },
  { kind: 'snoozed', by: bob, until },
  { kind: 'muted', by: bob, until, reason: 'new switches' },
  { kind: 'muted', by: bob, until, reason: null },
  { kind: 'unmuted', because: 'time' },
  { kind: 'unmuted', because: 'worse' },
  { kind: 'unmuted', because: 'elsewhere' },
  { kind: 'unmuted', because: { by: bob } },
  { kind: 'reassigned', by: bob, owners: [alice, oncall] },
  { kind: 'renewal-seen', renewed: 13, still, notAfter: after(80 * 86_400_000) },
  { kind: 'renewal-seen', renewed: 1, still: [], notAfter: null },
  { kind: 'rechecked', by: bob, healthy: 13, still },
  { kind: 'rechecked', by: bob, healthy: 2, still: [] },
  { kind: 'flapping', turns: 6, sinceMs: 40 * 60_000 },
  { kind: 'ended', end: 'renewed', lastedMs: 3 * 86_400_000 },
  { kind: 'ended', end: 'recovered', lastedMs: 38 * 60_000 },
  { kind: 'ended', end: 'removed', lastedMs: 10 },
];

const cause = {
  id: 'chain/missing-intermediate',
  title: 'The server does not send its intermediate certificate',
  fix: 'Serve fullchain.pem instead of cert.pem, then reload nginx.',
  reproduce: 'openssl s_client -connect 192.0.2.7:443',
  blame: 'target',
} as const;

const lapses = ['due', 'overdue', 'critical', 'expired'] as const;
const troubled = ['revoked', 'mismatch', 'untrusted', 'unreachable', 'changed'] as const;

/** One of each kind that a place may be told of, by name. */
export const sampleIncidents: Readonly<Record<string, Incident>> = {
  ...Object.fromEntries(lapses.map((state) => [state, sampleIncident({ state })])),
  ...Object.fromEntries(
    troubled.map((state) => [state, sampleIncident({ state, problem: state, told: toldOf({ cause }) })]),
  ),
  wide: sampleIncident({
    told: toldOf({
      name: 'n0.example.com and 14 more',
      endpoints: Array.from({ length: 15 }, (_, n) => toldEndpoint(`n${n}.example.com`)),
      obstacles: ['CAA of example.com forbids letsencrypt.org', 'port 80 of n0.example.com is closed'],
      newer: 'n3.example.com:8443 serves one that is good until Tue 1 Dec.',
    }),
  }),
  'in hand': sampleIncident({ acknowledged: onIt(bob, { until: after(3 * 3_600_000), reason: 'DNS' }) }),
  muted: sampleIncident({ snoozedUntil: after(dayMs), flapping: true, owners: [], ownedBy: 'nobody' }),
  maintained: sampleIncident({
    problem: 'mismatch',
    state: 'mismatch',
    told: toldOf({ cause }),
    muted: { until: after(dayMs), by: bob, at: noon, reason: 'new switches' },
  }),
  renewed: sampleIncident({ endedAt: after(dayMs), end: 'renewed' }),
  recovered: sampleIncident({
    problem: 'untrusted',
    state: 'untrusted',
    told: toldOf({ cause }),
    acknowledged: onIt(bob),
    endedAt: after(38 * 60_000, noon),
    end: 'recovered',
  }),
  removed: sampleIncident({ endedAt: after(dayMs), end: 'removed' }),
};

/** The same with strangers' text wherever a stranger has a say. */
export function hostile(incident: Incident, words: string): Incident {
  const { told, acknowledged, muted = null } = incident;
  const many = (count: number) => Array.from({ length: count }, () => words);
  return {
    ...incident,
    owners: many(20).map((name, n) => ({ ...alice, id: `U0${n}`, name })),
    acknowledged: acknowledged === null ? null : { ...acknowledged, reason: words },
    muted: muted && { ...muted, by: { ...muted.by, name: words }, reason: words },
    told: {
      name: words,
      endpoints: many(20).map((name, n) =>
        toldEndpoint(name, { endpointId: String(n), url: 'https://a.example:443/' }),
      ),
      more: 2000,
      certificate: told.certificate && { ...told.certificate, names: many(100), issuer: words },
      cause: { ...cause, title: words, fix: `${words}. ${words}`, reproduce: words },
      obstacles: many(30),
      newer: words,
    },
  };
}
