import { describe, expect, it } from 'vitest';
import type { Inline, Message } from '../../../src/core/message.ts';
import type { IncidentEvent } from '../../../src/core/watch/event.ts';
import { alarmEvent } from '../../../src/views/alarm/event.ts';
import { sampleIncident, toldEndpoint, toldOf } from '../../support/sample-incident.ts';
import { after, alice, bob, noon, oncall } from '../../support/store-fixtures.ts';
import { plainText } from '../../support/watch-stage.ts';

const still = [toldEndpoint('a.example.com'), toldEndpoint('b.example.com')];
const until = after(7_200_000);

export const events: readonly IncidentEvent[] = [
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

function mentions({ title, blocks }: Message): readonly Inline[] {
  const inlines = blocks.flatMap((block) => ('inlines' in block ? block.inlines : []));
  return [...title, ...inlines].filter(({ kind }) => kind === 'mention');
}

describe('what is said in the thread of an alarm', () => {
  it.each(events)('$kind', (event) => {
    const message = alarmEvent(sampleIncident(), event);
    expect(`${plainText(message, noon)}\n(${message.summary})`).toMatchSnapshot();
  });

  it('calls only where it is a call', () => {
    for (const event of events) {
      const count = event.kind === 'called' ? event.who.length : 0;
      expect(mentions(alarmEvent(sampleIncident(), event))).toHaveLength(count);
    }
  });

  it('always names the target for who reads it as a notification', () => {
    for (const event of events) {
      expect(alarmEvent(sampleIncident(), event).summary).toContain('pay.example.com');
    }
  });

  it('words a trouble by its cause', () => {
    const told = toldOf({
      cause: {
        id: 'tcp/refused',
        title: 'Nothing listens on port 443',
        fix: 'Start it.',
        reproduce: null,
        blame: 'target',
      },
    });
    const incident = sampleIncident({ problem: 'unreachable', state: 'unreachable', told });
    const called = alarmEvent(incident, { kind: 'called', rung: 1, who: [alice] });
    expect(called.summary).toBe(
      'Alice: nobody has taken this yet: pay.example.com cannot be reached: Nothing listens on port 443',
    );
    const ended = alarmEvent(incident, { kind: 'ended', end: 'recovered', lastedMs: 60_000 });
    expect(ended.summary).toBe('pay.example.com: It recovered: it can be reached again. It lasted 1 minute.');
  });

  it('stays within bounds whatever it is told', () => {
    const long = 'y'.repeat(30_000);
    const many = Array.from({ length: 300 }, () => ({ label: long, value: long }));
    const message = alarmEvent(sampleIncident(), {
      kind: 'details',
      details: { explanation: long, evidence: many, reproduce: long, changes: [] },
    });
    expect(plainText(message, noon).length).toBeLessThan(8000);
    const reason = alarmEvent(sampleIncident(), { kind: 'acknowledged', by: bob, until, reason: long });
    expect(plainText(reason, noon).length).toBeLessThan(600);
  });
});
