import { date, type Inline, labelled, type Message, strong, type Tone, text } from '../../core/message.ts';
import type { Mention } from '../../core/people.ts';
import { absoluteText } from '../../core/text/time-text.ts';
import type { Incident } from '../../core/watch/incident.ts';

export type HeadOptions = {
  /** Notified by this very message; nobody by an edit. */
  readonly called: readonly Mention[];
  readonly now: Date;
};

/** The one message of an incident that everybody sees: certificate, endpoints, state, date, cause and fix as of now. */
export function alarmHead(incident: Incident, { called, now }: HeadOptions): Message {
  const { told, state } = incident;
  const end = told.certificate?.notAfter ?? null;
  const calls = called.flatMap((who): Inline[] => [{ kind: 'mention', who }, text(' ')]);
  const ends: readonly Inline[] = end === null ? [] : [text(', notAfter '), date(end, 'both')];
  const plainEnd = end === null ? '' : `, notAfter ${absoluteText(end, 'UTC', now)}`;
  return {
    tone: toneOf(incident),
    title: [...calls, strong(told.name), text(`: ${stateWords(incident)}`), ...ends],
    blocks: told.cause === null ? [] : [labelled('Cause', text(told.cause.title))],
    summary: `${told.name}: ${incident.endedAt === null ? state : 'over'}${plainEnd}`,
  };
}

function stateWords({ endedAt, end, state }: Incident): string {
  return endedAt === null ? state : `${end ?? 'over'} (was ${state})`;
}

function toneOf({ endedAt, state }: Incident): Tone {
  if (endedAt !== null) return 'good';
  return state === 'due' || state === 'overdue' || state === 'changed' ? 'warning' : 'bad';
}
