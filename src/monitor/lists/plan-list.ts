import { reasonOf, UserError } from '../../core/errors.ts';
import { withKnownClient } from '../../core/target/client-names.ts';
import { targetText } from '../../core/target.ts';
import type { Endpoint, EndpointChange } from '../../core/watch/endpoint.ts';
import type { ListPlan, PlannedChange, WantedEndpoint } from '../../core/watch/lists/brought.ts';
import { endpointKey, sameLabels, samePeople, samePlace } from '../../core/watch/lists/declared.ts';
import type { ListProblem } from '../../core/watch/lists/listed.ts';
import { boundedAdds, countWatched, type WatchBounds } from '../../core/watch/watch-bounds.ts';

/** `by`: `adderOf` whoever brings it. */
export type BoundedBy = { readonly bounds: WatchBounds; readonly by: string };

/** What the wanted endpoints would do to those that are watched; what was not given stays as it is. */
export function planList(
  wanted: readonly WantedEndpoint[],
  watched: readonly Endpoint[],
  clientNames: readonly string[],
  bounded: BoundedBy | null = null,
): ListPlan {
  const known = new Map(watched.map((endpoint) => [endpointKey(endpoint.target), endpoint]));
  const seen = new Map<string, WantedEndpoint>();
  const add: WantedEndpoint[] = [];
  const change: PlannedChange[] = [];
  const problems: ListProblem[] = [];
  let unchanged = 0;
  let repeated = 0;
  for (const entry of wanted) {
    const key = endpointKey(entry.target);
    const problem = clientProblem(entry, clientNames) ?? repeatProblem(entry, seen.get(key));
    if (problem !== null) {
      problems.push(problem);
      continue;
    }
    if (seen.has(key)) {
      repeated += 1;
      continue;
    }
    seen.set(key, entry);
    const endpoint = known.get(key);
    const differing = endpoint === undefined ? null : changeFor(entry, endpoint);
    if (endpoint === undefined) add.push(entry);
    else if (differing === null) unchanged += 1;
    else change.push({ line: entry.line, endpoint, change: differing });
  }
  const taken = [...seen.values()];
  if (bounded === null) return { add, change, unchanged, repeated, taken, problems };
  const beyond = beyondBounds(add, watched, bounded);
  return {
    ...{ change, unchanged, repeated },
    add: add.filter((entry) => !beyond.has(entry)),
    taken: taken.filter((entry) => !beyond.has(entry)),
    problems: [...problems, ...[...beyond].map(([{ line, source }, why]) => ({ line, source, why }))],
  };
}

function beyondBounds(
  add: readonly WantedEndpoint[],
  watched: readonly Endpoint[],
  { bounds, by }: BoundedBy,
): ReadonlyMap<WantedEndpoint, string> {
  const targets = add.map(({ target }) => target);
  const whys = boundedAdds(targets, countWatched(watched, by), bounds);
  const beyond = new Map<WantedEndpoint, string>();
  for (const [at, entry] of add.entries()) {
    const why = whys[at] ?? null;
    if (why !== null) beyond.set(entry, why);
  }
  return beyond;
}

function clientProblem(
  { line, source, target }: WantedEndpoint,
  clientNames: readonly string[],
): ListProblem | null {
  try {
    withKnownClient(target, clientNames);
    return null;
  } catch (thrown) {
    if (thrown instanceof UserError) return { line, source, why: reasonOf(thrown) };
    throw thrown;
  }
}

/** The same again is no mistake; something else about the same target is one. */
function repeatProblem(entry: WantedEndpoint, before: WantedEndpoint | undefined): ListProblem | null {
  if (before === undefined || isSameWish(entry, before)) return null;
  const { line, source, target } = entry;
  return {
    line,
    source,
    why: `${targetText(target)} stands in line ${before.line} already, with something else about it.`,
  };
}

function isSameWish(one: WantedEndpoint, other: WantedEndpoint): boolean {
  return (
    samePeople(one.owners ?? [], other.owners ?? []) &&
    sameLabels(one.labels ?? {}, other.labels ?? {}) &&
    (one.home === undefined) === (other.home === undefined) &&
    (one.home === undefined || other.home === undefined || samePlace(one.home, other.home))
  );
}

/** Null: it is as wanted. */
export function changeFor(
  { owners, home, labels }: Pick<WantedEndpoint, 'owners' | 'home' | 'labels'>,
  endpoint: Endpoint,
): EndpointChange | null {
  const change = {
    ...(owners === undefined || samePeople(owners, endpoint.owners) ? {} : { owners }),
    ...(home === undefined || samePlace(home, endpoint.home) ? {} : { home }),
    ...(labels === undefined || sameLabels(labels, endpoint.labels) ? {} : { labels }),
  };
  return Object.keys(change).length === 0 ? null : change;
}
