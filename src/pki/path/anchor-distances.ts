import { nameKey } from '../names/name-key.ts';
import type { PathQuestion } from './path-question.ts';

/** By the key of an issuer's name: how many more certificates there are, at least, up to one that an anchor issued. */
export type AnchorDistances = ReadonlyMap<string, number>;

/**
 * By names alone, and so a lower bound: from a name that is not in it no path leads to an anchor. Among authorities
 * that all certify one another a search that does not know where the anchors are is lost in detours.
 */
export function anchorDistances({ leaf, sent, store }: PathQuestion): AnchorDistances {
  const distances = new Map<string, number>();
  for (const { issuer } of [leaf, ...sent]) {
    if (store.bySubject(issuer.raw).length > 0) distances.set(nameKey(issuer.raw), 0);
  }
  const byIssuer = Map.groupBy(sent, ({ issuer }) => nameKey(issuer.raw));
  // A Map that grows while it is walked is walked to its new end.
  for (const [issuer, distance] of distances) {
    for (const { subject } of byIssuer.get(issuer) ?? []) {
      const key = nameKey(subject.raw);
      if (!distances.has(key)) distances.set(key, distance + 1);
    }
  }
  return distances;
}
