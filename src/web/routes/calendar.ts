import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import type { CalendarFeeds } from '../../core/calendar/feed.ts';
import { createAttempts } from '../access/attempts.ts';
import { peerOf } from '../access/peer.ts';
import { type AppWorld, streamed } from '../app-world.ts';

/** Reading a long one takes the store for a while. */
const mostAtOnce = 4;

/** Calendars send no headers: the address itself is the key, and a door of its own. */
export function addCalendar(app: Hono, calendars: CalendarFeeds, world: AppWorld): void {
  const attempts = createAttempts(world.now);
  let reading = 0;
  app.get('/calendar/:file', async (context) => {
    const peer = peerOf(context, world.publicUrl !== null);
    const waitMs = attempts.waitMs(peer);
    if (waitMs > 0) {
      const after = { 'retry-after': String(Math.ceil(waitMs / 1000)) };
      return context.text('Too many wrong addresses were asked for from there.\n', 429, after);
    }
    const token = /^(.+)\.ics$/.exec(context.req.param('file'))?.[1] ?? '';
    const lines = await calendars.open(token);
    if (lines === null) {
      attempts.failed(peer);
      return context.text('There is no such calendar, or it was revoked. /calendar makes one.\n', 404);
    }
    if (reading >= mostAtOnce) {
      return context.text('Too many calendars are read just now.\n', 503, { 'retry-after': '30' });
    }
    reading += 1;
    try {
      const etag = await tagOf(lines());
      const headers = { etag, 'cache-control': 'private, max-age=900' };
      if (context.req.header('if-none-match') === etag) return context.body(null, 304, headers);
      const response = streamed(lines(), 'text/calendar; charset=utf-8');
      for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
      response.headers.set('content-disposition', 'inline; filename="notafter.ics"');
      return response;
    } finally {
      reading -= 1;
    }
  });
}

/** Weak: it is read once more for the body, and may have changed in between. */
async function tagOf(lines: AsyncIterable<string>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of lines) hash.update(piece);
  return `W/"${hash.digest('base64url').slice(0, 22)}"`;
}
