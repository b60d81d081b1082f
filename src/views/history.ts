import {
  type Block,
  code,
  date,
  type Inline,
  labelled,
  type Message,
  note,
  type Picture,
  strong,
  text,
} from '../core/message.ts';
import type { Availability } from '../core/past/availability.ts';
import type { EndpointPast } from '../core/past/endpoint-past.ts';
import { type ErrorBudget, errorBudget } from '../core/past/error-budget.ts';
import { type Objective, objectiveText } from '../core/past/objective.ts';
import { targetText } from '../core/target.ts';
import { lengthText } from '../core/text/duration.ts';
import { disputedWords } from '../core/watch/alarm/disputed.ts';
import type { Incident } from '../core/watch/alarm/incident.ts';
import { stateNames } from './alarm/wordings.ts';
import { targetValues } from './diagnosis/buttons.ts';
import { pastChangeInlines } from './history/change-inlines.ts';
import { dayBlocks } from './history/day-blocks.ts';
import { latencyBlocks, latencyLine, latencyRecord } from './history/latency-blocks.ts';
import { prose } from './prose.ts';

const mostChanges = 25;
const mostIncidents = 10;

/** `/history <target>`: how much of the time clients were served, what changed when, and what was said about it. */
export function historyMessage(
  past: EndpointPast,
  objective: Objective,
  pictures: readonly Picture[] = [],
): Message {
  const name = targetText(past.endpoint.target);
  const budget = past.availability === null ? null : errorBudget(past.availability, objective);
  const head = headOf(past.availability, budget, objective);
  const blocks =
    past.availability === null || budget === null
      ? [note(text('It takes two looks, at most two intervals apart, to tell of the time between.'))]
      : availabilityBlocks(past.availability, budget, objective, latencyLine(past));
  return {
    tone: head.tone,
    title: [strong(name), text(` ${head.words}`)],
    blocks: [...blocks, ...disputedBlocks(past)],
    details: {
      blocks: [...changeBlocks(past), ...incidentBlocks(past.incidents), ...latencyBlocks(past)],
    },
    buttons: [{ label: 'Check now', command: 'check', values: targetValues(past.endpoint.target) }],
    ...(pictures.length === 0 ? {} : { pictures }),
    summary: `${name} ${head.words}`,
    record: { ...past, latency: latencyRecord(past.latency), objective: objectiveText(objective), budget },
  };
}

/** What is seen from some places only now: nobody is told of it. */
function disputedBlocks({ sighting }: EndpointPast): readonly Block[] {
  return disputedWords(sighting?.conditions ?? []).map((words) => labelled('Now', ...prose(words)));
}

function headOf(
  availability: Availability | null,
  budget: ErrorBudget | null,
  objective: Objective,
): { readonly words: string; readonly tone: Message['tone'] } {
  if (availability === null || budget === null) {
    return { words: 'was not looked at often enough yet to tell of its past', tone: 'unknown' };
  }
  const over = `of ${lengthText(availability.to.getTime() - availability.from.getTime())}`;
  if (budget.availability === null)
    return { words: `could not be judged at any time ${over}`, tone: 'unknown' };
  const tone = budget.isSpent ? 'bad' : budget.downMs > 0 ? 'warning' : 'good';
  const verdict = budget.isSpent ? `, less than its objective of ${objectiveText(objective)}` : '';
  return { words: `was up ${budget.availability} ${over}${verdict}`, tone };
}

/** "99.9 % over 30 d: 21 min 36 s down of 43 min 12 s budget, 50 % used". */
export function budgetText(
  { from, to }: Pick<Availability, 'from' | 'to'>,
  { downMs, allowedMs, used }: ErrorBudget,
  objective: Objective,
): string {
  const over = lengthText(to.getTime() - from.getTime());
  const share = used === null ? '' : `, ${used} used`;
  return `${objectiveText(objective)} over ${over}: ${lengthText(downMs)} down of ${lengthText(allowedMs)} budget${share}`;
}

function availabilityBlocks(
  past: Availability,
  budget: ErrorBudget,
  objective: Objective,
  latency: readonly Block[],
): readonly Block[] {
  const { spent, unseenMs, from, to } = past;
  const notJudged = [
    ...(spent.unknown > 0 ? [`${lengthText(spent.unknown)} in which we looked and could not judge`] : []),
    ...(unseenMs > 0 ? [`${lengthText(unseenMs)} in which nobody looked`] : []),
  ];
  return [
    labelled('Objective', text(budgetText(past, budget, objective))),
    ...(spent.degraded > 0
      ? [
          labelled(
            'Degraded',
            text(`${lengthText(spent.degraded)}, counted as up: not all clients were served well`),
          ),
        ]
      : []),
    ...(notJudged.length > 0
      ? [labelled('Not judged', text(`${notJudged.join(', ')}: neither up nor down`))]
      : []),
    ...latency,
    labelled('From', date(from, 'absolute'), text(' to '), date(to, 'absolute')),
    ...dayBlocks(past.days),
  ];
}

function changeBlocks({ changes, since }: EndpointPast): readonly Block[] {
  if (changes.length === 0) return [note(text('Nothing changed since '), date(since, 'absolute'), text('.'))];
  const items = changes.slice(0, mostChanges).map(pastChangeInlines);
  const more = changes.length - items.length;
  return [
    { kind: 'heading', text: 'What changed' },
    { kind: 'list', items },
    ...(more > 0 ? [note(text(`${more} earlier changes are not shown here. --json has all of them.`))] : []),
  ];
}

function incidentBlocks(incidents: readonly Incident[]): readonly Block[] {
  if (incidents.length === 0) return [];
  const items = incidents.slice(0, mostIncidents).map(incidentInlines);
  const more = incidents.length - items.length;
  return [
    { kind: 'heading', text: 'Alarms' },
    { kind: 'list', items },
    ...(more > 0 ? [note(text(`${more} earlier ones are not shown here.`))] : []),
  ];
}

function incidentInlines({ id, state, openedAt, endedAt, end, told }: Incident): readonly Inline[] {
  const about = told.cause === null ? '' : `: ${told.cause.title}`;
  return [
    date(openedAt, 'absolute'),
    text(': '),
    strong(stateNames[state]),
    text(about),
    ...(endedAt === null
      ? [text('; still open, '), code(id)]
      : [text(`; ${end ?? 'over'} after ${lengthText(endedAt.getTime() - openedAt.getTime())}`)]),
  ];
}
