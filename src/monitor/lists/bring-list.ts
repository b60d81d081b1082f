import { UserError } from '../../core/errors.ts';
import type { Mention, Place } from '../../core/people.ts';
import type { ImportOutcome } from '../../core/services.ts';
import type { Store } from '../../core/store/store.ts';
import { targetText } from '../../core/target.ts';
import type { Endpoint, EndpointChange } from '../../core/watch/endpoint.ts';
import {
  type Import,
  type ListPlan,
  noAmendment,
  type WantedEndpoint,
} from '../../core/watch/lists/brought.ts';
import { sameLabels, samePeople, samePlace } from '../../core/watch/lists/declared.ts';
import type { ReadList } from '../../core/watch/lists/listed.ts';
import { adderOf, type WatchBounds } from '../../core/watch/watch-bounds.ts';
import { type FindPeople, findPeople } from './find-people.ts';
import { planList } from './plan-list.ts';

export type Bringing = {
  readonly store: Store;
  readonly now: () => Date;
  readonly clientNames: readonly string[];
  readonly newId: () => string;
  /** What whoever brings it may have watched; null: anything. */
  readonly bounds: WatchBounds | null;
};

export type Brought = {
  readonly name: string;
  readonly by: Mention;
  readonly home: Place;
  /** For entries that say nothing of it themselves. */
  readonly usual: Pick<WantedEndpoint, 'owners' | 'labels'>;
};

/** Says what a list would do, and keeps it, so that it can be done later. */
export async function tryList(
  { store, now, clientNames, newId, bounds }: Bringing,
  list: ReadList,
  { usual, ...brought }: Brought,
  find: FindPeople,
): Promise<{ readonly brought: Import; readonly plan: ListPlan }> {
  const people = await findPeople(list.entries, find);
  const wanted = people.wanted.map((entry) => withUsual(entry, usual));
  const plan = planList(
    wanted,
    await everyEndpoint(store),
    clientNames,
    bounds && { bounds, by: adderOf(brought.by) },
  );
  const problems = [...list.problems, ...people.problems, ...plan.problems];
  const kept: Import = {
    ...brought,
    id: newId(),
    at: now(),
    format: list.format,
    state: 'tried',
    // What was refused is not to be tried again behind somebody's back.
    wanted: plan.taken,
    added: [],
    changed: [],
    version: 0,
  };
  await store.imports.keep(kept);
  return {
    brought: kept,
    plan: { ...plan, problems: problems.toSorted((one, other) => one.line - other.line) },
  };
}

function withUsual(entry: WantedEndpoint, { owners, labels }: Brought['usual']): WantedEndpoint {
  return {
    ...entry,
    ...(entry.owners !== undefined || owners === undefined ? {} : { owners }),
    ...(labels === undefined ? {} : { labels: { ...labels, ...entry.labels } }),
  };
}

/** Does what was tried, against what is watched by now. */
export async function applyList(
  { store, now, clientNames, newId, bounds }: Bringing,
  id: string,
  by: Mention,
): Promise<ImportOutcome> {
  const kept = await store.imports.find(id);
  if (kept === null) return { kind: 'unknown' };
  if (kept.state !== 'tried') return { kind: 'stale', brought: kept };
  const bounded = bounds && { bounds, by: adderOf(by) };
  const plan = planList(kept.wanted, await everyEndpoint(store), clientNames, bounded);
  // It was within the bounds when it was tried, and those who brought something else meanwhile were first.
  const [beyond] = bounded === null ? [] : plan.problems;
  if (beyond !== undefined) throw new UserError(`Nothing was imported. Line ${beyond.line}: ${beyond.why}`);
  const add = plan.add.map(({ target, owners = [], home = kept.home, labels = {} }): Endpoint => {
    return {
      id: newId(),
      target,
      owners,
      home,
      labels,
      addedBy: by.name,
      addedId: adderOf(by),
      addedAt: now(),
    };
  });
  const changed = plan.change.map(({ endpoint, change }) => ({
    id: endpoint.id,
    before: partOf(endpoint, change),
    after: change,
  }));
  const done: Import = {
    ...kept,
    by,
    state: 'applied',
    added: add.map((endpoint) => ({ id: endpoint.id, target: endpoint.target })),
    changed,
  };
  const change = changed.map(({ id: changedId, after }) => ({ id: changedId, change: after }));
  if (!(await store.imports.settle(done, { ...noAmendment, add, change }))) {
    return { kind: 'stale', brought: (await store.imports.find(id)) ?? kept };
  }
  await record(store, now(), by, 'watch import', done, `${add.length} added, ${changed.length} changed`);
  return { kind: 'done', brought: done };
}

/** Removes what it added, and puts back what it changed where that is still as it left it. */
export async function undoList(
  { store, now }: Pick<Bringing, 'store' | 'now'>,
  id: string,
  by: Mention,
): Promise<ImportOutcome> {
  const kept = await store.imports.find(id);
  if (kept === null) return { kind: 'unknown' };
  if (kept.state !== 'applied') return { kind: 'stale', brought: kept };
  const watched = new Map((await everyEndpoint(store)).map((endpoint) => [endpoint.id, endpoint]));
  const remove = kept.added.map((one) => one.id).filter((one) => watched.has(one));
  const back = kept.changed.filter(({ id: changedId, after }) => {
    const endpoint = watched.get(changedId);
    return endpoint !== undefined && isAs(endpoint, after);
  });
  const change = back.map(({ id: changedId, before }) => ({ id: changedId, change: before }));
  const undone: Import = {
    ...kept,
    state: 'undone',
    added: kept.added.filter((one) => watched.has(one.id)),
    changed: back,
  };
  if (!(await store.imports.settle(undone, { ...noAmendment, remove, change }))) {
    return { kind: 'stale', brought: (await store.imports.find(id)) ?? kept };
  }
  await record(
    store,
    now(),
    by,
    'watch import undo',
    undone,
    `${remove.length} removed, ${back.length} put back`,
  );
  return { kind: 'done', brought: undone };
}

export async function everyEndpoint(store: Store): Promise<readonly Endpoint[]> {
  const all: Endpoint[] = [];
  for await (const batch of store.endpoints.batches(500)) all.push(...batch);
  return all;
}

function partOf({ owners, home, labels }: Endpoint, change: EndpointChange): EndpointChange {
  return {
    ...(change.owners === undefined ? {} : { owners }),
    ...(change.home === undefined ? {} : { home }),
    ...(change.labels === undefined ? {} : { labels }),
  };
}

function isAs(endpoint: Endpoint, { owners, home, labels }: EndpointChange): boolean {
  return (
    (owners === undefined || samePeople(owners, endpoint.owners)) &&
    (home === undefined || samePlace(home, endpoint.home)) &&
    (labels === undefined || sameLabels(labels, endpoint.labels))
  );
}

async function record(
  store: Store,
  at: Date,
  who: Mention,
  did: string,
  { id, name, added }: Import,
  counts: string,
): Promise<void> {
  const [first] = added;
  const example = first === undefined ? '' : `, ${targetText(first.target)} first`;
  await store.audit.append({ at, who, did, to: id, words: `${name}: ${counts}${example}` });
}
