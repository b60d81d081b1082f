import { afterEach, expect, it } from 'vitest';
import type { Notification } from '../../src/core/watch/notification.ts';
import { type ConsoleStage, memoryFeed, openConsole } from '../support/console-stage.ts';
import { pingSample } from '../support/sample-messages.ts';

let stage: ConsoleStage | null = null;
afterEach(async () => {
  await stage?.[Symbol.asyncDispose]();
  stage = null;
});

const never = new AbortController().signal;
const toConsole: Notification['to'] = { kind: 'place', place: { platform: 'console', channel: 'console' } };

function notification(summary: string, to: Notification['to'] = toConsole): Notification {
  return { key: summary, to, message: { ...pingSample, summary }, fallback: [], endpointId: null };
}

type FeedEvent = { readonly id: string; readonly summary: string; readonly html: string };

/** Events of one connection, as a browser would hand them on. */
async function* events(url: string, headers: Record<string, string> = {}): AsyncGenerator<FeedEvent> {
  const response = await fetch(url, { headers });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const id = /^id: (.*)$/m.exec(part)?.[1];
      const data = /^data: (.*)$/m.exec(part)?.[1];
      if (id !== undefined && data !== undefined) yield { id, ...JSON.parse(data) };
    }
  }
}

it('shows what was sent before, then each alarm as it comes', async () => {
  stage = await openConsole([]);
  expect(await stage.platform.send(notification('first'), never)).toEqual({ kind: 'sent', reference: '1' });
  const feed = events(`${stage.url}api/feed?zone=Europe/Berlin`);
  const first = await feed.next();
  expect(first.value).toMatchObject({ id: '1', summary: 'first' });
  expect(first.value?.html).toContain('Wed 25 Nov, 13:00 CET');
  const second = feed.next();
  await stage.platform.send(notification('second'), never);
  expect((await second).value).toMatchObject({ id: '2', summary: 'second' });
  await feed.return(undefined);
});

it('goes on after the last one the page saw', async () => {
  stage = await openConsole([]);
  for (const summary of ['first', 'second', 'third']) await stage.platform.send(notification(summary), never);
  const resumed = events(`${stage.url}api/feed?after=1`, { 'last-event-id': '2' });
  expect((await resumed.next()).value).toMatchObject({ id: '3', summary: 'third' });
  await resumed.return(undefined);
});

it('finds what another process wrote to the same store', async () => {
  stage = await openConsole([]);
  const feed = events(`${stage.url}api/feed`);
  const coming = feed.next();
  await stage.feed.append({ ...pingSample, summary: 'from elsewhere' }, new Date());
  expect((await coming).value).toMatchObject({ summary: 'from elsewhere' });
  await feed.return(undefined);
});

it('says whom a direct message is for', async () => {
  stage = await openConsole([]);
  const who = { platform: 'console', kind: 'user', id: 'bob', name: 'bob' } as const;
  await stage.platform.send(notification('direct', { kind: 'person', who }), never);
  const feed = events(`${stage.url}api/feed`);
  expect((await feed.next()).value?.html).toMatch(/For <span class="mention">@<bdi>bob<\/bdi><\/span>/);
  await feed.return(undefined);
});

it('asks to be tried again when the store fails', async () => {
  const broken = { ...memoryFeed(), append: () => Promise.reject(new Error('disk full')) };
  stage = await openConsole([], broken);
  expect(await stage.platform.send(notification('lost'), never)).toEqual({
    kind: 'retry',
    afterMs: null,
    reason: 'disk full',
  });
});
