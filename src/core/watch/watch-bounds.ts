import type { Mention } from '../people.ts';
import type { Target } from '../target.ts';
import type { Endpoint } from './endpoint.ts';

/** How many endpoints of one host, and by one person, are watched at most; 0: any number. */
export type WatchBounds = { readonly perHost: number; readonly perPerson: number };

/** What is watched already of each host, and by whoever wants more. */
export type WatchCounts = { readonly hosts: ReadonlyMap<string, number>; readonly person: number };

/** "slack:U012AB3CD". */
export function adderOf({ platform, id }: Pick<Mention, 'platform' | 'id'>): string {
  return `${platform}:${id}`;
}

/** What a look at it connects to, as far as it says so itself: a name, and the address that stands beside it. */
export function hostsOf({ host, address }: Pick<Target, 'host' | 'address'>): readonly string[] {
  return address === null || address === host ? [host] : [host, address];
}

export function countWatched(
  watched: Iterable<Pick<Endpoint, 'target' | 'addedId'>>,
  by: string,
): WatchCounts {
  const hosts = new Map<string, number>();
  let person = 0;
  for (const { target, addedId } of watched) {
    for (const host of hostsOf(target)) hosts.set(host, (hosts.get(host) ?? 0) + 1);
    if (addedId === by) person += 1;
  }
  return { hosts, person };
}

/**
 * The same in the order of asking: for each whether it is within the bounds, beside what is watched and those before it that are. Null:
 * it is; else a sentence that says what to do.
 */
export function boundedAdds(
  wanted: readonly Pick<Target, 'host' | 'address'>[],
  counts: WatchCounts,
  { perHost, perPerson }: WatchBounds,
): readonly (string | null)[] {
  const hosts = new Map(counts.hosts);
  let { person } = counts;
  return wanted.map((target) => {
    if (perPerson > 0 && person >= perPerson) return tooManyOfPerson(perPerson);
    const full = hostsOf(target).find((host) => perHost > 0 && (hosts.get(host) ?? 0) >= perHost);
    if (full !== undefined) return tooManyOfHost(full, perHost);
    for (const host of hostsOf(target)) hosts.set(host, (hosts.get(host) ?? 0) + 1);
    person += 1;
    return null;
  });
}

function tooManyOfHost(host: string, most: number): string {
  return `${host.slice(0, 100)} is watched ${most} times already, which is the most for one host. Remove some with /watch remove, let an admin add it, or ask who runs Notafter to declare it in WATCH_FILE or to raise WATCH_PER_HOST.`;
}

function tooManyOfPerson(most: number): string {
  return `You added ${most} endpoints that are watched, which is the most for one person. Remove some with /watch remove, let an admin add it, or ask who runs Notafter to declare it in WATCH_FILE or to raise WATCH_PER_PERSON.`;
}
