import { mentionKey } from '../core/message/calls.ts';
import type { Mention } from '../core/people.ts';
import type { Presence } from '../core/platform.ts';

export type Look = (who: Mention, signal: AbortSignal) => Promise<Presence>;

/** Somebody who is called every few minutes is asked about once. */
const keptMs = 5 * 60_000;
const mostKept = 1000;

/** Remembers what a platform said of somebody, for some minutes; what could not be asked is asked again. Never throws. */
export function remembering(look: Look, now: () => Date): Look {
  const kept = new Map<string, { readonly presence: Presence; readonly until: number }>();
  return async (who, signal) => {
    const key = mentionKey(who);
    const known = kept.get(key);
    const at = now().getTime();
    if (known !== undefined && at < known.until && known.until - at <= keptMs) return known.presence;
    const presence = await look(who, signal).catch((): Presence => 'unknown');
    if (presence === 'unknown') return presence;
    if (kept.size === mostKept) kept.clear();
    kept.set(key, { presence, until: at + keptMs });
    return presence;
  };
}
