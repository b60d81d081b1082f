import { knownZone } from '../../core/text/time-text.ts';
import { type AddRoutes, streamed, untilGone } from '../app-world.ts';
import { feedEvents } from '../feed-stream.ts';

export const feedRoutes: AddRoutes = (app, world) => {
  app.get('/api/feed', (context) => {
    const after = Number(context.req.header('last-event-id') ?? context.req.query('after') ?? 0);
    const zone = knownZone(context.req.query('zone') ?? '') ?? world.zone;
    const signal = untilGone(context, world.closing.feeds);
    const events = feedEvents({ ...world, zone }, Number.isSafeInteger(after) ? after : 0, signal);
    return streamed(events, 'text/event-stream; charset=utf-8');
  });
};
