import { type Block, code, note, text } from '../../core/message.ts';
import { shorten } from '../../core/text/shorten.ts';
import type { WatchRow } from '../../core/watch/endpoint.ts';

/** The last look says nothing about the endpoint: our own connection was at fault. */
export function isOurs({ sighting }: WatchRow): boolean {
  return sighting?.rootCause?.startsWith('vantage/') ?? false;
}

const longestReason = 160;

/** The endpoints that could not be looked at because of us, and that nobody was called for it. */
export function ownFaultBlocks(
  rows: readonly WatchRow[],
  list: (rows: readonly WatchRow[]) => readonly Block[],
): readonly Block[] {
  if (rows.length === 0) return [];
  const reasons = [...new Set(rows.map(({ sighting }) => sighting?.reason ?? 'no reason was given'))];
  const shown = reasons.slice(0, 2).map((reason) => shorten(reason, longestReason));
  return [
    ...list(rows),
    note(
      text(
        `The fault is on our side (${shown.join('; ')}), so these looks raised no alarm. The next sound one does. See `,
      ),
      code('/vantage'),
    ),
  ];
}
