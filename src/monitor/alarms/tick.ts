import { createHash } from 'node:crypto';
import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Store } from '../../core/store/store.ts';
import type { Incident, Subject } from '../../core/watch/alarm/incident.ts';
import type { Endpoint, Turn, Turning, Watched } from '../../core/watch/endpoint.ts';
import { gonePeople } from '../delivery/gone-people.ts';
import { lookAtAll } from '../looking/sweep.ts';
import type { Watcher } from '../looking/watcher.ts';
import { claimTurn } from '../timing/claim-turn.ts';
import { watchedOf } from './gather.ts';
import { distinct, judge, raiseFor, subjectsOf } from './raise.ts';
import { alarmsOf } from './settled.ts';

export type Tick = Watcher & { readonly log: Log };

/** `next`: when there is something to do without a look. */
export type Ticked = { readonly raised: number; readonly next: Date | null };

const batchSize = 100;
const concurrency = 8;
/** Seen so recently that it need not be looked at again before somebody is called. */
const freshMs = 10 * 60_000;
const reviewMs = 3_600_000;
const policyMark = 'alarms:policy';
const rulesMark = 'alarms:rules';
const goneMark = 'alarms:gone';

/**
 * What becomes due by time alone: certificates that enter a state between two looks, rungs of the ladder, the end of an
 * "on it". Nobody is called on old news: what was not seen just now is looked at again first.
 */
export async function tickAlarms(world: Tick): Promise<Ticked> {
  const { store, signal } = world;
  const rules = await store.rules.list();
  const watcher = { ...world, rules };
  let raised = (await peopleChanged(watcher)) ? await review(watcher) : 0;
  if (!signal.aborted) raised += await judgeTurns(watcher);
  if (!signal.aborted) raised += await actOnIncidents(watcher);
  if (!signal.aborted && (await isReviewDue(watcher))) raised += await review(watcher);
  const moments = [await store.endpoints.nextTurn(), await store.incidents.nextDue()];
  const [next] = moments.flatMap((at) => (at === null ? [] : [at])).toSorted((one, other) => +one - +other);
  return { raised, next: next ?? null };
}

/** Owners may be others now, or gone, and thresholds others: open alarms are told, and all is judged again where it is. */
async function peopleChanged({ store, rules = [] }: Watcher): Promise<boolean> {
  const alarming = rules.flatMap(({ scope, policy }) =>
    policy?.thresholds === undefined && policy?.alarmOnChange === undefined
      ? []
      : [{ scope, thresholds: policy.thresholds, alarmOnChange: policy.alarmOnChange }],
  );
  const news = [
    await onNews(policyMark, alarming, store, () => store.endpoints.turnAll()),
    await onNews(rulesMark, rules, store),
    await onNews(goneMark, await gonePeople(store.marks), store),
  ];
  return news.includes(true);
}

/** Whether it is another than when this was asked last; acted on before that is kept. Nothing yet is an empty list. */
async function onNews(
  mark: string,
  value: readonly unknown[],
  { marks }: Pick<Store, 'marks'>,
  act?: () => Promise<void>,
): Promise<boolean> {
  const before = await marks.get(mark);
  const hash = hashOf(value);
  if ((before ?? hashOf([])) === hash) return false;
  await act?.();
  await marks.swap(mark, before, hash);
  return true;
}

