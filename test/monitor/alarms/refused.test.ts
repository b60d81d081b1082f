import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Send } from '../../../src/core/watch/notification.ts';
import { act } from '../../../src/monitor/deeds/act.ts';
import { deliverDue } from '../../../src/monitor/delivery/deliver.ts';
import { bob, dayMs, noon, oncall } from '../../support/store-fixtures.ts';
import { type AlarmStage, alarmStage } from './alarm-stage.ts';

let stage: AlarmStage;
let got: string[];
beforeEach(async () => {
  stage = await alarmStage();
  got = [];
  const rule = { scope: { kind: 'all' as const }, setBy: 'x', setAt: noon };
  await stage.store.rules.set({ ...rule, owners: [bob], policy: { quiet: null } });
});
afterEach(() => stage[Symbol.asyncDispose]());

/** A channel that was archived before anything could be said there. */
const send: Send = async ({ to, key, conversation, head }) => {
  if (to.kind === 'place') return { kind: 'refused', reason: 'is archived' };
  const what = key.split(':').slice(2).join(':');
  got.push(`${to.who.name}: ${conversation?.act ?? 'alone'} ${what.split(':direct')[0]}`);
  if (conversation !== undefined && conversation.act !== 'open') expect(head).toBe(`${to.who.name}'s head`);
  return { kind: 'sent', reference: `${to.who.name}'s head` };
};

async function delivered(): Promise<readonly string[]> {
  got = [];
  await deliverDue({ ...stage, sendTo: new Map([['slack', send]]) });
  return got;
}

it('an alarm whose place is gone goes on with its owners to its end', async () => {
  const endpoint = await stage.watch('pay.example.com');
  stage.serves('pay.example.com', 5);
  await stage.look(endpoint);
  expect(await delivered()).toEqual(['Alice: open open', 'Alice: reply event:details']);
  const [incident] = await stage.incidents();
  await act(incident?.id ?? '', bob, { kind: 'snooze', until: new Date(noon.getTime() + dayMs) }, stage);
  expect(await delivered()).toEqual(['Alice: reply event:snoozed:2', 'Alice: edit edit:2']);
  stage.serves('pay.example.com', 85, 'cd');
  await stage.look(endpoint);
  expect(await delivered()).toEqual(['Alice: reply event:ended:3', 'Alice: edit edit:3']);
});

it('the fallback who is called in a place that is gone is written to', async () => {
  const endpoint = await stage.watch('pay.example.com', { owners: [oncall] });
  stage.serves('pay.example.com', 5);
  await stage.look(endpoint);
  expect(await delivered()).toEqual([]);
  stage.pass(dayMs / 8);
  await stage.tick();
  expect(await delivered()).toEqual(['Bob: announce critical:2:0']);
});
