import { code, type Message, text } from '../../core/message.ts';
import type { Store } from '../../core/store/store.ts';
import type { Notification } from '../../core/watch/notification.ts';
import { operatorsPlace } from '../operators-place.ts';

/** Programs do not miss what they were not told: who runs this hears of it, at most once a day for each webhook. */
export async function tellOfRefusedWebhook(
  { to }: Notification,
  reason: string,
  { store, now }: { readonly store: Store; readonly now: Date },
): Promise<void> {
  if (to.kind !== 'place' || to.place.platform !== 'webhook') return;
  const place = await operatorsPlace(store, await store.rules.list());
  const name = to.place.channel;
  const key = `webhook-refused:${name}:${now.toISOString().slice(0, 10)}`;
  const readers =
    place.platform === 'webhook' ? ({ platform: 'console', channel: 'console' } as const) : place;
  await store.outbox.queue(
    [
      {
        key,
        to: { kind: 'place', place: readers },
        message: refusedMessage(name, reason),
        fallback: [],
        endpointId: null,
      },
    ],
    now,
  );
}

function refusedMessage(name: string, reason: string): Message {
  const sentence = `The webhook ${name} did not get an event, which is not sent again.`;
  return {
    tone: 'warning',
    title: [text(sentence)],
    blocks: [
      { kind: 'paragraph', inlines: [text(reason)] },
      {
        kind: 'paragraph',
        inlines: [
          text('Whatever else it does not get today is in the log only. Once that is mended, try it with '),
          code(`/webhook test ${name}`),
          text('.'),
        ],
      },
    ],
    buttons: [{ label: 'Try it', command: 'webhook', subcommand: 'test', values: { name } }],
    summary: `${sentence} ${reason}`,
  };
}
