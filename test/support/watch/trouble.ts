import { expect } from 'vitest';
import type { Message } from '../../../src/core/message.ts';
import type { Place } from '../../../src/core/people.ts';
import type { Conversation, Notification, Send } from '../../../src/core/watch/notification.ts';
import { deliverDue } from '../../../src/monitor/delivery/deliver.ts';
import { messageSaying } from '../store-fixtures.ts';
import type { WatchStage } from '../watch-stage.ts';

const minuteMs = 60_000;

/** How a platform behaves from one of twelve times five minutes to the next. */
export type Weather = (step: number) => void;

export type Ordeal = {
  readonly stage: WatchStage;
  readonly send: Send;
  readonly place: Place;
  readonly worsen: Weather;
  readonly clear: () => void;
};

function part(place: Place, act: Conversation['act'], words: string): Notification {
  const message: Message = messageSaying(words);
  return {
    key: `alarm:${place.channel}:${words}`,
    to: { kind: 'place', place },
    message,
    fallback: [],
    endpointId: null,
    conversation: { id: `incident-${place.channel}`, act },
  };
}

/**
 * Says a head, then for an hour of trouble a reply and an edit every five minutes, and delivers until nothing is left.
 * Gives the words in the order in which they have to be read.
 */
export async function anHourOfTrouble(ordeal: Ordeal): Promise<readonly string[]> {
  const { stage, send, place, worsen, clear } = ordeal;
  const { outbox } = stage.store;
  const delivery = { ...stage, sendTo: new Map([[place.platform, send]]), random: () => 1 };
  await outbox.queue([part(place, 'open', 'overdue')], stage.now());
  const replies: string[] = [];
  for (let step = 0; step < 12; step += 1) {
    worsen(step);
    await deliverDue(delivery);
    replies.push(`event ${step}`);
    await outbox.queue(
      [part(place, 'reply', `event ${step}`), part(place, 'edit', `state ${step}`)],
      stage.now(),
    );
    await deliverDue(delivery);
    stage.pass(5 * minuteMs);
  }
  clear();
  for (let look = 0; look < 50; look += 1) {
    await deliverDue(delivery);
    const due = await outbox.nextDue();
    if (due === null) return replies;
    stage.pass(Math.max(0, due.getTime() - stage.now().getTime()));
  }
  return expect.unreachable('something was never delivered');
}
