import { type Message, note, text } from '../../../core/message.ts';
import type { Place } from '../../../core/people.ts';
import type { ListProblem } from '../../../core/watch/lists/listed.ts';
import type { Notification } from '../../../core/watch/notification.ts';
import { problemBlocks } from '../../../views/watch/import.ts';
import type { WatchFileWork } from './work.ts';

type Teller = Pick<WatchFileWork, 'store' | 'now' | 'log' | 'path'>;

/** Once for each state of the file, wherever digests go and on the console. */
export async function tellBroken(
  teller: Teller,
  hash: string,
  problems: readonly ListProblem[],
): Promise<void> {
  const [first] = problems;
  const lead = `WATCH_FILE (${teller.path}) has ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}, so nothing of it was changed.`;
  teller.log.error({ path: teller.path, line: first?.line, reason: first?.why }, 'WATCH_FILE is broken');
  await tell(teller, `watch-file:broken:${hash}`, {
    tone: 'warning',
    title: [text(lead)],
    blocks: [
      ...problemBlocks(problems),
      note(text('What was watched before stays. Mend the file; it is read again by itself.')),
    ],
    summary: `${lead} Line ${first?.line ?? 0}: ${first?.why ?? ''}`,
  });
}

export async function tellHeld(
  teller: Teller,
  hash: string,
  { gone, of }: { readonly gone: number; readonly of: number },
): Promise<void> {
  const lead = `WATCH_FILE (${teller.path}) names ${gone} of ${of} endpoints no longer, so nothing of it was changed.`;
  teller.log.error({ path: teller.path, gone, of }, 'WATCH_FILE takes away most of what it named');
  await tell(teller, `watch-file:held:${hash}`, {
    tone: 'warning',
    title: [text(lead)],
    blocks: [note(text('A file that was cut off looks the same. If this is meant, say so.'))],
    buttons: [{ label: 'It is meant', command: 'watch', subcommand: 'drift', values: { apply: 'yes' } }],
    summary: lead,
  });
}

async function tell({ store, now }: Teller, key: string, message: Message): Promise<void> {
  const console: Place = { platform: 'console', channel: 'console' };
  const places = [console, ...(await store.digests.list()).map(({ place }) => place)];
  const unique = new Map(places.map((place) => [JSON.stringify([place.platform, place.channel]), place]));
  const notifications = [...unique].map(([place, to]): Notification => {
    return {
      key: `${key}:${place}`,
      to: { kind: 'place', place: to },
      message,
      fallback: [],
      endpointId: null,
    };
  });
  await store.outbox.queue(notifications, now());
}
