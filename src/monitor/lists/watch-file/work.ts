import type { Log } from '../../../core/log.ts';
import type { Mention, Place } from '../../../core/people.ts';
import type { Store } from '../../../core/store/store.ts';
import type { ListFormat, ReadList } from '../../../core/watch/lists/listed.ts';

export type WatchFileWork = {
  readonly store: Store;
  readonly now: () => Date;
  readonly log: Log;
  readonly path: string;
  /** A sentence where there are no bytes to be had: why not. */
  readonly readFile: () => Promise<Uint8Array | string>;
  readonly readList: (bytes: Uint8Array, name: string, format: ListFormat | null) => ReadList;
  /** Exact ids of platforms; null: a name. */
  readonly readOwner: (typed: string) => Mention | null;
  readonly readChannel: (typed: string) => Place | null;
  readonly clientNames: readonly string[];
  readonly newId: () => string;
};
