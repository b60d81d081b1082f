import type { Place } from '../../core/people.ts';
import { seenFromWords } from '../../core/watch/alarm/agreement.ts';
import type { Condition, TroubleCause } from '../../core/watch/alarm/condition.ts';
import { type Mute, outlastsMutes } from '../../core/watch/alarm/mute.ts';
import { type Problem, type Trouble, troubles } from '../../core/watch/alarm/problem.ts';
import type { ServedCertificate, Watched } from '../../core/watch/endpoint.ts';
import type { Policy } from '../../core/watch/policy/policy.ts';
import { policyFor } from '../../core/watch/policy/rule.ts';
import { strictestPolicy } from '../../core/watch/policy/strictest.ts';
import {
  earliestPlan,
  isWorse,
  type RenewalPlan,
  type RenewalState,
  renewalPlan,
  stateByPlan,
} from '../../core/watch/renewal/renewal.ts';
import { isFlapping, isQuietAgain } from '../conditions/flapping.ts';
import { awakeOf } from './awake.ts';
import { conditionsAbout, isHolder, placeKey, type Situation } from './situation.ts';

/** One problem of the subject at one place, as it is now. */
export type Wanted = {
  readonly problem: Problem;
  readonly home: Place;
  readonly state: RenewalState | Trouble;
  /** Bad enough to tell somebody. A lapse that is not keeps an incident that is open, and opens none. */
  readonly alarming: boolean;
  /** Those that have it; empty for a trouble that is over and may come back. */
  readonly affected: readonly Watched[];
  /** Those of them on whose account somebody is called. */
  readonly calling: readonly Watched[];
  /** All that have it are in maintenance: it opens nothing and calls nobody before this ends. */
  readonly muted: Mute | null;
  readonly policy: Policy;
  readonly urgent: boolean;
  readonly cause: TroubleCause | null;
  /** What its identity is made of beside subject, problem and place: a certificate lapses once, a trouble may return. */
  readonly since: Date | null;
  /** Turned so often that it is held open, and turned not long ago. */
  readonly flapping: boolean;
  readonly restless: boolean;
  readonly turns: readonly Date[];
};

export function wantedIn(situation: Situation): readonly Wanted[] {
  return [...wantedLapses(situation), ...troubles.flatMap((trouble) => wantedTroubles(trouble, situation))];
}

export type SeenLeaf = ServedCertificate & { readonly seenAt: Date };

/** The subject's certificate as its endpoints told it last: the newest word of its CA counts. */
export function leafOf({ subject, watched }: Pick<Situation, 'subject' | 'watched'>): SeenLeaf | null {
  if (subject.kind === 'endpoint') return null;
  const seen = watched
    .flatMap(({ sighting: { served, certificateSeenAt, at } }) =>
      served
        .filter(({ fingerprint256 }) => fingerprint256 === subject.fingerprint256)
        .map((leaf) => ({ ...leaf, seenAt: certificateSeenAt ?? at })),
    )
    .toSorted((one, other) => other.seenAt.getTime() - one.seenAt.getTime());
  const [newest] = seen;
  if (newest === undefined) return null;
  const window = seen.find(({ renewalWindow }) => renewalWindow !== undefined)?.renewalWindow;
  return window === undefined ? newest : { ...newest, renewalWindow: window };
}

/** The plan of the subject under all policies of its endpoints; null where nobody serves it. */
export function planOf(situation: Pick<Situation, 'subject' | 'watched' | 'rules'>): RenewalPlan | null {
  const leaf = leafOf(situation);
  const [first, ...others] = situation.watched.filter((one) => isHolder(one, situation.subject));
  if (leaf === null || first === undefined) return null;
  const plan = ({ endpoint }: Watched) => renewalPlan(leaf, policyFor(endpoint, situation.rules).thresholds);
  return earliestPlan([plan(first), ...others.map(plan)]);
}

function wantedLapses(situation: Situation): readonly Wanted[] {
  const plan = planOf(situation);
  if (plan === null) return [];
  const state = stateByPlan(plan, situation.now);
  const holders = situation.watched.filter((one) => isHolder(one, situation.subject));
  return byPlace(holders).map((affected) => {
    const { calling, muted } = outlastsMutes(state)
      ? { calling: affected, muted: null }
      : awakeOf(affected, situation.now);
    return {
      ...common(calling, situation),
      problem: 'lapse',
      state,
      alarming: isWorse(state, 'due'),
      affected,
      calling,
      muted,
      urgent: isWorse(state, 'overdue'),
      cause: null,
      since: null,
      flapping: false,
      restless: false,
      turns: [],
    };
  });
}

function wantedTroubles(trouble: Trouble, situation: Situation): readonly Wanted[] {
  const about = (one: Watched) =>
    conditionsAbout(one, situation.subject).filter((condition) => condition.trouble === trouble);
  const has = (one: Watched) => about(one).some(({ confirmedAt }) => confirmedAt !== null);
  const touched = situation.watched.filter((one) => about(one).length > 0);
  return byPlace(touched).map((group) => {
    const [first, ...others] = group.filter(has);
    const affected = first === undefined ? [] : [first, ...others];
    const { calling, muted } =
      first === undefined ? { calling: [], muted: null } : awakeOf([first, ...others], situation.now);
    const { home, policy } = common(calling.length === 0 ? group : calling, situation);
    const conditions = group.flatMap(about);
    const certain = conditions.filter(({ confirmedAt }) => confirmedAt !== null).toSorted(firstConfirmed);
    return {
      home,
      policy,
      problem: trouble,
      state: trouble,
      alarming: affected.length > 0 && (trouble !== 'changed' || policy.alarmOnChange),
      affected,
      calling,
      muted,
      urgent: trouble === 'revoked' || (trouble !== 'changed' && calling.some(isBroken)),
      cause: certain[0] === undefined ? null : causeOf(certain[0]),
      since: certain[0]?.confirmedAt ?? null,
      flapping: conditions.some((condition) => isFlapping(condition, situation.now)),
      restless: conditions.some((condition) => !isQuietAgain(condition, situation.now)),
      turns: conditions
        .flatMap(({ turns }) => turns)
        .toSorted((one, other) => one.getTime() - other.getTime()),
    };
  });
}

function causeOf({ cause, agreement }: Condition): TroubleCause {
  return agreement === undefined ? cause : { ...cause, seen: seenFromWords(agreement) };
}

function firstConfirmed(one: Condition, other: Condition): number {
  return (one.confirmedAt?.getTime() ?? 0) - (other.confirmedAt?.getTime() ?? 0);
}

/** No client gets through, as far as the last look knows. */
function isBroken({ sighting }: Watched): boolean {
  return sighting.verdict === 'broken';
}

type Group = readonly [Watched, ...Watched[]];

function byPlace(watched: readonly Watched[]): readonly Group[] {
  const places = Map.groupBy(watched, ({ endpoint }) => placeKey(endpoint.home));
  return [...places.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [[first, ...others] as const],
  );
}

function common(group: readonly Watched[], { rules }: Situation): Pick<Wanted, 'home' | 'policy'> {
  const [first, ...others] = group;
  if (first === undefined) throw new Error('a group has an endpoint');
  const policy = ({ endpoint }: Watched) => policyFor(endpoint, rules);
  return {
    home: first.endpoint.home,
    policy: strictestPolicy([policy(first), ...others.map(policy)]),
  };
}
