import {
  type Block,
  date,
  type Inline,
  labelled,
  type Message,
  note,
  paragraph,
  text,
} from '../../core/message.ts';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import { renewalPlan } from '../../core/watch/renewal/renewal.ts';
import { certificateBlocks, stateInlines } from './parts.ts';
import { wordingOf } from './wordings.ts';

/** What an alarm is about that no finding has a page for: its age, or a trouble without a rule. */
export function alarmExplanation(incident: Incident, now: Date): Message {
  const { means, fix } = wordingOf(incident, now);
  return {
    tone: 'neutral',
    title: stateInlines(incident, now, true),
    blocks: [
      paragraph(text(means)),
      ...planBlocks(incident),
      labelled('Do', text(incident.told.cause?.fix ?? fix)),
      ...certificateBlocks(incident),
      note(
        text(
          'The dates are those of the certificate itself and of its authority, unless a policy sets days: /watch policy.',
        ),
      ),
    ],
    summary: `${incident.told.name}: ${means}`,
  };
}

function planBlocks({ told, problem }: Incident): readonly Block[] {
  if (problem !== 'lapse' || told.certificate === null) return [];
  const plan = renewalPlan(told.certificate);
  const source = told.certificate.renewalWindow?.source ?? null;
  const at = (name: string, moment: Date): readonly Inline[] => [text(`${name} `), date(moment, 'absolute')];
  return [
    labelled(
      source === null ? 'By share of its lifetime' : `By the word of ${source}`,
      ...at('due', plan.due),
      ...at(', overdue', plan.overdue),
      ...at(', critical', plan.critical),
      ...at(', ends', told.certificate.notAfter),
    ),
  ];
}
