import type { Context, Hono } from 'hono';
import type { CalendarFeeds } from '../core/calendar/feed.ts';
import type { AlertHook } from '../core/doors/alert-hook.ts';
import type { InteractionDoor } from '../core/doors/interaction-door.ts';
import type { ProbeTarget } from '../core/exporter.ts';
import type { Operations } from '../core/operations.ts';
import type { FeedStore } from '../core/store/delivery.ts';
import { type Access, endOfLogin } from './access/access.ts';
import type { Downloads } from './downloads.ts';
import type { Bell } from './feed-stream.ts';
import type { Door } from './guard.ts';
import type { WatchReading } from './pages/reading.ts';
import type { RunWorld } from './run-stream.ts';

export type AppWorld = RunWorld &
  Door & {
    /** Null: nobody is asked to log in. */
    readonly access: Access | null;
    readonly feed: FeedStore;
    readonly bell: Bell;
    readonly downloads: Downloads;
    /** Left out: a console without a watch list to show. */
    readonly watching?: WatchReading;
    /** Left out: nothing is told of the process. */
    readonly operations?: Operations;
    /** Left out: nobody is looked at for Prometheus. */
    readonly probeTarget?: ProbeTarget;
    /** Left out or null: alerts of others are not taken. */
    readonly alertHook?: AlertHook | null;
    /** Left out or null: no platform sends what people do here. */
    readonly interactionDoor?: InteractionDoor | null;
    /** Left out: no calendar is read here. */
    readonly calendars?: CalendarFeeds;
    /** Of a process that is no bot: health, readiness and metrics, and nothing to talk to. */
    readonly isStatusOnly?: boolean;
    readonly closing: { readonly feeds: AbortSignal; readonly answers: AbortSignal };
  };

/** Adds what it answers. Whoever gets this far was let in by `app.ts`: name, origin and login are judged there. */
export type AddRoutes = (app: Hono, world: AppWorld) => void;

/** Cancelling the body, as a reader who leaves does, ends the source. */
export function streamed(source: AsyncIterable<string>, type: string): Response {
  const body = ReadableStream.from(source).pipeThrough(new TextEncoderStream());
  return new Response(body, { headers: { 'content-type': type, 'x-accel-buffering': 'no' } });
}

/** Ends with the request and with the login, too: the reader left. */
export function untilGone(context: Context, ...others: readonly AbortSignal[]): AbortSignal {
  return AbortSignal.any([context.req.raw.signal, ...endOfLogin(context), ...others]);
}
