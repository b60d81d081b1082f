import { mostUploadBytes } from '../../core/files/uploaded-file.ts';
import { sizeText } from '../../core/text/size-text.ts';
import { type AddRoutes, streamed, untilGone } from '../app-world.ts';
import { boundedBody } from '../bounded-body.ts';
import { onlyJson } from '../guard.ts';
import { consolePage } from '../page.ts';
import { readRunBody } from '../run-request.ts';
import { answerLines } from '../run-stream.ts';

/** A line and, in base64, the files beside it. */
const mostBodyBytes = 16 * 1024 + Math.ceil((mostUploadBytes * 4) / 3);

export const commandPageRoutes: AddRoutes = (app, world) => {
  app.get('/', (context) => context.html(consolePage(world.commands, world.access !== null)));
  app.post('/api/run', onlyJson(), async (context) => {
    const bytes = await boundedBody(context, mostBodyBytes);
    if (bytes === null) {
      return context.text(
        `That is too much: files have at most ${sizeText(mostUploadBytes)}, all together.\n`,
        413,
      );
    }
    const body = readRunBody(Buffer.from(bytes).toString('utf8'));
    if (body === null) {
      return context.text('The body is neither { line } nor { command, action, values }.\n', 400);
    }
    const lines = jsonLines(answerLines(body, world, untilGone(context, world.closing.answers)));
    return streamed(lines, 'application/x-ndjson; charset=utf-8');
  });
};

async function* jsonLines(source: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const line of source) yield `${JSON.stringify(line)}\n`;
}
