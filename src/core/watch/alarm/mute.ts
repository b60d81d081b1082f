import type { Mention } from '../../people.ts';

/** Planned maintenance of an endpoint: it is looked at as ever, and calls nobody on its own account. */
export type Mute = {
  readonly until: Date;
  readonly by: Mention;
  readonly at: Date;
  readonly reason: string | null;
  /** Who ended it before its time: `until` is when. Left out: nobody did. */
  readonly endedBy?: Mention;
};

/** The mute that holds at `now`; one that is over stays with its endpoint until the next. */
export function activeMute(
  { muted = null }: { readonly muted?: Mute | null | undefined },
  now: Date,
): Mute | null {
  return muted !== null && now < muted.until ? muted : null;
}

export function isSameMute(one: Mute | null, other: Mute | null): boolean {
  if (one === null || other === null) return one === other;
  return one.at.getTime() === other.at.getTime() && one.until.getTime() === other.until.getTime();
}

/** A certificate that is about to end, or has, is told of whatever is muted: no maintenance may let it lapse unannounced. */
export function outlastsMutes(state: string): boolean {
  return state === 'critical' || state === 'expired';
}
