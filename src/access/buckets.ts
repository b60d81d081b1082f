/** `perMinute` may be taken in a minute, and as many at once after a rest. */
export type Pace = { readonly perMinute: number };
export type Bucket = { readonly left: number; readonly atMs: number };
export type Taken =
  | { readonly taken: true; readonly bucket: Bucket }
  /** `waitMs`: until so much can be taken. */
  | { readonly taken: false; readonly waitMs: number };

/** Pure. A clock that was set back gives nothing and takes nothing; what costs more than a whole minute takes all of it. */
export function takeFrom(bucket: Bucket | null, cost: number, { perMinute }: Pace, nowMs: number): Taken {
  const perMs = perMinute / 60_000;
  const wanted = Math.min(cost, perMinute);
  const passed = bucket === null ? 0 : Math.max(0, nowMs - bucket.atMs);
  const left = bucket === null ? perMinute : Math.min(perMinute, bucket.left + passed * perMs);
  if (left + 1e-9 >= wanted) return { taken: true, bucket: { left: left - wanted, atMs: nowMs } };
  return { taken: false, waitMs: Math.ceil((wanted - left) / perMs) };
}

export type Limiter = {
  /** How long to wait; 0: it was taken. */
  take(key: string, cost: number): number;
};

/** Of one process. `perMinute` 0: nothing is limited. */
export function createLimiter(pace: Pace, now: () => Date, mostKept = 20_000): Limiter {
  const buckets = new Map<string, Bucket>();
  return {
    take(key, cost) {
      if (pace.perMinute === 0 || cost === 0) return 0;
      const taken = takeFrom(buckets.get(key) ?? null, cost, pace, now().getTime());
      if (!taken.taken) return taken.waitMs;
      // The newest stands last; what was not asked for longest is full again anyway.
      buckets.delete(key);
      buckets.set(key, taken.bucket);
      const [oldest] = buckets.keys();
      if (buckets.size > mostKept && oldest !== undefined) buckets.delete(oldest);
      return 0;
    },
  };
}
