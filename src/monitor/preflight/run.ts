import { createHash } from 'node:crypto';
import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Store } from '../../core/store/store.ts';
import { obstacleSentences, type RenewalOutlook } from '../../core/watch/renewal/outlook.ts';
import { claimTurn } from '../timing/claim-turn.ts';
import { readDueLeaves } from './due-leaves.ts';
import { type Ahead, type DueLeaf, lookAhead } from './look-ahead.ts';

export type Preflight = Ahead & {
  readonly store: Store;
  readonly log: Log;
  /** When each leaf was looked at in vain, for this process alone: our own connection was at fault, say. */
  readonly tried: Map<string, Date>;
  /** Something else is to be told of this certificate now than before. */
  onNews(fingerprint256: string): Promise<void>;
};

const job = 'preflight';
/** Whoever claims this much time does all there is to do in it. */
const turnMs = 60_000;
const dayMs = 86_400_000;
const atOnce = 2;
/** Reading the whole list takes a while where it is long: only so often, unless an alarm was raised. */
const wholeMs = 10 * 60_000;
const restMs = 3_600_000;
/** One turn does no more: the rest is a minute older then. */
const mostInTurn = 40;

/** Looks ahead for every certificate that is due, once a day and when its incident opens or worsens. Returns the next turn. */
export async function preflightDue(world: Preflight): Promise<Date> {
  const { store, now, signal } = world;
  const turn = new Date(Math.floor(now().getTime() / turnMs) * turnMs);
  const next = new Date(turn.getTime() + turnMs);
  if (!(await claimTurn(store, job, turnMs, now()))) return next;
  const alarmed = await lastAlarms(store);
  if (turn.getTime() % wholeMs !== 0 && !(await isAnyNew(alarmed, world))) return next;
  const due = await readDueLeaves(store, await store.rules.list(), now());
  if (due.length === 0) return next;
  const known = await store.outlooks.get(due.map(({ certificate }) => certificate.fingerprint256));
  const wanted = due.filter(
    ({ certificate: { fingerprint256 } }) =>
      isWanted(
        fingerprint256,
        known.get(fingerprint256) ?? null,
        alarmed.get(fingerprint256) ?? null,
        now(),
      ) && !isResting(fingerprint256, world),
  );
  const left = wanted.slice(0, mostInTurn);
  await Promise.all(Array.from({ length: atOnce }, run));
  return next;

  async function run(): Promise<void> {
    for (let leaf = left.shift(); leaf !== undefined && !signal.aborted; leaf = left.shift()) {
      await lookAheadAndKeep(leaf, world);
    }
  }
}

/** When the incident of each certificate entered the state it is in. */
async function lastAlarms(store: Store): Promise<ReadonlyMap<string, Date>> {
  const last = new Map<string, Date>();
  for (const { subject, problem, stateAt } of await store.incidents.open()) {
    if (subject.kind !== 'certificate' || problem !== 'lapse') continue;
    const before = last.get(subject.fingerprint256);
    if (before === undefined || stateAt > before) last.set(subject.fingerprint256, stateAt);
  }
  return last;
}

async function isAnyNew(alarmed: ReadonlyMap<string, Date>, world: Preflight): Promise<boolean> {
  const known = await world.store.outlooks.get([...alarmed.keys()]);
  return [...alarmed].some(([fingerprint256, at]) => {
    const outlook = known.get(fingerprint256);
    return (outlook === undefined || outlook.at < at) && !isResting(fingerprint256, world);
  });
}

function isResting(fingerprint256: string, { tried, now }: Preflight): boolean {
  const at = tried.get(fingerprint256);
  return at !== undefined && at <= now() && now().getTime() - at.getTime() < restMs;
}

/**
 * Whether it has its turn: each at its own moment of the day, so that a fleet is spread over it, or at once where nothing
 * is known of it yet or an alarm was raised since. An outlook of later than now was made before the clock was set back.
 */
export function isWanted(
  fingerprint256: string,
  known: RenewalOutlook | null,
  alarmedAt: Date | null,
  now: Date,
): boolean {
  if (known === null || known.at > now) return true;
  if (alarmedAt !== null && alarmedAt > known.at && alarmedAt <= now) return true;
  const offsetMs =
    Number.parseInt(createHash('sha256').update(fingerprint256).digest('hex').slice(0, 8), 16) % dayMs;
  const slotOf = (at: Date) => Math.floor((at.getTime() + offsetMs) / dayMs);
  return slotOf(now) > slotOf(known.at);
}

async function lookAheadAndKeep(leaf: DueLeaf, world: Preflight): Promise<void> {
  const { store, log, signal } = world;
  const { fingerprint256 } = leaf.certificate;
  try {
    // Read again: while others were looked at, another process may have done this one.
    const before = (await store.outlooks.get([fingerprint256])).get(fingerprint256) ?? null;
    const outlook = await lookAhead(leaf, before, world);
    if (signal.aborted) return;
    if (outlook === null) {
      world.tried.set(fingerprint256, world.now());
      return;
    }
    world.tried.delete(fingerprint256);
    await store.outlooks.put(fingerprint256, outlook);
    if (words(before) !== words(outlook)) await world.onNews(fingerprint256);
  } catch (fault) {
    if (signal.aborted) return;
    log.error({ fingerprint256, err: fault, reason: reasonOf(fault) }, 'looking ahead to a renewal failed');
  }
}

function words(outlook: RenewalOutlook | null): string {
  if (outlook === null) return JSON.stringify([[], null]);
  const { newer } = outlook;
  return JSON.stringify([obstacleSentences(outlook), newer && [newer.where, newer.notAfter]]);
}
