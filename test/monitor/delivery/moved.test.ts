import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Conversation, Notification, Outgoing, Send } from '../../../src/core/watch/notification.ts';
import { deliverDue } from '../../../src/monitor/delivery/deliver.ts';
import { alice, bob, messageSaying, noon, notificationOf, oncall } from '../../support/store-fixtures.ts';
import { plainText, type WatchStage, watchStage } from '../../support/watch-stage.ts';

let stage: WatchStage;
let sent: Outgoing[];
/** Whether the channel takes anything. */
let isOpen: boolean;
beforeEach(async () => {
  stage = await watchStage();
  sent = [];
  isOpen = true;
});
afterEach(() => stage[Symbol.asyncDispose]());

const send: Send = async (notification) => {
  if (notification.to.kind === 'place' && !isOpen) return { kind: 'refused', reason: 'is archived' };
  sent.push(notification);
  return { kind: 'sent', reference: `ref ${notification.key}` };
};

function part(act: Conversation['act'], words: string = act): Notification {
  return notificationOf(`alarm:1:${words}`, {
    message: { ...messageSaying(words), title: [{ kind: 'mention', who: alice }] },
    fallback: [alice, oncall, bob],
    conversation: { id: 'incident-1', act },
  });
}

async function deliver(...notifications: readonly Notification[]): Promise<readonly Outgoing[]> {
  await stage.store.outbox.queue(notifications, noon);
  sent = [];
  await deliverDue({ ...stage, sendTo: new Map([['slack', send]]) });
  return sent;
}

function seen(outgoing: readonly Outgoing[]) {
  return outgoing.map(({ to, conversation, head }) => [
    to.kind === 'person' ? to.who.name : 'channel',
    conversation?.act,
    head,
  ]);
}

describe('a conversation', () => {
  test('whose head a place refuses is held with each who can be written to', async () => {
    isOpen = false;
    const heads = await deliver(part('open'));
    expect(seen(heads)).toEqual([
      ['Alice', 'open', null],
      ['Bob', 'open', null],
    ]);
    expect(plainText(heads[0]?.message ?? messageSaying(''), noon)).toBe(
      '[neutral] Alice\nWhy you read this here: it could not be posted to slack:C0OPS: is archived. ' +
        'Invite the bot there, or choose another place: /watch edit <target> channel:#name',
    );
    const replies = await deliver(part('reply'), part('edit'));
    expect(seen(replies)).toEqual([
      ['Alice', 'reply', 'ref alarm:1:open:direct:slack:U01ALICE'],
      ['Bob', 'reply', 'ref alarm:1:open:direct:slack:U02BOB'],
      ['Alice', 'edit', 'ref alarm:1:open:direct:slack:U01ALICE'],
      ['Bob', 'edit', 'ref alarm:1:open:direct:slack:U02BOB'],
    ]);
    // Said once, with the head.
    for (const { message } of replies) expect(plainText(message, noon)).toBe('[neutral] Alice');
  });

  test('whose place is lost later goes on with those people, who are told why', async () => {
    await deliver(part('open'));
    isOpen = false;
    const replies = await deliver(part('announce'));
    expect(seen(replies)).toEqual([
      ['Alice', 'announce', null],
      ['Bob', 'announce', null],
    ]);
    expect(plainText(replies[0]?.message ?? messageSaying(''), noon)).toContain('Why you read this here');
  });

  test('that never had a head has none rewritten, and its replies stand alone', async () => {
    expect(seen(await deliver(part('edit'), part('reply')))).toEqual([['channel', 'reply', null]]);
    expect(await stage.store.outbox.nextDue()).toBeNull();
    expect(stage.log.lines).toEqual([]);
  });
});

test('a place that hangs holds up no other, which gets one after the other meanwhile', async () => {
  const elsewhere = { kind: 'place', place: { platform: 'slack', channel: 'C2' } } as const;
  const words = ['x', 'y', 'z'];
  await stage.store.outbox.queue(
    [notificationOf('stuck'), ...words.map((key) => notificationOf(key, { to: elsewhere }))],
    noon,
  );
  const freed = Promise.withResolvers<void>();
  const got: string[] = [];
  const hanging: Send = async ({ key }) => {
    if (key === 'stuck') await freed.promise;
    got.push(key);
    if (key === 'z') freed.resolve();
    return { kind: 'sent', reference: key };
  };
  await deliverDue({ ...stage, sendTo: new Map([['slack', hanging]]) });
  expect(got).toEqual([...words, 'stuck']);
});
