import type { Diagnosis } from '../core/diagnosis.ts';
import type { ForeignAlert } from '../core/doors/alert-hook.ts';
import { date, type Inline, type Message, paragraph, strong, text } from '../core/message.ts';
import type { AnyProbe } from '../core/probe.ts';
import { diagnosisMessage } from './diagnosis.ts';

/** Why an alert of somebody else's fires, below what it said itself. The closer look is one press away. */
export function foreignAlertMessage(
  alert: ForeignAlert,
  diagnosis: Diagnosis,
  ladder: readonly AnyProbe[],
): Message {
  const { details: _closer, ...answer } = diagnosisMessage(diagnosis, ladder);
  return { ...answer, blocks: [paragraph(...saidInlines(alert)), ...answer.blocks] };
}

/** The alert whose instance is no target is told all the same: somebody wired it up and waits for an answer. */
export function unreadableAlertMessage(
  alert: ForeignAlert,
  reason: string,
  what = 'names nothing that can be checked',
): Message {
  return {
    tone: 'unknown',
    title: [strong(alert.name), text(` ${what}`)],
    blocks: [paragraph(...saidInlines(alert)), paragraph(text(reason))],
    summary: `${alert.name} ${what}`,
  };
}

export function resolvedAlertMessage({ source, name }: ForeignAlert): Message {
  return {
    tone: 'good',
    title: [strong(name), text(` is resolved, says ${source}.`)],
    blocks: [],
    summary: `${name} is resolved, says ${source}.`,
  };
}

function saidInlines({ source, name, severity, summary, startsAt }: ForeignAlert): readonly Inline[] {
  const weight = severity === null ? '' : ` (${severity})`;
  const words = summary === null ? '' : `: ${summary}`;
  return [
    text(`${source} fired `),
    strong(name),
    text(`${weight} `),
    date(startsAt, 'relative'),
    text(words),
  ];
}
