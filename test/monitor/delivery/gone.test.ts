import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { calledBy } from '../../../src/core/message/calls.ts';
import type { Message } from '../../../src/core/message.ts';
import type { Mention } from '../../../src/core/people.ts';
import type { Presence } from '../../../src/core/platform.ts';
import type { Notification, Outgoing, Send } from '../../../src/core/watch/notification.ts';
import { deliverDue } from '../../../src/monitor/delivery/deliver.ts';
import { gonePeople } from '../../../src/monitor/delivery/gone-people.ts';
import { withoutGone } from '../../../src/monitor/delivery/without-gone.ts';
import {
  after,
  alice,
  bob,
  messageSaying,
  noon,
  notificationOf,
  oncall,
} from '../../support/store-fixtures.ts';
import { plainText, type WatchStage, watchStage } from '../../support/watch-stage.ts';

function calling(...people: readonly Mention[]): Message {
  const title = people.map((who) => ({ kind: 'mention', who }) as const);
  return { ...messageSaying('x'), title: [...title, { kind: 'text', text: ' it expires' }] };
}

describe('a message to somebody who is gone', () => {
  test('names them, calls others in their place, and says so', () => {
    expect(plainText(withoutGone(calling(alice), [alice], [bob]), noon)).toBe(
      '[neutral] @Bob! Alice it expires\n' +
        'Alice is not there any more. Bob is called in their place. Choose another owner.',
    );
  });

  test.each<[string, Message, readonly Mention[], readonly Mention[], readonly Mention[]]>([
    ['is left as it is where nobody is gone', calling(alice), [bob], [oncall], [alice]],
    ['calls nobody where nobody is left', calling(alice), [alice], [], []],
    ['calls nobody twice', calling(alice, bob), [alice], [bob], [bob]],
    ['does not call who is gone as well', calling(alice), [alice, bob], [bob, oncall], [oncall]],
  ])('%s', (_name, message, gone, instead, called) => {
    expect(calledBy(withoutGone(message, gone, instead))).toEqual(called);
  });
});

describe('before anybody is called', () => {
  let stage: WatchStage;
  let sent: Outgoing[];
  const presences = new Map<string, Presence>();
  beforeEach(async () => {
    stage = await watchStage();
    sent = [];
    presences.clear();
  });
  afterEach(() => stage[Symbol.asyncDispose]());

  const send: Send = async (notification) => {
    sent.push(notification);
    return { kind: 'sent', reference: '1' };
  };

  async function deliver(...notifications: readonly Notification[]): Promise<readonly Outgoing[]> {
    await stage.store.outbox.queue(notifications, noon);
    sent = [];
    const presence = async ({ id }: Mention) => presences.get(id) ?? 'unknown';
    await deliverDue({ ...stage, presence, sendTo: new Map([['slack', send]]) });
    return sent;
  }

  test('the fallback people stand in for who left, and it is remembered until they are back', async () => {
    presences.set(alice.id, 'gone');
    const alarm = { message: calling(alice), fallback: [alice, bob] };
    const [first] = await deliver(notificationOf('a', alarm));
    expect(calledBy(first?.message ?? messageSaying(''))).toEqual([bob]);
    expect(await gonePeople(stage.store.marks)).toEqual([{ who: alice, since: noon }]);
    stage.pass(1000);
    await deliver(notificationOf('b', alarm));
    expect(await gonePeople(stage.store.marks)).toEqual([{ who: alice, since: noon }]);
    presences.set(alice.id, 'here');
    const [again] = await deliver(notificationOf('c', alarm));
    expect(calledBy(again?.message ?? messageSaying(''))).toEqual([alice]);
    expect(await gonePeople(stage.store.marks)).toEqual([]);
    expect(stage.now()).toEqual(after(1000));
  });

  test('who is back is forgotten with the next call of anybody', async () => {
    presences.set(alice.id, 'gone');
    await deliver(notificationOf('a', { message: calling(alice), fallback: [bob] }));
    presences.set(alice.id, 'here');
    await deliver(notificationOf('b', { message: calling(bob) }));
    expect(await gonePeople(stage.store.marks)).toEqual([]);
  });

  test('whoever cannot be asked about is called', async () => {
    const [only] = await deliver(notificationOf('a', { message: calling(alice), fallback: [bob] }));
    expect(calledBy(only?.message ?? messageSaying(''))).toEqual([alice]);
  });

  test('a direct message to who left goes to the others instead', async () => {
    presences.set(alice.id, 'gone');
    const to = { kind: 'person', who: alice } as const;
    const got = await deliver(
      notificationOf('a', { to, message: calling(alice), fallback: [alice, bob, oncall] }),
    );
    expect(got.map((one) => (one.to.kind === 'person' ? one.to.who.name : ''))).toEqual(['Bob']);
    expect(plainText(got[0]?.message ?? messageSaying(''), noon)).toBe(
      '[neutral] Alice it expires\nWhy you read this here: it was meant for Alice, who is not there any more. ' +
        'Choose another owner: /watch edit <target> owner:@name',
    );
  });

  test('somebody of another platform gets a direct message there', async () => {
    presences.set(alice.id, 'gone');
    const carol: Mention = { platform: 'discord', kind: 'user', id: '7', name: 'Carol' };
    await deliver(notificationOf('a', { message: calling(alice), fallback: [carol] }));
    const [direct] = await stage.store.outbox.claim(noon, 9, 1000, ['discord']);
    expect(direct).toMatchObject({ key: 'a:direct:discord:7', to: { kind: 'person', who: carol } });
  });
});
