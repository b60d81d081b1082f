import { mentionKey } from '../../core/message/calls.ts';
import type { Mention } from '../../core/people.ts';
import type { WatchRow } from '../../core/watch/endpoint.ts';
import { fallbackOwners, ownersOf, type WatchRule } from '../../core/watch/policy/rule.ts';
import type { GonePerson } from '../delivery/gone-people.ts';

/** Those of the owners of these endpoints, and of the fallback owners, who are not there any more. */
export function goneOwners(
  rows: readonly WatchRow[],
  rules: readonly WatchRule[],
  gone: readonly GonePerson[],
): readonly Mention[] {
  if (gone.length === 0) return [];
  const owners = [
    ...rows.flatMap(({ endpoint }) => ownersOf(endpoint, rules).owners),
    ...fallbackOwners(rules),
  ];
  const keys = new Set(owners.map(mentionKey));
  return gone.map(({ who }) => who).filter((who) => keys.has(mentionKey(who)));
}
