import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hookEventTypes } from '../../src/core/hook/event.ts';
import { webhooksFrom } from '../../src/core/hook/setting.ts';
import { act } from '../../src/monitor/deeds/act.ts';
import { deliverDue } from '../../src/monitor/delivery/deliver.ts';
import { loadTrustStore } from '../../src/pki/trust/trust-store.ts';
import { webhookSend } from '../../src/services/webhook/send.ts';
import { openStore, withWebhooks } from '../../src/store/index.ts';
import { alarmStage } from '../monitor/alarms/alarm-stage.ts';
import { loopbackNetwork } from '../support/loopback.ts';
import { after, alice, bob, dayMs, noon, notificationOf } from '../support/store-fixtures.ts';
import {
  type Answering,
  answering,
  noContent,
  startReceiver,
  webhookSecret,
} from '../support/webhook/receiver.ts';
import { schemaErrors } from '../support/webhook/schema.ts';

const trust = loadTrustStore({ nodeVersion: process.versions.node });
const querySecret = 'sid-9f8e7d6c5b4a';

async function hooked(settings: Readonly<Record<string, string>> = {}, answer: Answering = noContent) {
  const receiver = await startReceiver(answer);
  const stage = await alarmStage();
  const hooks = webhooksFrom({
    WEBHOOK_URL: receiver.url,
    WEBHOOK_SECRET: webhookSecret,
    ...settings,
  });
  const store = withWebhooks(stage.store, hooks);
  const sendBy = (known: typeof hooks) =>
    webhookSend({ hooks: known, network: loopbackNetwork(), trust, now: () => new Date() });
  // The stage's own functions close over the bare store: give them the one with webhooks.
  Object.assign(stage.store, store);
  return {
    ...stage,
    receiver,
    deliver: (known = hooks) =>
      deliverDue({ ...stage, store, sendTo: new Map([['webhook', sendBy(known)]]), random: () => 0 }),
    async [Symbol.asyncDispose]() {
      await receiver[Symbol.asyncDispose]();
      await stage[Symbol.asyncDispose]();
    },
  };
}

test('the life of an alarm is told in order, as the schema says, with no query of a target', async () => {
  await using stage = await hooked();
  const endpoint = await stage.watch(`https://pay.example.com/health?session=${querySecret}`);
  stage.serves('pay.example.com', 3);
  await stage.look(endpoint);
  const [open] = await stage.incidents();
  const deed = { kind: 'acknowledge', until: after(2 * 3_600_000), reason: 'on my way' } as const;
  await act(open?.id ?? '', bob, deed, stage);
  stage.pass(3_600_000);
  stage.serves('pay.example.com', 80, 'cd');
  await stage.look(endpoint);
  await stage.tick();
  await stage.deliver();
  const { taken, forged } = stage.receiver;
  expect(forged).toEqual([]);
  expect(taken.flatMap(({ body }) => schemaErrors(body))).toEqual([]);
  expect(taken.map(({ type }) => type)).toEqual([
    'alarm.opened',
    'alarm.acknowledged',
    'certificate.renewed',
    'alarm.ended',
  ]);
  expect(new Set(taken.map(({ id }) => id)).size).toBe(taken.length);
  expect(JSON.stringify(taken.map(({ body }) => body))).not.toContain(querySecret);
  const opened = taken[0]?.data.alarm as Record<string, unknown>;
  expect(opened).toMatchObject({
    id: open?.id,
    state: 'critical',
    place: 'slack:C0OPS',
    endpoints: [{ url: 'https://pay.example.com:443/health', affected: true }],
  });
  expect(taken[1]?.data).toMatchObject({ by: { name: 'Bob' }, reason: 'on my way' });
  expect(taken[3]?.data).toMatchObject({ end: 'renewed', alarm: { id: open?.id } });
});

