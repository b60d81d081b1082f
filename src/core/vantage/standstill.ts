/** For how long the thread that looked stood still meanwhile, so that it could hear nobody: only what is longer than a moment counts. */
export type Standstill = { readonly totalMs: number; readonly longestMs: number };

export type StandstillWatch = Disposable & { soFar(): Standstill };

/** Of the finding that says so: what was looked at then is to be looked at again soon. */
export const overloadedId = 'vantage/overloaded';

/** What a look that waited in vain says nothing about the other side after: timers fire before what came meanwhile is read. */
const spoilingMs = 1000;

export function spoilsWaiting({ totalMs }: Standstill): boolean {
  return totalMs >= spoilingMs;
}
