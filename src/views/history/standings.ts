import { plainMessage } from '../../core/message/plain-message.ts';
import { type Message, note, text } from '../../core/message.ts';
import type { EndpointStanding } from '../../core/past/endpoint-past.ts';
import { type ErrorBudget, errorBudget } from '../../core/past/error-budget.ts';
import { type Objective, objectiveOf, objectiveText } from '../../core/past/objective.ts';
import { targetText } from '../../core/target.ts';
import { lengthText } from '../../core/text/duration.ts';

const mostRows = 20;

type Row = EndpointStanding & { readonly goal: Objective; readonly budget: ErrorBudget | null };

/** `/history` alone: those that used up most of what their objective allows. `objective` null: each has its own. */
export function standingsMessage(
  standings: readonly EndpointStanding[],
  objective: Objective | null,
  window: string,
): Message {
  if (standings.length === 0) {
    const words = 'Nothing is watched yet, so there is no history. /watch add api.example.org';
    return { ...plainMessage(words), record: [] };
  }
  const rows = standings.map((standing): Row => {
    const goal = objective ?? objectiveOf(standing.objective);
    const { availability } = standing;
    return { ...standing, goal, budget: availability === null ? null : errorBudget(availability, goal) };
  });
  const known = rows.filter(({ budget }) => budget !== null && budget.judgedMs > 0).toSorted(byBudgetUsed);
  const down = known.filter(({ budget }) => (budget?.downMs ?? 0) > 0);
  const spent = known.filter(({ budget }) => budget?.isSpent === true).length;
  const lead = leadOf(known.length, down.length, spent, window);
  const shown = down.slice(0, mostRows);
  const unknown = rows.length - known.length;
  return {
    tone: spent > 0 ? 'bad' : down.length > 0 ? 'warning' : known.length === 0 ? 'unknown' : 'good',
    title: [text(lead)],
    blocks: [
      ...(shown.length === 0
        ? []
        : [
            {
              kind: 'table',
              columns: ['endpoint', 'up', 'down', 'judged', 'objective', 'budget used'],
              rows: shown.map(cellsOf),
            } as const,
          ]),
      ...(down.length > shown.length
        ? [note(text(`${down.length - shown.length} more were down. --json has all of them.`))]
        : []),
      ...(unknown > 0
        ? [note(text(`${unknown} could not be judged: looked at too seldom, or never with success.`))]
        : []),
    ],
    summary: lead,
    record: rows.map(({ goal, ...row }) => ({ ...row, objective: objectiveText(goal) })),
  };
}

function leadOf(known: number, down: number, spent: number, window: string): string {
  const over = `in ${window}`;
  if (known === 0) return `Nothing can be told of the last ${window} yet.`;
  if (down === 0)
    return `${known === 1 ? 'The endpoint was' : `All ${known} endpoints were`} up all the time ${over}.`;
  if (spent === 0) return `${down} of ${known} were down ${over}, all within their objective.`;
  return `${spent} of ${known} missed ${spent === 1 ? 'its' : 'their'} objective ${over}.`;
}

function cellsOf({ endpoint, goal, budget }: Row): readonly string[] {
  return [
    targetText(endpoint.target),
    budget?.availability ?? '',
    lengthText(budget?.downMs ?? 0),
    lengthText(budget?.judgedMs ?? 0),
    objectiveText(goal),
    budget?.used ?? 'all',
  ];
}

function byBudgetUsed(one: Row, other: Row): number {
  const difference = shareOf(other) - shareOf(one);
  if (difference !== 0) return difference;
  return (other.budget?.downMs ?? 0) - (one.budget?.downMs ?? 0);
}

function shareOf({ budget }: Row): number {
  if (budget === null || budget.downMs === 0) return 0;
  return budget.downMs / Math.max(1, budget.allowedMs);
}
