import type { Mention } from '../../../core/people.ts';
import type { Store } from '../../../core/store/store.ts';
import type { Amendment } from '../../../core/watch/lists/brought.ts';
import { type Drift, endpointKey } from '../../../core/watch/lists/declared.ts';
import { everyEndpoint } from '../bring-list.ts';
import { changeFor } from '../plan-list.ts';
import { restore } from './reconcile.ts';
import { confirmedMark, namesMark, readNames, readState, stateMark } from './state.ts';

/** Where what is watched differs from what the file said when it was last applied. */
export async function readDrift(store: Store, file: string): Promise<Drift> {
  const [declared, watched, state] = await Promise.all([
    store.declared.list(),
    everyEndpoint(store),
    readState(store),
  ]);
  const is = new Map(watched.map((endpoint) => [endpointKey(endpoint.target), endpoint]));
  return {
    file,
    appliedAt: state === null || state.appliedAt === null ? null : new Date(state.appliedAt),
    problems: state?.problems ?? [],
    isHeld: state !== null && state.held !== null,
    unknownNames: state?.unknownNames ?? [],
    added: watched.filter(({ origin }) => origin !== 'file'),
    changed: declared.flatMap((says) => {
      const endpoint = is.get(endpointKey(says.target));
      return endpoint === undefined || changeFor(says, endpoint) === null ? [] : [{ endpoint, says }];
    }),
    removed: declared.filter(({ target }) => !is.has(endpointKey(target))),
  };
}

export type Settling = {
  readonly store: Store;
  readonly now: Date;
  readonly newId: () => string;
  readonly by: Mention;
  readonly file: string;
  /** Null where the platform knows nobody of that name. */
  readonly lookUp: (name: string) => Promise<Mention | null>;
};

/** Makes the file's endpoints as the file says, confirms what it takes away, and has its names looked up. */
export async function settleDrift({ store, now, newId, by, file, lookUp }: Settling): Promise<Amendment> {
  const state = await readState(store);
  if (state?.held != null) await store.marks.set(confirmedMark, state.held);
  const found = await findNames(store, state?.unknownNames ?? [], lookUp);
  // As if the file had changed: its names mean somebody else now.
  if (found && state !== null) await store.marks.set(stateMark, JSON.stringify({ ...state, hash: '' }));
  const amendment = restore({
    before: await store.declared.list(),
    watched: await everyEndpoint(store),
    newId,
    now,
  });
  await store.declared.amend([], [], amendment);
  const words = `${amendment.add.length} added again, ${amendment.change.length} as the file says`;
  await store.audit.append({ at: now, who: by, did: 'watch drift', to: file, words });
  return amendment;
}

async function findNames(
  store: Store,
  names: readonly string[],
  lookUp: Settling['lookUp'],
): Promise<boolean> {
  const known = new Map(await readNames(store));
  const before = known.size;
  for (const name of names) {
    const who = await lookUp(name);
    if (who !== null && who.platform !== 'console') known.set(name, who);
  }
  if (known.size === before) return false;
  await store.marks.set(namesMark, JSON.stringify([...known]));
  return true;
}
