import { type Inline, type Message, text } from '../../core/message.ts';
import type { IncidentEvent } from '../../core/watch/event.ts';
import type { Incident } from '../../core/watch/incident.ts';

/** One line in the thread of an incident. Only a call notifies anybody. */
export function alarmEvent(incident: Incident, event: IncidentEvent): Message {
  const calls: readonly Inline[] =
    event.kind === 'called'
      ? event.who.flatMap((who): Inline[] => [{ kind: 'mention', who }, text(' ')])
      : [];
  const words = `${incident.told.name}: ${event.kind}`;
  return { tone: 'neutral', title: [...calls, text(words)], blocks: [], summary: words };
}
