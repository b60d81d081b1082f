import type { AnyProbe, ProbeRecord, ProbeResult } from '../../core/probe.ts';
import { waitText } from '../../core/text/time-text.ts';

/** When what has ended did so, in milliseconds of one ticker. */
export type Waits = {
  readonly begunMs: number;
  readonly endedMs: ReadonlyMap<string, number>;
  readonly nowMs: number;
};

/** Whether it is being looked at: all that it stands on has ended. Of those that stand on it this says no. */
export function isBegun(
  probe: AnyProbe,
  soFar: readonly Pick<ProbeResult, 'probe'>[],
  ladder: readonly AnyProbe[],
): boolean {
  return groundOf(probe, ladder).every((name) => soFar.some((result) => result.probe === name));
}

/** "4 s", since the last of what it stands on has ended; nothing within the first second. */
export function waitedFor(
  probe: AnyProbe,
  { begunMs, endedMs, nowMs }: Waits,
  ladder: readonly AnyProbe[],
): string {
  const since = Math.max(begunMs, ...groundOf(probe, ladder).map((name) => endedMs.get(name) ?? begunMs));
  return waitText(nowMs - since);
}

/** What it waits for, as far as this run goes. */
function groundOf(
  { needs, mayNeed = {}, after = {} }: AnyProbe,
  ladder: readonly AnyProbe[],
): readonly string[] {
  const all: ProbeRecord = { ...needs, ...mayNeed, ...after };
  return Object.values(all).flatMap(({ name }) =>
    ladder.some((probe) => probe.name === name) ? [name] : [],
  );
}
