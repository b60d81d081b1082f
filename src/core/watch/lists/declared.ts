import type { Mention, Place } from '../../people.ts';
import { type Target, targetUrl } from '../../target.ts';
import type { Endpoint } from '../endpoint.ts';
import type { ListProblem } from './listed.ts';

/** What WATCH_FILE says of one target, as it was last applied. */
export type Declared = {
  readonly target: Target;
  readonly owners: readonly Mention[];
  readonly home: Place;
  readonly labels: Readonly<Record<string, string>>;
};

/** Where what is watched differs from what the file says. */
export type Drift = {
  readonly file: string;
  /** When the file was last read as it is now; null: never with success. */
  readonly appliedAt: Date | null;
  /** Why the file as it is now is not in force; empty where it is. */
  readonly problems: readonly ListProblem[];
  /** It takes away so much that nothing is done before somebody says that this is meant. */
  readonly isHeld: boolean;
  /** Owners by a name that was not looked up yet. */
  readonly unknownNames: readonly string[];
  /** Added by people, and not in the file. */
  readonly added: readonly Endpoint[];
  /** The file's, and changed by hand: `says` is what the file says. */
  readonly changed: readonly { readonly endpoint: Endpoint; readonly says: Declared }[];
  /** In the file, and removed by hand. */
  readonly removed: readonly Declared[];
};

/** What tells one endpoint from another. */
export function endpointKey({ address, client, ...target }: Target): string {
  return JSON.stringify([targetUrl({ ...target, address, client }), address ?? '', client ?? '']);
}

export function samePeople(some: readonly Mention[], others: readonly Mention[]): boolean {
  const key = ({ platform, kind, id }: Mention) => `${platform} ${kind} ${id}`;
  return some.map(key).join('\n') === others.map(key).join('\n');
}

export function samePlace(one: Place, other: Place): boolean {
  return one.platform === other.platform && one.channel === other.channel && one.thread === other.thread;
}

export function sameLabels(
  some: Readonly<Record<string, string>>,
  others: Readonly<Record<string, string>>,
): boolean {
  const keys = Object.keys(some);
  return keys.length === Object.keys(others).length && keys.every((key) => some[key] === others[key]);
}
