import { plainMessage } from '../../core/message/plain-message.ts';
import {
  type Block,
  type Button,
  code,
  type Inline,
  type Message,
  note,
  type OfferedFile,
  strong,
  text,
} from '../../core/message.ts';
import { placeWord } from '../../core/people.ts';
import { targetText } from '../../core/target.ts';
import { shorten } from '../../core/text/shorten.ts';
import type { EndpointChange } from '../../core/watch/endpoint.ts';
import type { Import, ListPlan, PlannedChange } from '../../core/watch/lists/brought.ts';
import type { ListProblem } from '../../core/watch/lists/listed.ts';

const mostNames = 12;
const mostProblems = 15;
const longestSource = 60;
const longestWhy = 200;

export type Trial = {
  readonly brought: Import;
  readonly plan: ListPlan;
  readonly remarks: readonly string[];
  readonly mend: OfferedFile | null;
};

/** What an import would do; nothing is done yet. */
export function trialMessage({ brought, plan, remarks, mend }: Trial): Message {
  const { add, change, problems } = plan;
  const isIdle = add.length + change.length === 0;
  const lead = `${shorten(brought.name, 80)}: ${countsText(plan)}. ${isIdle ? 'There is nothing to do.' : 'Nothing is done yet.'}`;
  return {
    tone: problems.length > 0 ? 'warning' : 'neutral',
    title: [text(lead)],
    blocks: [...planBlocks(plan), ...remarks.map((remark) => note(text(remark)))],
    buttons: isIdle ? [] : [importButton('Import', { plan: brought.id, apply: 'yes' }, 'primary')],
    files: mend === null ? [] : [mend],
    summary: lead,
    record: trialRecord(brought, plan, false),
  };
}

/** After it was done; `plan` null: it was tried before. */
export function appliedMessage(
  brought: Import,
  trial: Pick<Trial, 'plan' | 'remarks' | 'mend'> | null,
): Message {
  const { added, changed } = brought;
  const lead = `${shorten(brought.name, 80)}: ${added.length} ${added.length === 1 ? 'endpoint' : 'endpoints'} added, ${changed.length} changed.`;
  const problems = trial?.plan.problems ?? [];
  const looks = 'New ones are looked at one after the other from now on; /expiry shows what was seen.';
  return {
    tone: problems.length > 0 ? 'warning' : 'good',
    title: [text(lead)],
    blocks: [
      ...(trial === null ? [] : planBlocks({ ...trial.plan, add: [], change: [] })),
      ...(trial?.remarks ?? []).map((remark) => note(text(remark))),
      ...(added.length > 0 ? [note(text(looks))] : []),
    ],
    buttons:
      added.length + changed.length === 0 ? [] : [importButton('Undo', { undo: brought.id }, undefined)],
    files: trial === null || trial.mend === null ? [] : [trial.mend],
    summary: lead,
    record: trial === null ? brought : { ...trialRecord(brought, trial.plan, true), added, changed },
  };
}

export function undoneMessage({ added, changed, name }: Import): Message {
  return plainMessage(`${shorten(name, 80)} is undone: ${added.length} removed, ${changed.length} put back.`);
}

export function staleMessage({ state, name }: Import): Message {
  const said = state === 'undone' ? 'was undone before' : 'was imported before';
  return plainMessage(`${shorten(name, 80)} ${said}; nothing was done now.`);
}

function countsText({ add, change, unchanged, repeated, problems }: ListPlan): string {
  return [
    `${add.length} new`,
    `${change.length} to change`,
    `${unchanged} as ${unchanged === 1 ? 'it is' : 'they are'}`,
    ...(repeated > 0 ? [`${repeated} named again`] : []),
    ...(problems.length > 0 ? [`${problems.length} refused`] : []),
  ].join(', ');
}

function importButton(
  label: string,
  values: Readonly<Record<string, string>>,
  style: Button['style'],
): Button {
  const button = { label, command: 'watch', subcommand: 'import', values };
  return style === undefined ? button : { ...button, style };
}

function planBlocks({ add, change, problems }: ListPlan): readonly Block[] {
  return [
    ...listed(
      'New',
      add.map(({ target }) => [text(targetText(target))]),
    ),
    ...listed('To change', change.map(changeInlines)),
    ...problemBlocks(problems),
  ];
}

function listed(heading: string, items: readonly (readonly Inline[])[]): readonly Block[] {
  if (items.length === 0) return [];
  const more = items.length - mostNames;
  return [
    { kind: 'heading', text: heading },
    { kind: 'list', items: items.slice(0, mostNames) },
    ...(more > 0 ? [note(text(`and ${more} more; --json in a terminal lists all`))] : []),
  ];
}

function changeInlines({ endpoint, change }: PlannedChange): readonly Inline[] {
  return [strong(targetText(endpoint.target)), text(`: ${changeText(endpoint, change)}`)];
}

/** "owners Alice -> Bob; alarms slack:C1 -> slack:C2". */
export function changeText(before: Required<Omit<EndpointChange, 'muted'>>, change: EndpointChange): string {
  const { owners, home, labels } = change;
  const labelled = (all: Readonly<Record<string, string>>) =>
    Object.entries(all).map(([key, value]) => `${key}=${value}`);
  const parts = [
    ...(owners === undefined ? [] : [`owners ${peopleText(before.owners)} -> ${peopleText(owners)}`]),
    ...(home === undefined ? [] : [`alarms ${placeWord(before.home)} -> ${placeWord(home)}`]),
    ...(labels === undefined
      ? []
      : [`labels ${labelled(before.labels).join(' ') || 'none'} -> ${labelled(labels).join(' ') || 'none'}`]),
  ];
  return shorten(parts.join('; '), 200);
}

function peopleText(people: Required<EndpointChange>['owners']): string {
  return people.length === 0 ? 'nobody' : people.map(({ name }) => name).join(', ');
}

export function problemBlocks(problems: readonly ListProblem[]): readonly Block[] {
  if (problems.length === 0) return [];
  const more = problems.length - mostProblems;
  // No table: its columns would cut off the reason, which is what helps.
  const items = problems.slice(0, mostProblems).map(({ line, source, why }): readonly Inline[] => {
    const begin = shorten(source.split('\n')[0] ?? '', longestSource);
    return [
      strong(`line ${line}`),
      ...(begin === '' ? [] : [text(' '), code(begin)]),
      text(`: ${shorten(why, longestWhy)}`),
    ];
  });
  return [
    { kind: 'heading', text: 'Refused' },
    { kind: 'list', items },
    ...(more > 0 ? [note(text(`and ${more} more; the file beside this answer has all of them`))] : []),
  ];
}

function trialRecord(
  { id, name, format }: Import,
  { add, change, unchanged, repeated, problems }: ListPlan,
  applied: boolean,
) {
  return { id, name, format, applied, add, change, unchanged, repeated, problems };
}
