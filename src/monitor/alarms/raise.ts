import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Store } from '../../core/store/store.ts';
import { type Subject, subjectKey } from '../../core/watch/alarm/incident.ts';
import { activeMute } from '../../core/watch/alarm/mute.ts';
import type { Sighting, Turn, Watched } from '../../core/watch/endpoint.ts';
import type { Notification } from '../../core/watch/notification.ts';
import { policyFor, type WatchRule } from '../../core/watch/policy/rule.ts';
import { nextAlarm, renewalPlan } from '../../core/watch/renewal/renewal.ts';
import { auditOfOwn } from './audit-own.ts';
import { heldRetryMs } from './climb.ts';
import { decide } from './decide.ts';
import { gather } from './gather.ts';
import { isSettled } from './settled.ts';

export type Raising = {
  readonly store: Store;
  readonly now: () => Date;
  /** Read once for many looks; left out: read now. */
  readonly rules?: readonly WatchRule[] | undefined;
  /** The server's own, for owners whose zone is not known; left out: UTC. */
  readonly serverZone?: string | undefined;
  /** Somebody looks at many first and raises then. */
  readonly onlySee?: boolean | undefined;
};

export type LookedAt = Watched & {
  /** What was known before this look. */
  readonly before: Sighting | null;
  /** See `EndpointStore.addLook`: what it served before that is not known here. */
  readonly leftUndone?: boolean;
  readonly diagnosis: Diagnosis | null;
};

/** `raised`: how many messages call somebody or open an alarm. `done`: false when it has to be asked again soon. */
export type Raised = { readonly raised: number; readonly done: boolean };

/** Who meets somebody else's save this often leaves it to the next tick. */
const mostTries = 6;

/**
 * Says what follows from a look, for every certificate that the endpoint serves now or served before; returns how many
 * alarms and calls are new. Whatever interrupts it is made up for by the next look or tick.
 */
export async function raise(look: LookedAt, world: Raising): Promise<number> {
  if (world.onlySee === true) return 0;
  const { raised, turn } = await judge(look, world);
  // The tick asks about alarms of what neither of these two looks saw, as a look must not.
  if (look.leftUndone !== true) await world.store.endpoints.setTurns([turn]);
  return raised;
}

/** The same without keeping when it has to be asked again. `others`: subjects that it may have been part of earlier. */
export async function judge(
  look: LookedAt,
  world: Raising,
  others: readonly Subject[] = [],
): Promise<{ readonly raised: number; readonly turn: Turn }> {
  const { sighting } = look;
  // A sweep may have read it minutes ago, and it was muted since.
  const [current] = await world.store.endpoints.watched([look.endpoint.id]);
  const endpoint = current?.endpoint ?? look.endpoint;
  const judged = { ...look, endpoint };
  const rules = world.rules ?? (await world.store.rules.list());
  let raised = 0;
  let done = true;
  for (const subject of distinct([...subjectsOf(judged), ...others])) {
    const one = await raiseFor(subject, { ...world, rules }, judged);
    raised += one.raised;
    done = done && one.done;
  }
  const now = world.now();
  const at = done ? nextTurn(judged, rules, now) : new Date(now.getTime() + heldRetryMs);
  return { raised, turn: { endpointId: endpoint.id, at, lookedAt: sighting.at } };
}

/** Decides about one subject from what is kept, until nobody else saved meanwhile. */
export async function raiseFor(subject: Subject, world: Raising, look?: LookedAt): Promise<Raised> {
  const { store, serverZone: zone = 'UTC' } = world;
  const rules = world.rules ?? (await store.rules.list());
  for (let tries = 0; tries < mostTries; tries++) {
    const now = world.now();
    const incidents = await store.incidents.of(subject);
    if (look !== undefined && isSettled(subject, incidents, { ...look, mine: look, rules, now })) {
      return { raised: 0, done: true };
    }
    const diagnosis = look?.diagnosis ?? null;
    const endpointId = look?.endpoint.id ?? null;
    const decision = decide(
      await gather(subject, incidents, { store, rules, now, zone, diagnosis, endpointId }),
    );
    const { notifications } = decision;
    const nothing = decision.incidents.length === 0;
    const audit = decision.incidents.flatMap((incident) => auditOfOwn(incident, now) ?? []);
    if (nothing || (await store.incidents.save(decision.incidents, notifications, now, audit))) {
      return { raised: notifications.filter(isLoud).length, done: !decision.heldBack };
    }
  }
  return { raised: 0, done: false };
}

/** What anybody notices: replies and edits come with it, or wait for the next round of delivery. */
function isLoud({ conversation }: Notification): boolean {
  return conversation === undefined || conversation.act === 'open' || conversation.act === 'announce';
}

/** What the endpoint is or was part of. Without any certificate it is a subject itself. */
export function subjectsOf({
  endpoint,
  sighting,
  before,
}: Pick<LookedAt, 'endpoint' | 'sighting' | 'before'>): readonly Subject[] {
  const seen = [sighting, ...(before === null ? [] : [before])];
  const conditions = seen.flatMap((one) => one.conditions);
  const fingerprints = [...seen.flatMap(({ served }) => served), ...conditions].flatMap(
    ({ fingerprint256 }) => (fingerprint256 === null ? [] : [fingerprint256]),
  );
  const subjects: Subject[] = fingerprints.map((fingerprint256) => ({ kind: 'certificate', fingerprint256 }));
  if (conditions.some(({ fingerprint256 }) => fingerprint256 === null)) {
    subjects.push({ kind: 'endpoint', endpointId: endpoint.id });
  }
  return distinct(subjects);
}

export function distinct(subjects: readonly Subject[]): readonly Subject[] {
  return [...new Map(subjects.map((one) => [subjectKey(one), one])).values()];
}

/** When one of its leaves is next to be told of, or what is muted wakes, though nobody looks. */
function nextTurn({ endpoint, sighting }: Watched, rules: readonly WatchRule[], now: Date): Date | null {
  const { thresholds } = policyFor(endpoint, rules);
  const moments = sighting.served.flatMap((leaf) => {
    const next = nextAlarm(renewalPlan(leaf, thresholds), now);
    return next === null ? [] : [next.getTime()];
  });
  const muted = activeMute(endpoint, now);
  if (muted !== null) moments.push(muted.until.getTime());
  return moments.length === 0 ? null : new Date(Math.min(...moments));
}
