import { mentionKey } from '../../core/message/calls.ts';
import type { Mention } from '../../core/people.ts';
import { targetText } from '../../core/target.ts';
import { disputedWords } from '../../core/watch/alarm/disputed.ts';
import { type Owned, ownersOf, policyFor, type WatchRule } from '../../core/watch/policy/rule.ts';
import { newerSentence, obstacleSentences, type RenewalOutlook } from '../../core/watch/renewal/outlook.ts';
import { earliestPlan, type RenewalPlan, renewalPlan } from '../../core/watch/renewal/renewal.ts';
import type { DigestRow } from '../../views/digest/content.ts';
import type { TimelineEntry } from '../../views/timeline/timeline.ts';
import { type Placed, worstState } from './places.ts';

export type RowFacts = {
  readonly rules: readonly WatchRule[];
  readonly outlooks: ReadonlyMap<string, RenewalOutlook>;
};

export function rowOf(group: readonly Placed[], { rules, outlooks }: RowFacts): DigestRow {
  const sightings = group.flatMap(({ row }) => row.sighting ?? []);
  // Endpoints of one row may have failed for different reasons: the worst speaks.
  const [speaker] = sightings.toSorted((one, other) => rank(other.verdict) - rank(one.verdict));
  const certificate = group.find((placed) => placed.certificate !== null)?.certificate ?? null;
  const outlook = outlooks.get(certificate?.fingerprint256 ?? '');
  const seen = sightings.flatMap(({ certificateSeenAt }) => certificateSeenAt?.getTime() ?? []);
  return {
    names: namesOf(group),
    state: worstState(group),
    end: certificate?.notAfter ?? null,
    seenAt: certificate === null || seen.length === 0 ? null : new Date(Math.max(...seen)),
    reason: disputedWords(speaker?.conditions ?? [])[0] ?? speaker?.reason ?? null,
    at: speaker?.at ?? null,
    isBroken: speaker?.verdict === 'broken',
    isOurs:
      sightings.length > 0 && sightings.every(({ rootCause }) => rootCause?.startsWith('vantage/') ?? false),
    owned: ownedBy(group, rules),
    obstacles: outlook === undefined ? [] : obstacleSentences(outlook),
    newer: outlook === undefined || outlook.newer === null ? null : newerSentence(outlook.newer),
  };
}

export function namesOf(group: readonly Placed[]): readonly string[] {
  return [...new Set(group.map(({ row }) => targetText(row.endpoint.target)))].toSorted();
}

function rank(verdict: string): number {
  return ['healthy', 'unknown', 'degraded', 'broken'].indexOf(verdict);
}

function nameOf({ row }: Placed): string {
  return targetText(row.endpoint.target);
}

/** The owners of all its endpoints; by the weakest reason, since somebody may be missing there. */
export function ownedBy(group: readonly Placed[], rules: readonly WatchRule[]): Owned {
  // In the order of their names: that of the store is by chance.
  const all = group
    .toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1))
    .map(({ row }) => ownersOf(row.endpoint, rules));
  const owners = new Map<string, Mention>(
    all.flatMap((one) => one.owners.map((who) => [mentionKey(who), who] as const)),
  );
  const weakest = (['nobody', 'fallback', 'rule', 'endpoint'] as const).find((by) =>
    all.some((one) => one.by === by),
  );
  return { owners: [...owners.values()], by: weakest ?? 'nobody' };
}

/** Null where no certificate is known. */
export function timelineEntryOf(group: readonly Placed[], rules: readonly WatchRule[]): TimelineEntry | null {
  const state = worstState(group);
  const plans = group.flatMap(({ row, certificate }): readonly RenewalPlan[] =>
    certificate === null ? [] : [renewalPlan(certificate, policyFor(row.endpoint, rules).thresholds)],
  );
  const [first, ...others] = plans;
  const notAfter = group.find(({ certificate }) => certificate !== null)?.certificate?.notAfter;
  if (first === undefined || notAfter === undefined || state === null) return null;
  const { due, overdue } = earliestPlan([first, ...others]);
  const names = namesOf(group);
  const more = names.length > 1 ? ` +${names.length - 1}` : '';
  return { name: `${names[0] ?? ''}${more}`, state, due, overdue, notAfter };
}
