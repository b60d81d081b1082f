import type { Condition } from '../../core/watch/alarm/condition.ts';
import { isDisputed } from '../../core/watch/alarm/disputed.ts';
import { isNetworkClass } from '../../core/watch/alarm/problem.ts';
import type { Policy } from '../../core/watch/policy/policy.ts';
import { flappingWindowMs } from './flapping.ts';
import type { Observation, TroubleSeen } from './observation.ts';
import { isFleeting } from './trouble-of.ts';

type Confirm = Pick<Policy, 'confirm'>;

/** The look that saw it and the repeat at once. */
const deterministicLooks = 2;
const mostTurns = 16;
/** A change is told for so long, unless what was changed to goes first. */
export const changedForMs = 7 * 86_400_000;
/** What places said so long ago, and none of them saw since, is of places that are gone. */
const heardForMs = 3_600_000;

/**
 * What is known of each trouble after one more look. Nothing is confirmed here: what has stood long enough is ripe, and
 * `confirmed` makes it certain once nothing says that it is us.
 */
export function nextConditions(
  before: readonly Condition[],
  observation: Observation,
  policy: Confirm,
  now: Date,
): readonly Condition[] {
  const known = before.map((condition) => notLaterThan(condition, now));
  if (observation.kind === 'nothing') return known;
  const seen = new Map(observation.troubles.map((one) => [keyOf(one), one]));
  const kept = known.map((condition) => {
    const trouble = seen.get(keyOf(condition));
    seen.delete(keyOf(condition));
    if (trouble !== undefined) return worse(condition, trouble, observation.from, now);
    if (isStillChanged(condition, observation)) return worse(condition, condition, observation.from, now);
    // It was free of it there all the time: only where it was seen can it be seen to be over.
    if (isKnownFreeFrom(condition, observation.from, now)) return condition;
    return isOver(condition, observation, now) ? better(condition, policy, now) : condition;
  });
  const fresh = [...seen.values()].map((trouble) => begun(trouble, observation, now));
  return [...kept, ...fresh].filter((condition) => isWorthKeeping(condition, now));
}

/** Whether it has stood long enough to be told: it waits for `confirmed` alone. */
export function isRipe(condition: Condition, { confirm }: Confirm): boolean {
  return condition.confirmedAt === null && condition.bad >= looksNeeded(condition, confirm.failures);
}

/** Whether it is new and not told: what makes a fleet worse. */
export function isNewlyWorse(condition: Condition): boolean {
  const { bad, confirmedAt, fromStart } = condition;
  // What others do not see is known to be no fault of ours that the whole fleet shares.
  return bad > 0 && confirmedAt === null && fromStart !== true && !isDisputed(condition);
}

/** Whether others have to be looked at before it is believed: it just began, or is about to become certain. */
export function wantsOthers(condition: Condition, policy: Confirm): boolean {
  return (
    isNetworkClass(condition.trouble) &&
    isNewlyWorse(condition) &&
    (condition.bad === 1 || isRipe(condition, policy))
  );
}

/** Whether looking again at once tells more. */
export function wantsRepeat(condition: Condition): boolean {
  return condition.confirmedAt === null && condition.bad === 1 && !isNetwork(condition);
}

/** What is ripe becomes certain. */
export function confirmed(
  conditions: readonly Condition[],
  policy: Confirm,
  now: Date,
): readonly Condition[] {
  return conditions.map((condition) =>
    isRipe(condition, policy)
      ? { ...condition, good: 0, confirmedAt: now, turns: [...condition.turns, now].slice(-mostTurns) }
      : condition,
  );
}

/** Those that are known as they are, and of the others what is new. */
export function withoutRecount(
  known: readonly Condition[],
  others: readonly Condition[],
): readonly Condition[] {
  const keys = new Set(known.map(keyOf));
  return [...known, ...others.filter((condition) => !keys.has(keyOf(condition)))];
}

