import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from '../core/command.ts';
import type { FeedItem, FeedStore } from '../core/store/delivery.ts';
import { html, htmlText } from './html.ts';
import { messageHtml, type Reader, timeHtml } from './message-html.ts';

/** Tells the open pages of this process that the feed grew. */
export type Bell = { ring(): void; listen(): Listening };

export type Listening = {
  /** Resolves when it rings, from the moment of listening on. */
  readonly rung: Promise<void>;
  leave(): void;
};

export function createBell(): Bell {
  // Each look listens anew: a promise that all looks of a quiet day wait for would keep every one of them.
  const listening = new Set<() => void>();
  return {
    ring() {
      for (const wake of listening) wake();
      listening.clear();
    },
    listen() {
      const { promise, resolve } = Promise.withResolvers<void>();
      listening.add(resolve);
      return { rung: promise, leave: () => void listening.delete(resolve) };
    },
  };
}

/** So many that the alarms of a bad day keep what stands under them. */
const mostItems = 250;
/** Another process may write to the same store and cannot ring our bell. */
const lookEveryMs = 2000;
/** A comment now and then finds out that the reader has gone. */
const looksPerHeartbeat = 10;

export type FeedReader = {
  readonly feed: FeedStore;
  readonly bell: Bell;
  readonly zone: string;
  readonly now: () => Date;
  readonly fileHref: Reader['fileHref'];
  readonly commands: readonly Command[];
};

/**
 * Server-sent events (WHATWG HTML §9.2): the latest changes after `afterRevision`, then each as it comes, until aborted.
 * Heads come before what stands under them; a page that was cut off within a batch gets the whole of it again.
 */
export async function* feedEvents(
  { feed, bell, zone, now, fileHref, commands }: FeedReader,
  afterRevision: number,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let last = afterRevision;
  yield 'retry: 2000\n\n';
  for (let look = 1; !signal.aborted; look += 1) {
    const { rung, leave } = bell.listen();
    try {
      const changed = await feed.list(last, mostItems);
      last = changed.at(-1)?.revision ?? last;
      const inOrder = changed.toSorted((one, other) => one.id - other.id);
      for (const [at, item] of inOrder.entries()) {
        const seen = at === inOrder.length - 1 ? `id: ${last}\n` : '';
        yield seen + (await eventText(item, { zone, now: now(), fileHref, commands }));
      }
      if (look % looksPerHeartbeat === 0) yield ': still here\n\n';
      await rungOrLater(rung, signal);
    } finally {
      leave();
    }
  }
}

async function rungOrLater(rung: Promise<void>, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const later = wait(lookEveryMs, undefined, { signal: either }).catch(() => undefined);
  await Promise.race([rung, later]);
  over.abort();
}

async function eventText({ id, at, message, under }: FeedItem, reader: Reader): Promise<string> {
  const markup = html`<p class="when">${timeHtml(at, 'absolute', reader)}</p>${messageHtml(message, reader)}`;
  const { tone, summary } = message;
  const data = { id, under, html: await htmlText(markup), tone, summary };
  return `event: item\ndata: ${JSON.stringify(data)}\n\n`;
}
