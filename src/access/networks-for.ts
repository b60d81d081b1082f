import type { Reach } from '../core/access/reach.ts';
import type { NetworkRule } from './rules.ts';

/** What a reach opens beyond what everybody may: each network once, sorted. */
export function networksFor(reach: Reach, rules: readonly NetworkRule[]): readonly string[] {
  return [...new Set(rules.filter((rule) => isMeant(rule, reach)).flatMap(({ allow }) => allow))].sort();
}

/** Whether a rule speaks of this place, and of whoever asks there. */
export function isMeant({ places, rank }: NetworkRule, reach: Reach): boolean {
  const isThere =
    places === null ||
    places.some(
      ({ platform, channel }) => platform === reach.place.platform && channel === reach.place.channel,
    );
  const isEnough = rank === null || reach.rank === 'admin' || reach.rank === rank;
  return isThere && isEnough;
}

/** Whether who asks may matter for what is reached; where not, the platform need not be asked. */
export function ranksMatter(rules: readonly NetworkRule[]): boolean {
  return rules.some(({ rank }) => rank !== null);
}
