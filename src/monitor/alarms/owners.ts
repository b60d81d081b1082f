import { isDeepStrictEqual } from 'node:util';
import { mentionKey } from '../../core/message/calls.ts';
import type { Mention } from '../../core/people.ts';
import { targetText } from '../../core/target.ts';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import type { Watched } from '../../core/watch/endpoint.ts';
import { fallbackOwners, type Owned, ownersOf } from '../../core/watch/policy/rule.ts';
import { changed, type Draft, saying } from './draft.ts';
import type { Situation } from './situation.ts';

export type Owners = Pick<Incident, 'owners' | 'ownedBy'> & {
  /** Named as owners, and not there any more. */
  readonly gone: readonly Mention[];
};

/**
 * Who is called about these endpoints: all their owners, each once, in order. The fallback counts only where no endpoint
 * has owners of its own, or all of those left the workspace.
 */
export function ownersFor(
  affected: readonly Watched[],
  { rules, isGone }: Pick<Situation, 'rules' | 'isGone'>,
): Owners {
  // By name, so that the order of calling is the same at every look.
  const found = affected
    .toSorted((one, other) => (targetText(one.endpoint.target) < targetText(other.endpoint.target) ? -1 : 1))
    .map(({ endpoint }) => ownersOf(endpoint, rules));
  const own = found.filter(({ by }) => by === 'endpoint' || by === 'rule');
  const from: readonly Owned[] = own.length > 0 ? own : found.slice(0, 1);
  return present(
    distinct(from.flatMap(({ owners }) => owners)),
    from.some(({ by }) => by === 'endpoint') ? 'endpoint' : (from[0]?.by ?? 'nobody'),
    { rules, isGone },
  );
}

function present(
  owners: readonly Mention[],
  ownedBy: Incident['ownedBy'],
  { rules, isGone }: Pick<Situation, 'rules' | 'isGone'>,
): Owners {
  const gone = owners.filter(isGone);
  const there = owners.filter((who) => !isGone(who));
  if (there.length > 0 || owners.length === 0) return { owners: there, ownedBy, gone };
  const instead = fallbackOwners(rules).filter((who) => !isGone(who));
  return { owners: instead, ownedBy: instead.length > 0 ? 'fallback' : 'nobody', gone };
}

/** Who was given it by hand keeps it; for the rest the list and the rules of now count, and whoever is new is called. */
export function withOwners(draft: Draft, affected: readonly Watched[], situation: Situation): Draft {
  const { incident } = draft;
  if (affected.length === 0) return draft;
  const next =
    incident.ownedBy === 'reassigned'
      ? present(incident.owners, 'reassigned', situation)
      : ownersFor(affected, situation);
  const told = sayGone(draft, next);
  if (isDeepStrictEqual(next.owners, incident.owners) && next.ownedBy === incident.ownedBy) return told;
  const owned = changed(told, { owners: next.owners, ownedBy: next.ownedBy });
  const known = new Set(incident.owners.map(mentionKey));
  if (next.owners.every((who) => known.has(mentionKey(who)))) return owned;
  return changed(owned, { ladder: { rung: null, climbedAt: null, turn: incident.ladder.turn + 1 } });
}

/** Each once: the outbox knows what was said. */
export function sayGone(draft: Draft, { owners, gone }: Owners): Draft {
  return saying(
    draft,
    ...gone.map((who) => ({
      kind: 'event' as const,
      act: 'reply' as const,
      event: { kind: 'owner-gone' as const, who, instead: owners },
      key: `event:owner-gone:${mentionKey(who)}`,
    })),
  );
}

function distinct(people: readonly Mention[]): readonly Mention[] {
  return [...new Map(people.map((who) => [mentionKey(who), who])).values()];
}
