import type { Verdict } from '../diagnosis.ts';
import type { Layer } from '../layer.ts';
import type { Change, Snapshot, SnapshotPart } from '../past/snapshot.ts';
import type { Mention, Place } from '../people.ts';
import type { Target } from '../target.ts';

/** A target that is looked at again and again for a while, as one place is told of it: ONE conversation, `follow:<id>`. */
export type Follow = {
  /** Short and safe in a URL: what buttons and `/follow stop` name it by. */
  readonly id: string;
  readonly target: Target;
  readonly place: Place;
  readonly by: Mention;
  readonly startedAt: Date;
  readonly until: Date;
  readonly everyMs: number;
  /** When it is looked at next; never later than `everyMs` from the look before. */
  readonly nextAt: Date;
  readonly course: FollowCourse;
  readonly ended: FollowEnd | null;
  /** Counts saves: of two writers one has to read again. */
  readonly version: number;
};

/** `time`: it ran to its end. `by`: who stopped it. */
export type FollowEnd = { readonly at: Date; readonly why: 'time' | 'stopped'; readonly by: Mention | null };

/** What happened so far: all that the next look is held against, so that a restart forgets nothing. */
export type FollowCourse = {
  /** Looks by what they said; `unknown`: it could not be looked at, which says nothing about the target. */
  readonly looks: Readonly<Record<Verdict, number>>;
  readonly lastLookAt: Date | null;
  /** What the last sound look saw. */
  readonly state: FollowState | null;
  /** Since when, and why, nothing can be seen; null: the last look was sound. */
  readonly blind: { readonly since: Date; readonly reason: string } | null;
  /** How long it was seen so, from look to look; `unknown`: not looked at, or we could not. */
  readonly spentMs: Readonly<Record<Verdict, number>>;
  /** When it was last well again after it was not. */
  readonly recoveredAt: Date | null;
  /** The latest first to last; `earlier` counts those that were let go. */
  readonly told: readonly FollowChange[];
  readonly earlier: number;
  /** Not said yet, since too much was said just now. */
  readonly held: readonly FollowChange[];
  readonly heldUntil: Date | null;
  /** How long the latest hold was: doubled while it does not calm down. */
  readonly holdMs: number;
  /** When something was said, of the last minute. */
  readonly saidAt: readonly Date[];
  /** How often each part became another. */
  readonly turns: Readonly<Partial<Record<SnapshotPart, number>>>;
  /** When the head was last rewritten. */
  readonly headAt: Date;
  /** When a look was last left out, since its address is looked at too often; absent: none was. */
  readonly leftOutAt?: Date;
};

export type SoundVerdict = Exclude<Verdict, 'unknown'>;

export type FollowState = {
  readonly verdict: SoundVerdict;
  /** When a look first saw this verdict. */
  readonly since: Date;
  readonly cause: FollowCause | null;
  /** As last seen; a layer that was never reached is left out. */
  readonly layers: Readonly<Partial<Record<Layer, 'good' | 'bad'>>>;
  readonly snapshot: Snapshot;
};

export type FollowCause = {
  readonly id: string;
  readonly layer: Layer;
  readonly title: string;
  readonly fix: string;
  readonly reproduce: string | null;
};

/** What one look showed that the one before did not. */
export type FollowChange = { readonly at: Date; readonly notes: readonly FollowNote[] };

export type FollowNote =
  | { readonly kind: 'first'; readonly verdict: SoundVerdict; readonly cause: FollowCause | null }
  | {
      readonly kind: 'turned';
      readonly from: SoundVerdict;
      readonly to: SoundVerdict;
      readonly cause: FollowCause | null;
      /** When a look first saw the verdict that is over. */
      readonly since: Date;
    }
  | { readonly kind: 'cause'; readonly from: FollowCause | null; readonly to: FollowCause | null }
  | { readonly kind: 'layers'; readonly broke: readonly Layer[]; readonly back: readonly Layer[] }
  | { readonly kind: 'changed'; readonly changes: readonly Change[] }
  /** They become others from look to look: told no more. */
  | { readonly kind: 'restless'; readonly parts: readonly SnapshotPart[] }
  | { readonly kind: 'blind'; readonly reason: string }
  | { readonly kind: 'sees-again'; readonly since: Date }
  /** Its address is looked at too often: some looks are left out from now on. Told once. */
  | { readonly kind: 'paced'; readonly reason: string }
  /** Nobody looked meanwhile. */
  | { readonly kind: 'gap'; readonly from: Date };

/** What a reader may ask for; the first and the last of each are allowed. */
export const followLimits = {
  everyMs: [5000, 600_000],
  forMs: [60_000, 86_400_000],
  perPlace: 5,
  perPerson: 5,
  all: 20,
} as const;
