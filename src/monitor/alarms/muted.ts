import { mutedUntil } from '../../core/watch/alarm/ladder.ts';
import { isSameMute, type Mute } from '../../core/watch/alarm/mute.ts';
import { isWorse, type RenewalState } from '../../core/watch/renewal/renewal.ts';
import { changed, type Draft, sayingEvent } from './draft.ts';
import type { Situation } from './situation.ts';
import type { Wanted } from './wanted.ts';

/** Mutes an open alarm with its endpoints; when that is over its owners are called once more, as a new turn. */
export function withEndpointMutes(draft: Draft, wanted: Wanted, { now }: Situation): Draft {
  const { incident } = draft;
  const before = incident.muted ?? null;
  const { muted } = wanted;
  // One that is over for the moment may be back with the next look.
  if (wanted.affected.length === 0 || isSameMute(before, muted)) return draft;
  const next = changed(draft, { muted });
  if (muted !== null) {
    const { by, until, reason, at } = muted;
    return sayingEvent(
      next,
      { kind: 'muted', by, until, reason },
      `muted:${at.getTime()}:${until.getTime()}`,
    );
  }
  if (before === null) return next;
  const over = sayingEvent(
    next,
    { kind: 'unmuted', because: whyOver(before, wanted, now) },
    `unmuted:${before.at.getTime()}:${incident.version + 1}`,
  );
  const { ladder } = over.incident;
  if (ladder.rung === null || mutedUntil(over.incident, now) !== null) return over;
  return changed(over, { ladder: { rung: null, climbedAt: null, turn: ladder.turn + 1 } });
}

function whyOver(before: Mute, { problem, state, affected }: Wanted, now: Date) {
  const endedBy = affected
    .flatMap(({ endpoint }) => endpoint.muted ?? [])
    .find(({ at }) => at.getTime() === before.at.getTime())?.endedBy;
  if (problem === 'lapse' && isWorse(state as RenewalState, 'overdue')) return 'worse';
  if (endedBy !== undefined) return { by: endedBy };
  return before.until <= now ? 'time' : 'elsewhere';
}
