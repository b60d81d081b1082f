import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { reasonOf } from '../core/errors.ts';
import { mostUploadBytes } from '../core/files/uploaded-file.ts';
import type { FeedStore } from '../core/store/delivery.ts';
import { sizeText } from '../core/text/size-text.ts';
import { knownZone } from '../core/text/time-text.ts';
import { readAsset } from './assets.ts';
import { type Downloads, downloadResponse } from './downloads.ts';
import { type Bell, feedEvents } from './feed-stream.ts';
import { type Door, onlyJson, onlyOwnHost, onlyOwnPages, withSecurityHeaders } from './guard.ts';
import { consolePage } from './page.ts';
import { readRunBody } from './run-request.ts';
import { answerLines, type RunWorld } from './run-stream.ts';

export type AppWorld = RunWorld &
  Door & {
    readonly feed: FeedStore;
    readonly bell: Bell;
    readonly downloads: Downloads;
    readonly closing: { readonly feeds: AbortSignal; readonly answers: AbortSignal };
  };

/** A line and, in base64, the files beside it. */
const mostBodyBytes = 16 * 1024 + Math.ceil((mostUploadBytes * 4) / 3);

export function consoleApp(world: AppWorld): Hono {
  const app = new Hono();
  app.use(withSecurityHeaders());
  // Answered under any name: whoever watches this process may know it by another one.
  app.get('/healthz', (context) => context.text('ok'));
  app.use(onlyOwnHost(world));
  app.use('/api/*', onlyOwnPages());
  app.get('/', (context) => context.html(consolePage(world.commands)));
  app.post('/api/run', onlyJson(), limitBody(), async (context) => {
    const body = readRunBody(await context.req.text());
    if (body === null) {
      return context.text('The body is neither { line } nor { command, action, values }.\n', 400);
    }
    const signal = AbortSignal.any([context.req.raw.signal, world.closing.answers]);
    const lines = jsonLines(answerLines(body, world, signal));
    return streamed(lines, 'application/x-ndjson; charset=utf-8');
  });
  app.get('/api/feed', (context) => {
    const after = Number(context.req.header('last-event-id') ?? context.req.query('after') ?? 0);
    const zone = knownZone(context.req.query('zone') ?? '') ?? world.zone;
    const signal = AbortSignal.any([context.req.raw.signal, world.closing.feeds]);
    const events = feedEvents({ ...world, zone }, Number.isSafeInteger(after) ? after : 0, signal);
    return streamed(events, 'text/event-stream; charset=utf-8');
  });
  app.get('/files/:id/:name', (context) => {
    const file = world.downloads.find(context.req.param('id'));
    if (file !== null) return downloadResponse(file);
    return context.text('This file is not kept any longer. Ask again to have it again.\n', 404);
  });
  app.get('/:file', async (context, next) => {
    const asset = await readAsset(context.req.param('file'));
    if (asset === null) return next();
    return context.body(asset.body, 200, { 'content-type': asset.type, 'cache-control': 'no-cache' });
  });
  app.notFound((context) => context.text('There is nothing here. The console is at /.\n', 404));
  app.onError((thrown, context) => {
    world.log.error({ err: thrown, path: context.req.path }, 'console request failed');
    return context.text(`Something broke inside Notafter: ${reasonOf(thrown).slice(0, 200)}\n`, 500);
  });
  return app;
}

function limitBody() {
  return bodyLimit({
    maxSize: mostBodyBytes,
    onError: (context) =>
      context.text(`That is too much: files have at most ${sizeText(mostUploadBytes)}, all together.\n`, 413),
  });
}

async function* jsonLines(source: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const line of source) yield `${JSON.stringify(line)}\n`;
}

/** Cancelling the body, as a reader who leaves does, ends the source. */
function streamed(source: AsyncIterable<string>, type: string): Response {
  const body = ReadableStream.from(source).pipeThrough(new TextEncoderStream());
  return new Response(body, { headers: { 'content-type': type, 'x-accel-buffering': 'no' } });
}
