import {
  type Block,
  type Button,
  code,
  type Inline,
  type Message,
  note,
  strong,
  text,
} from '../../core/message.ts';
import type { Mention } from '../../core/people.ts';
import { targetText } from '../../core/target.ts';
import type { Endpoint } from '../../core/watch/endpoint.ts';
import type { Scope } from '../../core/watch/policy/policy.ts';
import type { Owned, WatchRule } from '../../core/watch/policy/rule.ts';
import type { WatchPage } from '../../core/watch/watch-page.ts';

type Named = { readonly scope: Scope; readonly name: string; readonly endpoint: Endpoint | null };

const mostRules = 40;
const mostUnowned = 20;

export type OwnersOverview = {
  /** How many are watched, and for how many only the fallback is called. */
  readonly watched: number;
  readonly fallen: number;
  /** Those for which nobody is called. */
  readonly unowned: WatchPage;
};

/** `/watch owner` alone: the rules in the order in which they count, and what nobody is called for. */
export function ownersOverviewMessage(
  { watched, fallen, unowned }: OwnersOverview,
  rules: readonly WatchRule[],
): Message {
  const told = rules.filter(({ scope, owners }) => scope.kind !== 'endpoint' && (owners?.length ?? 0) > 0);
  const lead = unownedWords(watched, unowned.total);
  return {
    tone: unowned.total === 0 ? 'good' : 'warning',
    title: [text(lead)],
    blocks: [
      ...ruleBlocks(told),
      ...(unowned.total === 0 ? [] : unownedBlocks(unowned)),
      ...(fallen === 0
        ? []
        : [note(text(`${fallen} more ${fallen === 1 ? 'has' : 'have'} no owner but the fallback.`))]),
      note(
        text('Set some: '),
        code('/watch owner team=payments @payments-oncall'),
        text(', or for whatever has no other: '),
        code('/watch owner all @platform'),
      ),
    ],
    summary: lead,
    record: { rules: told, unowned: unowned.rows },
  };
}

function unownedWords(all: number, unowned: number): string {
  if (all === 0) return 'Nothing is watched yet, so nobody is called';
  if (unowned === 0) return 'Everything watched has somebody who is called';
  return unowned === 1
    ? 'Of one watched endpoint nobody is called'
    : `Of ${unowned} watched endpoints nobody is called`;
}

function ruleBlocks(rules: readonly WatchRule[]): readonly Block[] {
  if (rules.length === 0) return [];
  const labels = rules.filter(({ scope }) => scope.kind === 'label');
  const all = rules.filter(({ scope }) => scope.kind === 'all');
  return [
    { kind: 'heading', text: 'By rule' },
    {
      kind: 'list',
      items: [...labels, ...all]
        .slice(0, mostRules)
        .map((rule): readonly Inline[] => [
          strong(scopeName(rule.scope)),
          text(': '),
          ...ownerInlines(rule.owners ?? []),
          text(` (set by ${rule.setBy})`),
        ]),
    },
  ];
}

function scopeName(scope: Scope): string {
  switch (scope.kind) {
    case 'all':
      return 'whatever has no other (fallback)';
    case 'label':
      return `${scope.label}=${scope.value}`;
    case 'endpoint':
      return 'one endpoint';
  }
}

function unownedBlocks({ rows, total }: WatchPage): readonly Block[] {
  const items = rows
    .slice(0, mostUnowned)
    .map(({ endpoint }): readonly Inline[] => [text(targetText(endpoint.target))]);
  const more = total - items.length;
  return [
    { kind: 'heading', text: `Nobody is called (${total})` },
    { kind: 'list', items: more > 0 ? [...items, [text(`and ${more} more`)]] : items },
  ];
}

/** `/watch owner <what>`: who is called, and why they. */
export function ownersMessage({ name, scope }: Named, owned: Owned): Message {
  const title: readonly Inline[] = [strong(subject(name, scope)), text(': '), ...ownedInlines(owned)];
  return {
    tone: owned.by === 'nobody' ? 'warning' : 'neutral',
    title,
    blocks: [],
    summary: `${subject(name, scope)}: ${namesOf(owned.owners)}`,
    record: owned,
  };
}

export function ownersChangedMessage(
  { name, scope }: Named,
  owners: readonly Mention[],
  owned: Owned,
  buttons: readonly Button[],
): Message {
  const lead =
    owners.length === 0
      ? `${subject(name, scope)} has no owner of its own any more`
      : `${subject(name, scope)} now belongs to ${namesOf(owners)}`;
  const blocks: Block[] = [];
  if (owners.length === 0) blocks.push(note(text('Called now: '), ...ownedInlines(owned)));
  if (owners.length > 1) blocks.push(note(text('They are called in this order.')));
  if (scope.kind === 'label') {
    blocks.push(note(text('It counts for every endpoint with this label that has no owner of its own.')));
  }
  return { tone: 'good', title: [text(lead)], blocks, buttons, summary: lead, record: owned };
}

function subject(name: string, scope: Scope): string {
  return scope.kind === 'all' ? 'Whatever has no other owner' : name;
}

/** Names, never mentions, with why they are the ones. */
export function ownedInlines({ owners, by }: Owned): readonly Inline[] {
  switch (by) {
    case 'endpoint':
      return ownerInlines(owners);
    case 'rule':
      return [...ownerInlines(owners), text(' (by a rule)')];
    case 'fallback':
      return [...ownerInlines(owners), text(' (fallback)')];
    case 'nobody':
      return [text('no owner')];
  }
}

function ownerInlines(owners: readonly Mention[]): readonly Inline[] {
  return owners.flatMap((who, index): Inline[] => [text(index === 0 ? '' : ', '), { kind: 'person', who }]);
}

function namesOf(owners: readonly Mention[]): string {
  return owners.length === 0 ? 'nobody' : owners.map(({ name }) => name).join(', ');
}
