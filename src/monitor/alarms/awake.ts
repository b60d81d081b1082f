import { activeMute, type Mute } from '../../core/watch/alarm/mute.ts';
import type { Watched } from '../../core/watch/endpoint.ts';

export type Awake<Group> = {
  /** On whose account somebody is called: those that are not muted, all where all are. */
  readonly calling: Group;
  /** Where all are muted: the one that ends first. */
  readonly muted: Mute | null;
};

export function awakeOf(
  group: readonly [Watched, ...Watched[]],
  now: Date,
): Awake<readonly [Watched, ...Watched[]]> {
  const [first, ...others] = group.filter(({ endpoint }) => activeMute(endpoint, now) === null);
  if (first !== undefined) return { calling: [first, ...others], muted: null };
  const [muted] = group
    .flatMap(({ endpoint }) => activeMute(endpoint, now) ?? [])
    .toSorted((one, other) => one.until.getTime() - other.until.getTime());
  return { calling: group, muted: muted ?? null };
}
