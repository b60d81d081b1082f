import { UserError } from '../../core/errors.ts';
import { resolvedAddresses } from '../../core/resolved-addresses.ts';
import type { Diagnose } from '../../core/services.ts';
import { durationText } from '../../core/text/duration.ts';

/** How long to wait until an address may be looked at; 0: now, and it counts. At once where this process knows it alone. */
export type WaitFor = (ip: string) => number | Promise<number>;

/**
 * Counts once the name is resolved: before anything is dialled by what this process knows, within a moment by what others count.
 * A look that is over the limit is ended, and told as a UserError.
 */
export function withinLimits(waitFor: WaitFor): (diagnose: Diagnose) => Diagnose {
  return (diagnose) => async (target, options) => {
    const over = new AbortController();
    const refused: UserError[] = [];
    const asked: Promise<void>[] = [];
    const judge = (ip: string, ms: number) => {
      if (ms === 0) return;
      const wait = durationText(Math.ceil(ms / 1000) * 1000);
      const host = target.host.slice(0, 100);
      refused.push(
        new UserError(
          `${ip} (${host}) is looked at too often, under all its names together. Ask again in ${wait}.`,
        ),
      );
      over.abort();
    };
    const look: typeof options = {
      ...options,
      signal: AbortSignal.any([options.signal, over.signal]),
      onResult(result, soFar) {
        for (const ip of resolvedAddresses(result)) {
          const ms = waitFor(ip);
          if (typeof ms === 'number') judge(ip, ms);
          else asked.push(ms.then((waited) => judge(ip, waited)));
        }
        if (!over.signal.aborted) options.onResult?.(result, soFar);
      },
    };
    try {
      const diagnosis = await diagnose(target, look);
      await Promise.all(asked);
      if (refused[0] !== undefined) throw refused[0];
      return diagnosis;
    } catch (thrown) {
      throw refused[0] ?? thrown;
    }
  };
}
