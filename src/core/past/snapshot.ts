/** What may change at a target from one look to the next, in the order of telling. */
export const snapshotParts = [
  'addresses',
  'aliases',
  'nameservers',
  'ttl',
  'certificate',
  'issuer',
  'not-after',
  'tls-version',
  'alpn',
  'http-status',
] as const;
export type SnapshotPart = (typeof snapshotParts)[number];

/** The values seen, each once and sorted; `partial`: there may be more that this look did not reach. */
export type SeenPart = {
  readonly values: readonly string[];
  readonly partial: boolean;
  readonly at: Date;
};

/** What one look saw. A part that was not looked at, or gave nothing, is left out: that is no change. */
export type Snapshot = {
  readonly at: Date;
  readonly parts: Readonly<Partial<Record<SnapshotPart, SeenPart>>>;
};

/** What is kept of a target: the newest look at which all was well, and the newest of all. */
export type PastLooks = { readonly lastGood: Snapshot | null; readonly last: Snapshot };

export type Change = {
  readonly what: SnapshotPart;
  readonly before: readonly string[];
  readonly now: readonly string[];
  /** When `before` was last seen. */
  readonly since: Date;
};

/** What a diagnosis was held against; `good`: all was well then. */
export type Baseline = { readonly at: Date; readonly good: boolean };

/** A look that did not go as far keeps what an earlier one saw beyond, with the date it was seen. */
export function mergeSnapshots(earlier: Snapshot | null, later: Snapshot): Snapshot {
  return { at: later.at, parts: { ...earlier?.parts, ...later.parts } };
}

/** Only what both looks saw is compared; a part seen in part has changed only when it holds something else. */
export function changesBetween(before: Snapshot, now: Snapshot): readonly Change[] {
  return snapshotParts.flatMap((what) => {
    const then = before.parts[what];
    const seen = now.parts[what];
    if (then === undefined || seen === undefined || isSame(then, seen)) return [];
    return [{ what, before: then.values, now: seen.values, since: then.at }];
  });
}

function isSame(then: SeenPart, seen: SeenPart): boolean {
  if (seen.partial && isWithin(seen.values, then.values)) return true;
  if (then.partial && isWithin(then.values, seen.values)) return true;
  return isWithin(seen.values, then.values) && isWithin(then.values, seen.values);
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  return some.every((value) => all.includes(value));
}
