import type { Mention } from '../../core/people.ts';
import { activeMute } from '../../core/watch/alarm/mute.ts';
import { ownersOf, policyFor, type WatchRule } from '../../core/watch/policy/rule.ts';
import { type RenewalPlan, renewalPlan, stateByPlan } from '../../core/watch/renewal/renewal.ts';
import type { WatchLine } from '../../core/watch/watch-line.ts';
import { needsSomebody, type WatchState, watchStateOf } from '../../core/watch/watch-state.ts';
import type { WatchFilter, WatchQuery } from './watch-query.ts';

/** A line with what rules and clock make of it. */
export type JudgedLine = {
  readonly line: WatchLine;
  readonly state: WatchState;
  /** Null: no certificate is known. */
  readonly plan: RenewalPlan | null;
  readonly owners: readonly Mention[];
  readonly isMuted: boolean;
  readonly isAlarmed: boolean;
};

export type Judging = {
  readonly rules: readonly WatchRule[];
  readonly alarmed: ReadonlySet<string>;
  readonly now: Date;
};

export function judgeLine(line: WatchLine, { rules, alarmed, now }: Judging): JudgedLine {
  const certificate = line.seen?.certificate ?? null;
  const plan = certificate === null ? null : renewalPlan(certificate, policyFor(line, rules).thresholds);
  return {
    line,
    state: watchStateOf(line.seen?.verdict ?? null, plan === null ? null : stateByPlan(plan, now)),
    plan,
    owners: ownersOf(line, rules).owners,
    isMuted: activeMute(line, now) !== null,
    isAlarmed: alarmed.has(line.id),
  };
}

export type TextFilter = Pick<WatchQuery, 'text' | 'owner' | 'label'>;

/** Whether it holds every word, its owner's name and its label. */
export function matchesText({ line, owners }: JudgedLine, { text, owner, label }: TextFilter): boolean {
  if (label !== '' && !matchesLabel(line.labels, label)) return false;
  if (owner !== '' && !matchesOwner(owners, owner.replace(/^@/, '').toLowerCase())) return false;
  if (text === '') return true;
  const hay = haystack(line, owners);
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => hay.includes(word));
}

function haystack({ url, address, client, labels, seen }: WatchLine, owners: readonly Mention[]): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const certificate = seen?.certificate;
  const names = owners.map(({ name }) => `@${name}`);
  return [url, address, client, ...pairs, ...names, certificate?.issuer, certificate?.fingerprint256]
    .join('\n')
    .toLowerCase();
}

function matchesLabel(labels: WatchLine['labels'], wanted: string): boolean {
  const at = wanted.indexOf('=');
  if (at === -1) return Object.hasOwn(labels, wanted);
  const key = wanted.slice(0, at);
  return Object.hasOwn(labels, key) && labels[key] === wanted.slice(at + 1);
}

function matchesOwner(owners: readonly Mention[], wanted: string): boolean {
  if (wanted === 'nobody') return owners.length === 0;
  return owners.some(({ name }) => name.toLowerCase().includes(wanted));
}

export function matchesState(judged: JudgedLine, filter: WatchFilter | null): boolean {
  switch (filter) {
    case null:
      return true;
    case 'attention':
      return needsSomebody(judged.state);
    case 'alarm':
      return judged.isAlarmed;
    case 'muted':
      return judged.isMuted;
    case 'unowned':
      return judged.owners.length === 0;
    default:
      return judged.state === filter;
  }
}
