import { createSuperseding } from '../chat/asking/superseding.ts';
import { createPlainDirectory } from '../chat/plain-directory.ts';
import type { CalendarFeeds } from '../core/calendar/feed.ts';
import type { Directory } from '../core/directory.ts';
import type { AlertHook } from '../core/doors/alert-hook.ts';
import { isLoopbackHost, openDoor } from '../core/doors/console-door.ts';
import type { InteractionDoor } from '../core/doors/interaction-door.ts';
import type { ProbeTarget } from '../core/exporter.ts';
import type { Operations } from '../core/operations.ts';
import type { Platform, PlatformWorld } from '../core/platform.ts';
import type { FeedStore } from '../core/store/delivery.ts';
import type { SessionStore } from '../core/store/sessions.ts';
import { createAccess } from './access/access.ts';
import { consoleApp } from './app.ts';
import { sendToFeed } from './console-send.ts';
import { createDownloads } from './downloads.ts';
import { createBell } from './feed-stream.ts';
import { authoritiesOf } from './guard.ts';
import { openListener } from './listener.ts';
import type { WatchReading } from './pages/reading.ts';

export type ConsoleSettings = {
  readonly host: string;
  readonly port: number;
  /** Left out or null: whoever reaches it may use it. */
  readonly token?: string | null;
  /** Where people open it; left out or null: where it listens. */
  readonly url?: string | null;
};
export type ConsoleWorld = PlatformWorld & {
  readonly feed: FeedStore;
  /** Left out: a restart logs everybody out. */
  readonly sessions?: SessionStore;
  /** Left out: there is no watch list to show. */
  readonly watching?: WatchReading;
  /** Left out: neither metrics nor readiness are answered. */
  readonly operations?: Operations;
  /** Left out: nobody is looked at for Prometheus. */
  readonly probeTarget?: ProbeTarget;
  /** See `AppWorld`. */
  readonly isStatusOnly?: boolean;
  /** Left out or null: alerts of others are not taken. */
  readonly alertHook?: AlertHook | null;
  /** See `AppWorld`. */
  readonly interactionDoor?: InteractionDoor | null;
  /** Left out: no calendar is read here. */
  readonly calendars?: CalendarFeeds;
};

/** The console page is a platform like the others; `url` and `port` are known once it has started. */
export type ConsolePlatform = Platform & { readonly directory: Directory; url(): string; port(): number };

export function createConsole(settings: ConsoleSettings, world: ConsoleWorld): ConsolePlatform {
  const directory = createPlainDirectory();
  const bell = createBell();
  /** Ends the open feeds first, the running answers last. */
  const closing = { feeds: new AbortController(), answers: new AbortController() };
  const downloads = createDownloads();
  const { host, token = null } = settings;
  const publicUrl = settings.url == null ? null : new URL(settings.url);
  const access = token === null ? null : createAccess(token, world);
  let port = settings.port;
  const app = consoleApp({
    ...world,
    services: { ...world.services, directory },
    zone: world.services.zone,
    bell,
    downloads,
    superseding: createSuperseding(),
    fileHref: downloads.offer,
    closing: { feeds: closing.feeds.signal, answers: closing.answers.signal },
    authorities: () => authoritiesOf(namedHost(host), port),
    publicUrl,
    anyAddress: !isLoopbackHost(host),
    access,
  });
  const listener = openListener(app.fetch);
  return {
    name: 'console',
    directory,
    send: sendToFeed(world.feed, bell, world.now),
    url: () => publicUrl?.href ?? `http://${authoritiesOf(namedHost(host), port)[0]}/`,
    port: () => port,
    async start() {
      if (access === null && !isLoopbackHost(host)) throw openDoor(host);
      port = await listener.listen(settings);
      return `on (${this.url()})`;
    },
    async stop() {
      closing.feeds.abort();
      access?.sessions.stop();
      await listener.close(() => closing.answers.abort());
    },
  };
}

/** All addresses have no name of their own. */
function namedHost(host: string): string {
  return ['0.0.0.0', '::', '[::]', ''].includes(host) ? '127.0.0.1' : host;
}
