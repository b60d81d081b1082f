import type { Reach } from '../../core/access/reach.ts';
import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Target } from '../../core/target.ts';
import type { Voice } from '../../core/vantages/sight.ts';
import { type Agreement, dependsOnPlace, outcomeOf } from '../../core/watch/alarm/agreement.ts';
import type { Condition } from '../../core/watch/alarm/condition.ts';
import type { Trouble } from '../../core/watch/alarm/problem.ts';
import type { Policy } from '../../core/watch/policy/policy.ts';
import { confirmed, isRipe } from '../conditions/next-conditions.ts';
import { observationOf } from '../conditions/observation.ts';

/** Asks the places that are alive, but for the one that looked, what they see; none where there are none. */
export type AskOthers = (target: Target, asking: Asking) => Promise<readonly Voice[]>;

/** `from`: the place that looked. */
type Asking = { readonly from: string; readonly reach: Reach; readonly signal: AbortSignal };

/** What other places said, beside the look that made something ripe. */
export type Heard = { readonly own: Diagnosis; readonly others: readonly Voice[] };

type Counting = Pick<Policy, 'confirm' | 'agree'>;

/** Whether others have to see it, too, before it is told. */
export function wantsAgreement(condition: Condition, policy: Counting): boolean {
  return policy.agree > 1 && dependsOnPlace(condition.trouble) && isRipe(condition, policy);
}

/** What is ripe becomes certain, is disputed and stays as it is, or is over where nobody sees it any more. */
export function settled(
  conditions: readonly Condition[],
  policy: Counting,
  heard: Heard,
  now: Date,
): readonly Condition[] {
  return conditions.map((condition) => settledOne(condition, policy, heard, now));
}

function settledOne(condition: Condition, policy: Counting, heard: Heard, now: Date): Condition {
  const [certain = condition] = confirmed([condition], policy, now);
  if (!wantsAgreement(condition, policy)) return certain;
  const agreement = agreementOn(condition.trouble, heard, policy.agree, now);
  switch (outcomeOf(agreement)) {
    case 'certain':
      return { ...certain, agreement };
    case 'disputed':
      return { ...condition, agreement };
    case 'over':
      return { ...condition, agreement, bad: 0, good: 1 };
  }
}

export function agreementOn(trouble: Trouble, { own, others }: Heard, wanted: number, at: Date): Agreement {
  const voices = [{ vantage: own.from, sees: ownVoice(own, trouble) }, ...others.flatMap(voiceOn(trouble))];
  const named = (sees: boolean) => voices.filter((one) => one.sees === sees).map(({ vantage }) => vantage);
  return { seenFrom: named(true), notFrom: named(false), wanted, at };
}

/** A look that could not tell changes nothing about those that were counted before it. */
function ownVoice(own: Diagnosis, trouble: Trouble): boolean {
  const observation = observationOf(own, null, own.at);
  if (observation.kind === 'nothing') return true;
  return own.verdict === 'broken' || observation.troubles.some((one) => one.trouble === trouble);
}

/** Whoever could not look, or was not heard, has no voice. Where no client gets through another cause is the same outage. */
function voiceOn(trouble: Trouble) {
  return (voice: Voice): readonly { readonly vantage: string; readonly sees: boolean }[] => {
    if (voice.kind !== 'saw' || voice.sight.troubles === null) return [];
    const { verdict, troubles } = voice.sight;
    const sees = verdict === 'broken' || troubles.some((one) => one.trouble === trouble);
    return [{ vantage: voice.vantage, sees }];
  };
}
