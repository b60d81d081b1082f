import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Log } from '../../../core/log.ts';

/** What the listeners read of each payload; whatever else is in it may be anything. */
const person = z.object({ id: z.string(), name: z.string().optional(), username: z.string().optional() });
const place = z.object({ id: z.string() });
const button = z.object({
  type: z.literal('button'),
  action_id: z.string(),
  value: z.string().optional(),
  text: z.object({ text: z.string() }),
});
const boxState = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
  selected_users: z.array(z.string()).nullish(),
  selected_conversation: z.string().nullish(),
});
const chosenOnMessage = z.object({
  user: person,
  channel: place,
  trigger_id: z.string(),
  message_ts: z.string(),
  message: z.object({ text: z.string().nullish() }),
});

const shapes: ReadonlyMap<unknown, z.ZodType> = new Map<unknown, z.ZodType>([
  [
    'block_actions',
    z.object({
      user: person,
      channel: place.nullish(),
      trigger_id: z.string(),
      container: z.object({ type: z.string() }),
      message: z.object({ ts: z.string() }).nullish(),
      actions: z.array(z.union([button, z.object({ type: z.string().regex(/^(?!button$)/) })])),
    }),
  ],
  [
    'view_submission',
    z.object({
      user: person,
      view: z.object({
        id: z.string(),
        private_metadata: z.string(),
        blocks: z.array(z.object({ block_id: z.string().optional() })),
        state: z.object({ values: z.record(z.string(), z.record(z.string(), boxState)) }),
      }),
      response_urls: z.array(z.unknown()).nullish(),
    }),
  ],
  ['block_suggestion', z.object({ value: z.string() })],
  ['message_action', chosenOnMessage],
  ['shortcut', z.object({ trigger_id: z.string() })],
]);

const command = z.object({
  command: z.string(),
  text: z.string(),
  user_id: z.string(),
  user_name: z.string(),
  channel_id: z.string(),
  trigger_id: z.string(),
});

/**
 * A payload that is not what Slack documents is acknowledged, and nothing else is done about it: half of a command is none.
 * Before every listener, so that these may believe the types. Events are read field by field where they are heard.
 */
export function ignoreMalformed(app: App, log: Log): void {
  app.use(async ({ body, next, ...args }) => {
    const fields = body as unknown as Readonly<Record<string, unknown>>;
    const shape = fields.command === undefined ? shapes.get(fields.type) : command;
    const read = shape?.safeParse(body);
    if (read === undefined || read.success) return next();
    const where = read.error.issues.slice(0, 3).map(({ path }) => path.join('.').slice(0, 100));
    log.warn({ where }, 'Slack sent something in no shape that it has, and it was ignored');
    if ('ack' in args && typeof args.ack === 'function') await args.ack();
  });
}
