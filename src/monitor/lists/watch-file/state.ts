import type { Mention } from '../../../core/people.ts';
import type { Store } from '../../../core/store/store.ts';
import type { ListProblem } from '../../../core/watch/lists/listed.ts';

/** What became of the file as it was last read; kept, so that each state of it is told once. */
export type FileState = {
  /** SHA-256 of its bytes; where there are none to be had, why. */
  readonly hash: string;
  readonly appliedAt: string | null;
  readonly problems: readonly ListProblem[];
  /** It takes away so much that somebody has to say that this is meant: the hash that is waiting for it. */
  readonly held: string | null;
  /** Names that no platform was there to look up. */
  readonly unknownNames: readonly string[];
};

export const stateMark = 'watch-file:state';
/** The hash whose removals somebody confirmed. */
export const confirmedMark = 'watch-file:confirmed';
/** Who is meant by the names of the file, once a platform was asked. */
export const namesMark = 'watch-file:names';

export async function readState(store: Store): Promise<FileState | null> {
  const text = await store.marks.get(stateMark);
  return text === null ? null : (JSON.parse(text) as FileState);
}

export async function readNames(store: Store): Promise<ReadonlyMap<string, Mention>> {
  const text = await store.marks.get(namesMark);
  return new Map(text === null ? [] : (JSON.parse(text) as [string, Mention][]));
}