function begun(
  { trouble, fingerprint256, cause }: TroubleSeen,
  { first }: Extract<Observation, { kind: 'seen' }>,
  now: Date,
): Condition {
  const fresh = { trouble, fingerprint256, cause, bad: 1, good: 0, since: now, confirmedAt: null, turns: [] };
  return first ? { ...fresh, fromStart: true } : fresh;
}

function worse(
  condition: Condition,
  { cause }: Pick<TroubleSeen, 'cause'>,
  from: string,
  now: Date,
): Condition {
  const since = condition.bad === 0 ? now : condition.since;
  const worsened = { ...condition, cause, since, bad: condition.bad + 1, good: 0 };
  const { agreement } = condition;
  if (agreement?.seenFrom.includes(from) !== true) return worsened;
  return { ...worsened, agreement: { ...agreement, at: now } };
}

function better({ agreement, ...condition }: Condition, { confirm }: Confirm, now: Date): Condition {
  // Failures have to come in a row to count.
  if (condition.confirmedAt === null) return { ...condition, bad: 0, good: condition.good + 1 };
  const good = condition.good + 1;
  if (good < (isNetwork(condition) ? confirm.recoveries : 1)) {
    return { ...condition, ...(agreement === undefined ? {} : { agreement }), good };
  }
  const turns = [...condition.turns, now].slice(-mostTurns);
  return { ...condition, bad: 0, good, confirmedAt: null, turns };
}

function isKnownFreeFrom(condition: Condition, from: string, now: Date): boolean {
  const { agreement, bad } = condition;
  if (agreement === undefined || bad === 0) return false;
  return agreement.notFrom.includes(from) && now.getTime() - agreement.at.getTime() < heardForMs;
}

function isOver(condition: Condition, seen: Extract<Observation, { kind: 'seen' }>, now: Date): boolean {
  const { trouble, fingerprint256 } = condition;
  if (trouble === 'unreachable') return seen.reached === true;
  if (seen.leaves.length === 0) return false;
  const served = fingerprint256 === null || seen.leaves.includes(fingerprint256);
  if (!served) return true;
  switch (trouble) {
    case 'revoked':
      return seen.revocationKnown;
    case 'mismatch':
    case 'untrusted':
      return true;
    case 'changed':
      return condition.confirmedAt !== null && now.getTime() - condition.since.getTime() >= changedForMs;
  }
}

/** A change shows in one look only: what it changed to is still there in the next. */
function isStillChanged(
  { trouble, fingerprint256, bad, confirmedAt }: Condition,
  { leaves }: Extract<Observation, { kind: 'seen' }>,
): boolean {
  return (
    trouble === 'changed' && bad > 0 && confirmedAt === null && leaves.some((leaf) => leaf === fingerprint256)
  );
}

/** One that is over is kept for as long as its turns tell whether it comes and goes. */
function isWorthKeeping({ bad, confirmedAt, turns }: Condition, now: Date): boolean {
  if (bad > 0 || confirmedAt !== null) return true;
  return turns.some((turn) => now.getTime() - turn.getTime() < flappingWindowMs);
}

/** After the clock was set back, what seemed to happen later happened now at the latest. */
function notLaterThan(condition: Condition, now: Date): Condition {
  const ahead = (moment: Date) => moment.getTime() > now.getTime();
  if (!ahead(condition.since) && !condition.turns.some(ahead)) return condition;
  return {
    ...condition,
    since: ahead(condition.since) ? now : condition.since,
    turns: condition.turns.map((turn) => (ahead(turn) ? now : turn)),
  };
}

function looksNeeded(condition: Condition, failures: number): number {
  return isNetwork(condition) ? failures : deterministicLooks;
}

function isNetwork({ trouble, cause }: Condition): boolean {
  return isNetworkClass(trouble) || isFleeting(cause.id);
}

/** An endpoint is out of reach as a whole, whatever was known of its certificate when it began. */
function keyOf({ trouble, fingerprint256 }: Pick<Condition, 'trouble' | 'fingerprint256'>): string {
  return trouble === 'unreachable' ? trouble : `${trouble} ${fingerprint256}`;
}
