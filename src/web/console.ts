import { createPlainDirectory } from '../chat/plain-directory.ts';
import type { Platform, PlatformWorld } from '../core/platform.ts';
import type { Directory } from '../core/services.ts';
import type { FeedStore } from '../core/store/delivery.ts';
import { consoleApp } from './app.ts';
import { sendToFeed } from './console-send.ts';
import { createDownloads } from './downloads.ts';
import { createBell } from './feed-stream.ts';
import { authoritiesOf } from './guard.ts';
import { openListener } from './listener.ts';

export type ConsoleSettings = { readonly host: string; readonly port: number };
export type ConsoleWorld = PlatformWorld & { readonly feed: FeedStore };

/** The console page is a platform like the others; `url` is known once it has started. */
export type ConsolePlatform = Platform & { readonly directory: Directory; url(): string };

export function createConsole(settings: ConsoleSettings, world: ConsoleWorld): ConsolePlatform {
  const directory = createPlainDirectory();
  const bell = createBell();
  /** Ends the open feeds first, the running answers last. */
  const closing = { feeds: new AbortController(), answers: new AbortController() };
  const downloads = createDownloads();
  let port = settings.port;
  const app = consoleApp({
    ...world,
    services: { ...world.services, directory },
    zone: world.services.zone,
    bell,
    downloads,
    fileHref: downloads.offer,
    closing: { feeds: closing.feeds.signal, answers: closing.answers.signal },
    authorities: () => authoritiesOf(settings.host, port),
  });
  const listener = openListener(app.fetch);
  return {
    name: 'console',
    directory,
    send: sendToFeed(world.feed, bell, world.now),
    url: () => `http://${authoritiesOf(settings.host, port)[0]}/`,
    async start() {
      port = await listener.listen(settings);
      return `on (${this.url()})`;
    },
    async stop() {
      closing.feeds.abort();
      await listener.close(() => closing.answers.abort());
    },
  };
}
