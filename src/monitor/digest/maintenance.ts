import { mentionKey } from '../../core/message/calls.ts';
import { targetText } from '../../core/target.ts';
import { activeMute } from '../../core/watch/alarm/mute.ts';
import type { WatchRow } from '../../core/watch/endpoint.ts';
import type { DigestMuted } from '../../views/digest/content.ts';

const mostNames = 3;

/** Endpoints in planned maintenance, the first to end first; those that were muted together are one row. */
export function maintenanceOf(rows: readonly WatchRow[], now: Date): readonly DigestMuted[] {
  const muted = rows.flatMap(({ endpoint }) => {
    const mute = activeMute(endpoint, now);
    return mute === null ? [] : [{ ...mute, name: targetText(endpoint.target) }];
  });
  const groups = Map.groupBy(muted, ({ until, by, reason }) =>
    JSON.stringify([until.getTime(), mentionKey(by), reason]),
  );
  return [...groups.values()]
    .flatMap(([first, ...others]) => {
      if (first === undefined) return [];
      const { until, by, reason } = first;
      return [{ name: namesOf([first, ...others]), state: null, until, by, reason }];
    })
    .toSorted((one, other) => one.until.getTime() - other.until.getTime());
}

function namesOf(group: readonly { readonly name: string }[]): string {
  const names = group.map(({ name }) => name).toSorted();
  const more = names.length - mostNames;
  return more > 0 ? `${names.slice(0, mostNames).join(', ')} and ${more} more` : names.join(', ');
}