function hashOf(value: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

async function judgeTurns(world: Tick): Promise<number> {
  const { store, now, signal } = world;
  let raised = 0;
  let telling: ReadonlyMap<string, readonly Subject[]> | null = null;
  for (;;) {
    const turning = await store.endpoints.turning(now(), batchSize);
    if (turning.length === 0 || signal.aborted) return raised;
    await see(
      turning.filter((one) => wantsLook(one, world)),
      world,
    );
    if (signal.aborted) return raised;
    const seen = await store.endpoints.watched(turning.map(({ endpoint }) => endpoint.id));
    const before = new Map(turning.map((one) => [one.endpoint.id, one.sighting]));
    const undone = new Set(turning.filter(wasNeverJudged).map(({ endpoint }) => endpoint.id));
    if (undone.size > 0) telling ??= await openByEndpoint(store);
    const turns: Turn[] = [];
    for (const one of seen) {
      const { id } = one.endpoint;
      const look = { ...one, before: before.get(id) ?? null, diagnosis: null };
      const judged = await judge(look, world, undone.has(id) ? telling?.get(id) : []);
      raised += judged.raised;
      turns.push(judged.turn);
    }
    await store.endpoints.setTurns(turns);
  }
}

function wasNeverJudged({ turnsAt }: Turning): boolean {
  return turnsAt.getTime() === 0;
}

/**
 * What open alarms tell of each endpoint. Whoever died after it had saved what an endpoint serves now left nothing else that tells
 * what it served before.
 */
async function openByEndpoint({
  incidents,
}: Pick<Store, 'incidents'>): Promise<ReadonlyMap<string, readonly Subject[]>> {
  const found = (await incidents.open()).flatMap(({ subject, told }) =>
    told.endpoints.map(({ endpointId }) => ({ endpointId, subject })),
  );
  const byEndpoint = Map.groupBy(found, ({ endpointId }) => endpointId);
  return new Map([...byEndpoint].map(([id, ones]) => [id, ones.map(({ subject }) => subject)]));
}

function wantsLook(one: Turning, { now, rules = [] }: Watcher): boolean {
  if (isFresh(one, now())) return false;
  const judged = { mine: one, rules, now: now() };
  const subjects = subjectsOf({ ...one, before: null });
  return !wasNeverJudged(one) || subjects.some((subject) => alarmsOf(subject, judged).length > 0);
}

function isFresh({ sighting }: Watched, now: Date): boolean {
  return Math.abs(now.getTime() - sighting.at.getTime()) < freshMs;
}

async function actOnIncidents(world: Tick): Promise<number> {
  const { store, now, signal } = world;
  let raised = 0;
  const done = new Set<string>();
  for (;;) {
    const due = (await store.incidents.due(now(), batchSize)).filter(({ id }) => !done.has(id));
    if (due.length === 0 || signal.aborted) return raised;
    for (const incident of due) done.add(incident.id);
    const subjects = subjectsIn(due);
    await see(await affectedBy(due, world), world);
    if (signal.aborted) return raised;
    for (const subject of subjects) raised += (await raiseFor(subject, world)).raised;
  }
}

async function affectedBy(incidents: readonly Incident[], { store, now }: Tick): Promise<readonly Watched[]> {
  const found: Watched[] = [];
  for (const incident of incidents) {
    const told = new Set(incident.told.endpoints.map(({ endpointId }) => endpointId));
    const watched = await watchedOf(incident.subject, [incident], null, store);
    found.push(...watched.filter((one) => told.has(one.endpoint.id) && !isFresh(one, now())));
  }
  return found;
}

/** Looks, and leaves what follows to whoever asked. */
async function see(watched: readonly Watched[], world: Tick): Promise<void> {
  const endpoints = new Map<string, Endpoint>(watched.map(({ endpoint }) => [endpoint.id, endpoint]));
  if (endpoints.size === 0) return;
  await lookAtAll(endpoints.values(), { ...world, concurrency, onlySee: true });
}

async function isReviewDue({ store, now }: Watcher): Promise<boolean> {
  return claimTurn(store, 'alarms:review', reviewMs, now());
}

/** Open alarms once an hour, whatever happened to their endpoints: removed, moved, given to others. */
async function review(world: Tick): Promise<number> {
  let raised = 0;
  for (const subject of subjectsIn(await world.store.incidents.open())) {
    if (world.signal.aborted) return raised;
    try {
      raised += (await raiseFor(subject, world)).raised;
    } catch (fault) {
      world.log.error({ err: fault, reason: reasonOf(fault) }, 'an alarm could not be reviewed');
    }
  }
  return raised;
}

function subjectsIn(incidents: readonly Incident[]): readonly Subject[] {
  return distinct(incidents.map(({ subject }) => subject));
}
