import type { Hono } from 'hono';
import type { InteractionDoor } from '../../core/doors/interaction-door.ts';
import { boundedBody } from '../bounded-body.ts';

const mostBytes = 1024 * 1024;

/** What people do on Discord: a door of its own, whose signatures are judged behind it, under any name of this machine. */
export function addInteractions(app: Hono, door: InteractionDoor): void {
  app.post('/discord/interactions', async (context) => {
    const { req } = context;
    const body = await boundedBody(context, mostBytes);
    if (body === null) return context.text('That is more than 1 MiB.\n', 413);
    const answer = await door.take({
      contentType: req.header('content-type'),
      signature: req.header('x-signature-ed25519'),
      timestamp: req.header('x-signature-timestamp'),
      body,
    });
    switch (answer.status) {
      case 200:
        return context.json(answer.json);
      case 202:
        return context.body(null, 202);
      default:
        return context.text(`${answer.said}\n`, answer.status);
    }
  });
}