test('a renewal is told once, also where nobody was alarmed', async () => {
  await using stage = await hooked();
  const endpoint = await stage.watch('quiet.example.com');
  stage.serves('quiet.example.com', 40);
  await stage.look(endpoint);
  stage.pass(dayMs);
  stage.serves('quiet.example.com', 90, 'cd');
  await stage.look(endpoint);
  stage.pass(dayMs);
  stage.serves('quiet.example.com', 40);
  await stage.look(endpoint);
  stage.serves('quiet.example.com', 90, 'cd');
  await stage.look(endpoint);
  await stage.deliver();
  expect(stage.receiver.taken.flatMap(({ body }) => schemaErrors(body))).toEqual([]);
  const renewed = stage.receiver.taken.filter(({ type }) => type === 'certificate.renewed');
  expect(renewed).toHaveLength(1);
  expect(renewed[0]?.data).toMatchObject({
    endpoint: { name: 'quiet.example.com' },
    certificate: { fingerprint256: 'cd'.repeat(32) },
    replaced: { fingerprint256: 'ab'.repeat(32) },
  });
});

describe('what a webhook wants', () => {
  test.each([
    ['a place that it is about', 'slack:C0OPS', 1],
    ['another place', 'slack:C0ELSE', 0],
    ['a label of one of its endpoints', 'team=payments', 1],
    ['another value of that label', 'team=search', 0],
    ['one of several', 'console, team=payments', 1],
  ])('%s', async (_name, wanted, count) => {
    await using stage = await hooked({ WEBHOOK_FOR: wanted });
    const endpoint = await stage.watch('pay.example.com', { labels: { team: 'payments' } });
    stage.serves('pay.example.com', 3);
    await stage.look(endpoint);
    await stage.deliver();
    expect(stage.receiver.taken.filter(({ type }) => type === 'alarm.opened')).toHaveLength(count);
  });
});

test('a label chooses what is about an endpoint that nobody looked at yet', async () => {
  await using stage = await hooked({ WEBHOOK_FOR: 'team=payments' });
  const { id } = await stage.watch('pay.example.com', { labels: { team: 'payments' } });
  const event = { type: 'ping', at: noon, data: {}, about: { places: [], endpointIds: [id] } } as const;
  expect(await stage.store.outbox.tell('first', event, noon)).toBe(1);
});

test('who was told by a label that an alarm opened is told how it ends, though the endpoint is not watched any more', async () => {
  await using stage = await hooked({ WEBHOOK_FOR: 'team=payments' });
  const endpoint = await stage.watch('pay.example.com', { labels: { team: 'payments' } });
  stage.serves('pay.example.com', 3);
  await stage.look(endpoint);
  await stage.store.endpoints.remove(endpoint.id);
  stage.pass(60_000);
  await stage.tick();
  await stage.deliver();
  expect(stage.receiver.taken.map(({ type }) => type)).toEqual(['alarm.opened', 'alarm.ended']);
});

test('what waits for a webhook whose setting is gone is dropped, and whoever runs this hears of it once', async () => {
  await using stage = await hooked();
  for (const host of ['pay.example.com', 'api.example.com']) {
    const endpoint = await stage.watch(host);
    stage.serves(host, 3);
    await stage.look(endpoint);
  }
  await stage.deliver([]);
  expect(stage.receiver.taken).toEqual([]);
  expect(await stage.store.outbox.nextDue(['webhook'])).toBeNull();
  const told = await stage.store.outbox.claim(stage.now(), 99, 1, ['console']);
  const refused = told.filter(({ key }) => key.startsWith('webhook-refused:'));
  expect(refused.map(({ message }) => message.summary)).toEqual([
    'The webhook default did not get an event, which is not sent again. No webhook is called default: WEBHOOK_URL is not set. What waited for it is dropped.',
  ]);
});

test('a webhook can be the place of alarms, and is told of each thing once', async () => {
  await using stage = await hooked();
  const home = { platform: 'webhook', channel: 'default' } as const;
  const endpoint = await stage.watch('pay.example.com', { home, owners: [alice] });
  stage.serves('pay.example.com', 3);
  await stage.look(endpoint);
  await stage.deliver();
  const types = stage.receiver.taken.map(({ type }) => type);
  expect(types.filter((type) => type === 'alarm.opened')).toHaveLength(1);
  expect(stage.receiver.taken.flatMap(({ body }) => schemaErrors(body))).toEqual([]);
  // Nobody can be called in a webhook: the owner is written to.
  const [direct] = await stage.store.outbox.claim(stage.now(), 9, 1, ['slack']);
  expect(direct?.to).toEqual({ kind: 'person', who: alice });
});

