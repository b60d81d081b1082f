import { speaksTls, type Target } from '../target.ts';

/**
 * How often which length of time was measured: counts by bucket. Buckets grow by an eighth of a doubling, so whatever is read
 * out of them is within 4.5 % of what was measured. Counts of several days can be added up, which means and percentiles of
 * days cannot, and a day of any number of looks takes a few bytes.
 */
export type Sketch = ReadonlyMap<number, number>;

/** `day` as `dayOf` counts. */
export type DayLatency = { readonly day: number; readonly sketch: Sketch };

export type LatencyFigures = {
  readonly looks: number;
  readonly leastMs: number;
  readonly medianMs: number;
  /** The 95th percentile: only one look of twenty took longer. */
  readonly highMs: number;
  readonly mostMs: number;
};

const perDoubling = 8;
const smallestMs = 0.1;
/** Up to 105 s, longer than any look. */
const mostBucket = 20 * perDoubling - 1;

export function bucketOf(ms: number): number {
  const at = Math.floor(Math.log2(ms / smallestMs) * perDoubling);
  return Math.min(mostBucket, Math.max(0, at));
}

/** The middle of a bucket, by ratio. */
function msOf(bucket: number): number {
  return smallestMs * 2 ** ((bucket + 0.5) / perDoubling);
}

export function isMeasured(ms: number | undefined): ms is number {
  return ms !== undefined && Number.isFinite(ms) && ms >= 0;
}

export function addSketches(sketches: Iterable<Sketch>): Sketch {
  const sum = new Map<number, number>();
  for (const sketch of sketches) {
    for (const [bucket, count] of sketch) sum.set(bucket, (sum.get(bucket) ?? 0) + count);
  }
  return sum;
}

/** Null: nothing was measured. */
export function figuresOf(sketch: Sketch): LatencyFigures | null {
  const buckets = [...sketch].filter(([, count]) => count > 0).toSorted(([one], [other]) => one - other);
  const looks = buckets.reduce((sum, [, count]) => sum + count, 0);
  if (looks === 0) return null;
  const at = (share: number) => {
    let left = Math.max(1, Math.ceil(share * looks));
    for (const [bucket, count] of buckets) {
      left -= count;
      if (left <= 0) return msOf(bucket);
    }
    return msOf(buckets.at(-1)?.[0] ?? 0);
  };
  return { looks, leastMs: at(0), medianMs: at(0.5), highMs: at(0.95), mostMs: at(1) };
}

/** What was timed. */
export function timedWords(target: Target): string {
  return speaksTls(target) ? 'TCP connect and TLS handshake' : 'TCP connect';
}
