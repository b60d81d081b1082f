import type { Place } from '../people.ts';
import type { Target } from '../target.ts';
import type {
  Endpoint,
  EndpointChange,
  NewEndpoint,
  Sighting,
  Turn,
  Turning,
  Watched,
  WatchRow,
  WellAsked,
} from '../watch/endpoint.ts';
import type { Notification } from '../watch/notification.ts';
import type { WatchCounts } from '../watch/watch-bounds.ts';
import type { WatchLine } from '../watch/watch-line.ts';

export type EndpointStore = {
  /** Null when the same target and address is there already. */
  add(endpoint: NewEndpoint, addedAt: Date): Promise<Endpoint | null>;
  find(target: Target): Promise<Endpoint | null>;
  change(id: string, change: EndpointChange): Promise<Endpoint | null>;
  /** The same change of several in one transaction; who is muted, or not any more, has to be judged again. */
  changeAll(ids: readonly string[], change: EndpointChange): Promise<readonly Endpoint[]>;
  remove(id: string): Promise<boolean>;
  /** Those whose target holds this text, lower case, those whose host begins with it first. */
  matching(typed: string, limit: number): Promise<readonly Endpoint[]>;
  count(): Promise<number>;
  /** Of these hosts, as `hostsOf` has them, and by this person. */
  countOf(hosts: readonly string[], addedId: string): Promise<WatchCounts>;
  /** All endpoints in batches of at most `size`, ordered by id, never the whole table in memory. */
  batches(size: number): AsyncIterable<readonly Endpoint[]>;
  /** The id at which each piece of `size` ends, in order; what comes after the last one is a piece, too. */
  bounds(size: number): Promise<readonly string[]>;
  /** Those with an id after `after`, up to `upTo` with it; null: to the end. In order. */
  between(after: string, upTo: string | null): Promise<readonly Endpoint[]>;
  /** Soonest notAfter first; those never seen last. `state` is judged by the caller's clock. */
  rows(now: Date): Promise<readonly WatchRow[]>;
  /** These, in this order, those of them that are still there. */
  rowsOf(ids: readonly string[], now: Date): Promise<readonly WatchRow[]>;
  /** All in batches of at most `size`, ordered by id: what a list is made from, never the whole table in memory. */
  lines(size: number): AsyncIterable<readonly WatchLine[]>;
  /** Ids of those that an open alarm is about, as far as the certificates they serve say. */
  alarmed(): Promise<ReadonlySet<string>>;
  /** A page of those that are somebody's, soonest notAfter first; those never seen last. */
  owned(asked: OwnedAsked): Promise<OwnedPage>;
  sighting(endpointId: string): Promise<Sighting | null>;
  /** Saves what was seen and queues what follows from it, both or neither. Returns how many keys were new. */
  recordLook(sighting: Sighting, notifications: readonly Notification[], now: Date): Promise<number>;
  /**
   * Saves what `made` makes of what is kept, and nobody saves in between: a look that took long adds to what others saw
   * meanwhile instead of taking it back. `made` is pure and quick. Returns what was kept and what it made of that, saved or
   * not (see `recordLook`). `leftUndone`: what was kept was never judged, and is to be left to `turning`, which has it still.
   */
  addLook(
    endpointId: string,
    made: (kept: Sighting | null) => Sighting,
    now: Date,
  ): Promise<{ readonly kept: Sighting | null; readonly leftUndone: boolean; readonly sighting: Sighting }>;
  /** Every endpoint at which one of these leaves was seen last, by fingerprint; those of one endpoint come together. */
  serving(fingerprints256: readonly string[]): Promise<readonly Watched[]>;
  /** These endpoints, those of them that were ever looked at. */
  watched(ids: readonly string[]): Promise<readonly Watched[]>;
  /** Endpoints with a leaf whose state turned since it was judged, or that was never judged; the longest waiting first. */
  turning(now: Date, limit: number): Promise<readonly Turning[]>;
  /** When the next of any endpoint turns; null: none will. Epoch zero where some were never judged. */
  nextTurn(): Promise<Date | null>;
  /** They were judged, all or none of them is saved. A later look than the one that was judged is not touched. */
  setTurns(turns: readonly Turn[]): Promise<void>;
  /** All have to be judged again, as after a change of policy. */
  turnAll(): Promise<void>;
  /** Every endpoint at which a leaf was seen last that holds one of these names, as certificates write them: `*.example.org`. */
  naming(names: readonly string[]): Promise<readonly Watched[]>;
  /** Those that nobody looked at yet. */
  unseen(limit: number): Promise<readonly Endpoint[]>;
  /** Those whose last look left something to be confirmed or cleared, the longest not looked at first. */
  doubtful(limit: number): Promise<readonly Watched[]>;
  /** Those with an id after `after`, in that order, that were not broken or in doubt when last looked at, before `before`. */
  well(asked: WellAsked): Promise<readonly Endpoint[]>;
};

/** `isMine` is pure and quick, and asked of those that have one of `ids` among their owners, or have none. */
export type OwnedAsked = {
  readonly ids: readonly string[];
  isMine(endpoint: Pick<Endpoint, 'id' | 'owners' | 'labels'>): boolean;
  readonly from: number;
  readonly limit: number;
  readonly now: Date;
};

export type OwnedPage = {
  readonly rows: readonly WatchRow[];
  /** Where it begins: a page beyond the end is the last one. */
  readonly from: number;
  readonly total: number;
  /** Where the alarms of all of them go, each once. */
  readonly homes: readonly Place[];
};
