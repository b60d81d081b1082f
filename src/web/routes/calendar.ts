import type { Hono } from 'hono';
import type { CalendarFeeds } from '../../core/calendar/feed.ts';
import { createAttempts } from '../access/attempts.ts';
import { peerOf } from '../access/peer.ts';
import type { AppWorld } from '../app-world.ts';
import { packedText } from '../packed-text.ts';

/** Reading a long one takes the store for a while. */
const mostAtOnce = 4;

/** Calendars send no headers: the address itself is the key, and a door of its own. */
export function addCalendar(app: Hono, calendars: CalendarFeeds, world: AppWorld): void {
  const attempts = createAttempts(world.now);
  let reading = 0;
  app.get('/calendar/:file', async (context) => {
    const token = /^(.+)\.ics$/.exec(context.req.param('file'))?.[1] ?? '';
    // First: calendars of many people come from the same few servers, which go on asking for those that were revoked.
    const lines = await calendars.open(token);
    if (lines === null) {
      const peer = peerOf(context, world.publicUrl !== null);
      const waitMs = attempts.waitMs(peer);
      if (waitMs > 0) {
        const after = { 'retry-after': String(Math.ceil(waitMs / 1000)) };
        return context.text('Too many wrong addresses were asked for from there.\n', 429, after);
      }
      attempts.failed(peer);
      return context.text('There is no such calendar, or it was revoked. /calendar makes one.\n', 404);
    }
    if (reading >= mostAtOnce) {
      return context.text('Too many calendars are read just now.\n', 503, { 'retry-after': '30' });
    }
    reading += 1;
    try {
      const { etag, body } = await packedText(lines(), context.req.raw.signal);
      const headers = { etag, 'cache-control': 'private, max-age=900', vary: 'accept-encoding' };
      if (context.req.header('if-none-match') === etag) return context.body(null, 304, headers);
      return body(context.req.header('accept-encoding'), {
        ...headers,
        'content-type': 'text/calendar; charset=utf-8',
        'content-disposition': 'inline; filename="notafter.ics"',
      });
    } finally {
      reading -= 1;
    }
  });
}
