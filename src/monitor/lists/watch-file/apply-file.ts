import { createHash } from 'node:crypto';
import { reasonOf, UserError } from '../../../core/errors.ts';
import type { Mention, Place } from '../../../core/people.ts';
import type { Store } from '../../../core/store/store.ts';
import type { Declared } from '../../../core/watch/lists/declared.ts';
import type { ListProblem, ReadList } from '../../../core/watch/lists/listed.ts';
import { everyEndpoint } from '../bring-list.ts';
import { findPeople } from '../find-people.ts';
import { planList } from '../plan-list.ts';
import { reconcile } from './reconcile.ts';
import { confirmedMark, type FileState, readNames, readState, stateMark } from './state.ts';
import { tellBroken, tellHeld } from './tell.ts';
import type { WatchFileWork } from './work.ts';

export type FileOutcome = 'unchanged' | 'applied' | 'broken' | 'held';

/** A file that takes away more than half of this many is more likely cut off than meant. */
const leastToHold = 20;

/** Makes what is watched match the file, if that changed since it was last read. A broken file changes nothing and is told once. */
export async function applyWatchFile(work: WatchFileWork): Promise<FileOutcome> {
  const { store, path } = work;
  const bytes = await work.readFile();
  const hash =
    typeof bytes === 'string' ? `unread: ${bytes}` : createHash('sha256').update(bytes).digest('hex');
  const before = await readState(store);
  const isConfirmed = (await store.marks.get(confirmedMark)) === hash;
  if (before?.hash === hash && !(before.held === hash && isConfirmed)) return 'unchanged';
  const read = typeof bytes === 'string' ? unread(path, bytes) : await readDeclared(bytes, work);
  const state: FileState = {
    hash,
    appliedAt: before?.appliedAt ?? null,
    problems: read.problems,
    held: null,
    unknownNames: read.unknownNames,
  };
  if (read.problems.length > 0) {
    await tellBroken(work, `${hash}:${state.appliedAt}`, read.problems);
    await keep(store, state);
    return 'broken';
  }
  return reconcileWith(read.declared, state, isConfirmed, work);
}

async function reconcileWith(
  wanted: readonly Declared[],
  state: FileState,
  isConfirmed: boolean,
  work: WatchFileWork,
): Promise<FileOutcome> {
  const { store, now, newId, log, path } = work;
  const declaredBefore = await store.declared.list();
  const watched = await everyEndpoint(store);
  const { amendment, declared, forgotten } = reconcile({
    wanted,
    before: declaredBefore,
    watched,
    newId,
    now: now(),
  });
  const isMass = forgotten.length >= leastToHold && forgotten.length * 2 > declaredBefore.length;
  if (isMass && wanted.length > 0 && !isConfirmed) {
    await tellHeld(work, `${state.hash}:${state.appliedAt}`, {
      gone: forgotten.length,
      of: declaredBefore.length,
    });
    await keep(store, { ...state, held: state.hash });
    return 'held';
  }
  await store.declared.amend(declared, forgotten, amendment);
  await keep(store, { ...state, appliedAt: now().toISOString() });
  const counts = {
    added: amendment.add.length,
    changed: amendment.change.length,
    removed: amendment.remove.length,
  };
  log.info({ path, ...counts }, 'WATCH_FILE is in force');
  if (counts.added + counts.changed + counts.removed > 0) {
    const who = { platform: 'console', kind: 'user', id: 'WATCH_FILE', name: 'WATCH_FILE' } as const;
    const words = `${counts.added} added, ${counts.changed} changed, ${counts.removed} removed`;
    await store.audit.append({ at: now(), who, did: 'watch file', to: path, words });
  }
  return 'applied';
}

async function keep(store: Store, state: FileState): Promise<void> {
  await store.marks.set(stateMark, JSON.stringify(state));
}

type ReadDeclared = {
  readonly declared: readonly Declared[];
  readonly problems: readonly ListProblem[];
  readonly unknownNames: readonly string[];
};

function unread(path: string, why: string): ReadDeclared {
  return { declared: [], unknownNames: [], problems: [{ line: 0, source: path, why }] };
}

async function readDeclared(bytes: Uint8Array, work: WatchFileWork): Promise<ReadDeclared> {
  const names = await readNames(work.store);
  const unknown = new Set<string>();
  let list: ReadList;
  try {
    list = work.readList(bytes, work.path, null);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    return {
      declared: [],
      unknownNames: [],
      problems: [{ line: 0, source: work.path, why: reasonOf(thrown) }],
    };
  }
  const { wanted, problems } = await findPeople(list.entries, {
    owner: async (typed) => [ownerFrom(typed, work, names, unknown)],
    place: async (typed) => placeFrom(typed, work),
  });
  const console: Place = { platform: 'console', channel: 'console' };
  const declared = wanted.map(({ target, owners = [], home = console, labels = {} }): Declared => {
    return { target, owners, home, labels };
  });
  const all = [
    ...list.problems,
    ...problems,
    ...planList(wanted, [], work.clientNames).problems,
    ...emptyProblem(list),
  ];
  return {
    declared,
    problems: all.toSorted((one, other) => one.line - other.line),
    unknownNames: [...unknown],
  };
}

/** An editor that was cut off, or a checkout under way, leaves an empty file. */
function emptyProblem({ entries, problems, isEmptyOnPurpose }: ReadList): readonly ListProblem[] {
  if (entries.length + problems.length > 0 || isEmptyOnPurpose) return [];
  return [
    { line: 1, source: '', why: 'It names no endpoint. To watch none of the file, write "endpoints: []".' },
  ];
}

/** A name is kept as one of the console until somebody on a platform has it looked up. */
function ownerFrom(
  typed: string,
  { readOwner }: WatchFileWork,
  names: ReadonlyMap<string, Mention>,
  unknown: Set<string>,
): Mention {
  const exact = readOwner(typed);
  if (exact !== null) return exact;
  const name = typed.replace(/^@/, '');
  const known = names.get(name);
  if (known !== undefined) return known;
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u.test(name)) {
    throw new UserError(
      `${JSON.stringify(typed.slice(0, 60))} is not a name. Try slack:U012AB3CD or @alice.`,
    );
  }
  unknown.add(name);
  return { platform: 'console', kind: 'user', id: name, name };
}

function placeFrom(typed: string, { readChannel }: WatchFileWork): Place {
  const exact = readChannel(typed);
  if (exact !== null) return exact;
  throw new UserError(
    `${JSON.stringify(typed.slice(0, 60))} cannot be looked up from a file. Give the id of the channel: slack:C012AB3CD.`,
  );
}