test('whoever runs this hears once a day what a webhook refused', async () => {
  await using stage = await hooked({}, answering(410));
  const endpoint = await stage.watch('pay.example.com');
  stage.serves('pay.example.com', 3);
  await stage.look(endpoint);
  const [open] = await stage.incidents();
  await act(open?.id ?? '', bob, { kind: 'acknowledge', until: null, reason: null }, stage);
  await stage.deliver();
  expect(stage.receiver.taken).toHaveLength(2);
  const told = await stage.store.outbox.claim(stage.now(), 9, 1, ['console']);
  expect(told.map(({ message }) => message.summary)).toEqual([
    'The webhook default did not get an event, which is not sent again. It answered 410: it wants no more of them.',
  ]);
  expect(stage.log.lines.join('\n')).toContain('a notification was refused');
});

test('one that is down holds up nobody else, and gets everything in order once it is back', async () => {
  let down = true;
  await using other = await startReceiver();
  await using stage = await hooked({ WEBHOOK_OTHER_URL: other.url }, (response) =>
    response.writeHead(down ? 503 : 204).end(),
  );
  for (const name of ['a', 'b', 'c']) {
    const event = {
      type: 'ping',
      at: noon,
      data: { webhook: name },
      about: { places: [], endpointIds: [] },
    } as const;
    await stage.store.outbox.tell(name, event, stage.now());
  }
  await stage.deliver();
  expect(other.taken).toHaveLength(3);
  expect(stage.receiver.taken).toHaveLength(1);
  down = false;
  stage.pass(6 * dayMs);
  await stage.deliver();
  expect(stage.receiver.taken.map(({ data }) => data.webhook)).toEqual(['a', 'a', 'b', 'c']);
  expect(stage.receiver.taken[1]?.id).toBe(stage.receiver.taken[0]?.id);
});

test('killed between send and settle it sends again, under the same id', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-webhook-'));
  try {
    const database = join(folder, 'notafter.db');
    const store = await openStore(database);
    const to = { kind: 'place', place: { platform: 'webhook', channel: 'default' } } as const;
    const event = {
      type: 'ping',
      at: noon,
      data: { webhook: 'x' },
      about: { places: [], endpointIds: [] },
    } as const;
    await store.outbox.queue([notificationOf('once>webhook:default', { to, event })], noon);
    await store.close();
    let answered = 0;
    await using receiver = await startReceiver((response) => {
      // The first answer never comes: its process dies waiting for it.
      if (answered++ > 0) noContent(response);
    });
    const deliverer = (clock: Date) =>
      spawn(
        process.execPath,
        ['test/support/webhook/deliverer-process.ts', database, receiver.url, String(clock.getTime())],
        { stdio: ['ignore', 'inherit', 'inherit'] },
      );
    const first = deliverer(after(1000));
    await receiver.until(1);
    first.kill('SIGKILL');
    await once(first, 'exit');
    const [code] = await once(deliverer(after(120_000)), 'exit');
    expect(code).toBe(0);
    expect(receiver.taken.map(({ id, body }) => `${id} ${body}`)).toEqual(
      Array(2).fill(`${receiver.taken[0]?.id} ${receiver.taken[0]?.body}`),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the schema knows every type', () => {
  const unknown = hookEventTypes.filter((type) =>
    schemaErrors(JSON.stringify({ type, timestamp: noon.toISOString(), data: {} })).some((error) =>
      error.startsWith('/type'),
    ),
  );
  expect(unknown).toEqual([]);
  expect(
    schemaErrors(JSON.stringify({ type: 'alarm.exploded', timestamp: noon.toISOString(), data: {} })),
  ).not.toEqual([]);
});
