import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Ripe } from '../../core/store/sweeps.ts';
import { overloadedId } from '../../core/vantage/standstill.ts';
import type { Endpoint } from '../../core/watch/endpoint.ts';
import { noCounts, type SweepCounts } from '../../core/watch/sweep-counts.ts';
import { ripeFrom } from './confirm.ts';
import { lookOnce } from './look.ts';
import type { Watcher } from './watcher.ts';

/** What the looks of one sweep, or of a part of one, came to so far. */
export type Tally = {
  readonly counts: { -readonly [Count in keyof SweepCounts]: SweepCounts[Count] };
  /** What stands long enough to be confirmed once all were looked at. */
  readonly ripe: Ripe[];
  /** Whether something is to be believed only when others are fine. */
  wantsOthers(): boolean;
  /** How many looks a fault of our own stopped. */
  faults(): number;
  /** Looks and counts; resolves to whether the other side answered, at once when it was asked. Never rejects: a look that fails stops no other. */
  lookAtOne(endpoint: Endpoint): Promise<boolean>;
  /** Logs how often each fault came that was told once, and how many looks say nothing for want of a processor. */
  tellFaults(): void;
};

export type TallyOptions = {
  readonly log?: Log | undefined;
  /** After each look that counts. */
  onLooked?(counts: SweepCounts): void;
};

export function createTally(watcher: Watcher, { log, onLooked }: TallyOptions): Tally {
  const counts = { ...noCounts };
  const ripe: Ripe[] = [];
  const failed = new Map<string, number>();
  let wantsOthers = false;
  let overloaded = 0;

  /** A database that is away fails every one of ten thousand. */
  function noteFault({ id }: Endpoint, fault: unknown): void {
    const reason = reasonOf(fault);
    const before = failed.get(reason) ?? 0;
    failed.set(reason, before + 1);
    if (before === 0) log?.error({ endpoint: id, err: fault, reason }, 'a look failed');
  }

  return {
    counts,
    ripe,
    wantsOthers: () => wantsOthers,
    faults: () => [...failed.values()].reduce((sum, looks) => sum + looks, 0),
    async lookAtOne(endpoint) {
      if (watcher.signal.aborted) return false;
      let answered = false;
      try {
        const look = await lookOnce(endpoint, watcher);
        const { verdict } = look.diagnosis;
        answered = verdict === 'healthy' || verdict === 'degraded';
        counts[verdict]++;
        counts.pinged += look.pinged;
        wantsOthers ||= look.wantsOthers;
        if (look.diagnosis.rootCause?.id === overloadedId) overloaded++;
        if (look.ripe) ripe.push(ripeFrom(endpoint, look.diagnosis));
      } catch (fault) {
        if (watcher.signal.aborted) return false;
        counts.unknown++;
        noteFault(endpoint, fault);
      }
      counts.looked++;
      onLooked?.({ ...counts });
      return answered && watcher.pace?.wasHeldUp(endpoint.target) !== true;
    },
    tellFaults() {
      if (overloaded > 0)
        log?.warn({ looks: overloaded }, 'looks waited in vain while this machine had no processor for us');
      for (const [reason, looks] of failed) {
        if (looks > 1) log?.error({ reason, looks }, 'looks of one sweep failed in the same way');
      }
    },
  };
}
