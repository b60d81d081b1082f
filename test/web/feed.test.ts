import { afterEach, expect, it } from 'vitest';
import type { Conversation, Notification } from '../../src/core/watch/notification.ts';
import { type ConsoleStage, memoryFeed, openConsole } from '../support/console/console-stage.ts';
import { tinyPng } from '../support/outgoing.ts';
import { pingSample } from '../support/samples/sample-messages.ts';

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

type FeedEvent = {
  /** What the browser would ask to go on after. */
  readonly seen: string | null;
  readonly id: number;
  readonly under: number | null;
  readonly summary: string;
  readonly html: string;
};

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
      const seen = /^id: (.*)$/m.exec(part)?.[1] ?? null;
      const data = /^data: (.*)$/m.exec(part)?.[1];
      if (data !== undefined) yield { seen, ...JSON.parse(data) };
    }
  }
}

it('shows what was sent before, then each alarm as it comes', async () => {
  stage = await openConsole([]);
  expect(await stage.platform.send(notification('first'), never)).toEqual({ kind: 'sent', reference: '1' });
  const feed = events(`${stage.url}api/feed?zone=Europe/Berlin`);
  const first = await feed.next();
  expect(first.value).toMatchObject({ id: 1, summary: 'first' });
  expect(first.value?.html).toContain('Wed 25 Nov, 13:00 CET');
  const second = feed.next();
  await stage.platform.send(notification('second'), never);
  expect((await second).value).toMatchObject({ id: 2, summary: 'second' });
  await feed.return(undefined);
});

it('goes on after the last one the page saw', async () => {
  stage = await openConsole([]);
  for (const summary of ['first', 'second', 'third']) await stage.platform.send(notification(summary), never);
  const resumed = events(`${stage.url}api/feed?after=1`, { 'last-event-id': '2' });
  expect((await resumed.next()).value).toMatchObject({ seen: '3', id: 3, summary: 'third' });
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

it('shows what happened under its head, and the head as it is now', async () => {
  stage = await openConsole([]);
  const { platform } = stage;
  const part = (act: Conversation['act'], summary: string, head: string | null = null) =>
    platform.send({ ...notification(summary), conversation: { id: 'i1', act }, head }, never);
  expect(await part('open', 'overdue')).toEqual({ kind: 'sent', reference: '1' });
  expect(await part('reply', 'the details', '1')).toEqual({ kind: 'sent', reference: '2' });
  const feed = events(`${stage.url}api/feed`);
  expect((await feed.next()).value).toMatchObject({ seen: null, id: 1, under: null, summary: 'overdue' });
  expect((await feed.next()).value).toMatchObject({ seen: '2', id: 2, under: 1, summary: 'the details' });
  const rewritten = feed.next();
  expect(await part('edit', 'all is well', '1')).toEqual({ kind: 'sent', reference: '1' });
  expect((await rewritten).value).toMatchObject({ seen: '3', id: 1, under: null, summary: 'all is well' });
  const announced = feed.next();
  await part('announce', 'critical', '1');
  expect((await announced).value).toMatchObject({ seen: '4', id: 3, under: 1 });
  await feed.return(undefined);
  // A page that comes later sees the head before what stands under it, though it was rewritten after that.
  const later = events(`${stage.url}api/feed`);
  const ids = [await later.next(), await later.next(), await later.next()].map(({ value }) => value?.id);
  expect(ids).toEqual([1, 2, 3]);
  await later.return(undefined);
});

it('rewrites no head that the feed has forgotten, and calls nobody by an edit', async () => {
  stage = await openConsole([]);
  const { platform } = stage;
  const who = { platform: 'console', kind: 'user', id: 'bob', name: 'bob' } as const;
  const edit = { ...notification('well'), conversation: { id: 'i1', act: 'edit' } as const };
  expect(await platform.send({ ...edit, head: '7' }, never)).toEqual({ kind: 'sent', reference: '7' });
  expect(await stage.feed.list(0, 9)).toEqual([]);
  await platform.send({ ...notification('overdue'), conversation: { id: 'i1', act: 'open' } }, never);
  const calling = { ...edit.message, title: [{ kind: 'mention', who } as const] };
  await platform.send({ ...edit, message: calling, head: '1' }, never);
  expect((await stage.feed.list(0, 9))[0]?.message.title).toEqual([{ kind: 'person', who }]);
});

it('shows a picture as a PNG and nothing else, with words for who cannot see it', async () => {
  stage = await openConsole([]);
  const pictures = [{ name: 'time"line', bytes: tinyPng, alternative: 'two certificates <due>' }];
  const { message, ...digest } = notification('digest');
  await stage.platform.send({ ...digest, message: { ...message, pictures } }, never);
  const feed = events(`${stage.url}api/feed`);
  const html = (await feed.next()).value?.html ?? '';
  await feed.return(undefined);
  expect(html).toContain('alt="two certificates &lt;due&gt;"');
  const source = /<img src="([^"]+)"/.exec(html)?.[1] ?? '';
  const shown = await fetch(new URL(source, stage.url));
  expect(shown.headers.get('content-type')).toBe('image/png');
  expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
  expect(shown.headers.get('content-security-policy')).toContain('sandbox');
  expect(new Uint8Array(await shown.arrayBuffer())).toEqual(new Uint8Array(tinyPng));
});

it('draws nothing that is no PNG', async () => {
  stage = await openConsole([]);
  const bytes = Buffer.from('<svg onload="alert(1)"/>');
  const { message, ...digest } = notification('digest');
  await stage.platform.send(
    { ...digest, message: { ...message, pictures: [{ name: 'a.png', bytes, alternative: 'x' }] } },
    never,
  );
  const feed = events(`${stage.url}api/feed`);
  expect((await feed.next()).value?.html).not.toContain('<img');
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
