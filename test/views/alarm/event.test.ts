import { describe, expect, it } from 'vitest';
import type { Inline, Message } from '../../../src/core/message.ts';
import { alarmEvent } from '../../../src/views/alarm/event.ts';
import { sampleEvents } from '../../support/samples/sample-alarms.ts';
import { sampleIncident, toldOf } from '../../support/samples/sample-incident.ts';
import { after, alice, bob, noon } from '../../support/store-fixtures.ts';
import { plainText } from '../../support/watch-stage.ts';

function mentions({ title, blocks }: Message): readonly Inline[] {
  const inlines = blocks.flatMap((block) => ('inlines' in block ? block.inlines : []));
  return [...title, ...inlines].filter(({ kind }) => kind === 'mention');
}

const until = after(7_200_000);

describe('what is said in the thread of an alarm', () => {
  // A name of its own for each, or the order would decide which snapshot is whose.
  const named = sampleEvents.map((event, at) => {
    const nth = sampleEvents.slice(0, at + 1).filter(({ kind }) => kind === event.kind).length;
    return [nth === 1 ? event.kind : `${event.kind}, ${nth}`, event] as const;
  });
  it.each(named)('%s', (_name, event) => {
    const message = alarmEvent(sampleIncident(), event);
    expect(`${plainText(message, noon)}\n(${message.summary})`).toMatchSnapshot();
  });

  it('calls only where it is a call', () => {
    for (const event of sampleEvents) {
      const count = event.kind === 'called' ? event.who.length : 0;
      expect(mentions(alarmEvent(sampleIncident(), event))).toHaveLength(count);
    }
  });

  it('always names the target for who reads it as a notification', () => {
    for (const event of sampleEvents) {
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
    expect(ended.summary).toBe('pay.example.com recovered: it can be reached again. It lasted 1 minute.');
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
