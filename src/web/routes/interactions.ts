import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { InteractionDoor } from '../../core/interaction-door.ts';

const mostBytes = 1024 * 1024;

/** What people do on Discord: a door of its own, whose signatures are judged behind it, under any name of this machine. */
export function addInteractions(app: Hono, door: InteractionDoor): void {
  const limit = bodyLimit({
    maxSize: mostBytes,
    onError: (context) => context.text('That is more than 1 MiB.\n', 413),
  });
  app.post('/discord/interactions', limit, async (context) => {
    const { req } = context;
    const answer = await door.take({
      contentType: req.header('content-type'),
      signature: req.header('x-signature-ed25519'),
      timestamp: req.header('x-signature-timestamp'),
      body: new Uint8Array(await req.arrayBuffer()),
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
