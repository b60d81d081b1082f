import type { Mention } from '../../../core/people.ts';
import type { Store } from '../../../core/store/store.ts';
import { isListOf, isRecordOf, keptMark } from '../../../core/watch/kept-mark.ts';
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
  return keptMark<FileState>(
    await store.marks.get(stateMark),
    isRecordOf({ hash: 'string', problems: 'list', unknownNames: 'list' }),
  );
}

export async function readNames(store: Store): Promise<ReadonlyMap<string, Mention>> {
  const text = await store.marks.get(namesMark);
  return new Map(keptMark<[string, Mention][]>(text, isNames) ?? []);
}

const isMentions = isListOf({ platform: 'string', kind: 'string', id: 'string', name: 'string' });

function isNames(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((one) => Array.isArray(one) && typeof one[0] === 'string' && isMentions([one[1]]))
  );
}
