import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { type WebhookSetting, webhooksFrom } from '../../../src/core/hook/setting.ts';
import type { Outgoing } from '../../../src/core/watch/notification.ts';
import { loadTrustStore } from '../../../src/pki/trust/trust-store.ts';
import { webhookSend } from '../../../src/services/webhook/send.ts';
import { webhookServices } from '../../../src/services/webhook/webhooks.ts';
import { type HttpAnswer, startHttpServer } from '../../support/farm/http-server.ts';
import { loopbackNetwork, noSignal } from '../../support/loopback.ts';
import { noon, notificationOf } from '../../support/store-fixtures.ts';
import { type Answering, answering, startReceiver, webhookSecret } from '../../support/webhook/receiver.ts';

const trust = loadTrustStore({ nodeVersion: process.versions.node });
const now = () => new Date();
const pathSecret = 'T024BE7LD-f00dbeef';

function hookAt(url: string, secret = webhookSecret): WebhookSetting {
  const [hook] = webhooksFrom({ WEBHOOK_URL: url, WEBHOOK_SECRET: secret });
  if (hook === undefined) throw new Error('no webhook');
  return hook;
}

const event = {
  type: 'alarm.opened',
  at: noon,
  data: { alarm: { id: 'k3n9w2x7q1' } },
  about: { places: [], endpointIds: [] },
} as const;

function outgoing(change: Partial<Outgoing> = {}): Outgoing {
  const to = { kind: 'place', place: { platform: 'webhook', channel: 'default' } } as const;
  return { ...notificationOf('alarm:k3n9w2x7q1:open>webhook:default', { to, event }), ...change };
}

function sendTo(hook: WebhookSetting, network = loopbackNetwork(), signal = noSignal()) {
  return webhookSend({ hooks: [hook], network, trust, now })(outgoing(), signal);
}

async function sentTo(answer: Answering) {
  await using receiver = await startReceiver(answer);
  const outcome = await sendTo(hookAt(`${receiver.url}/${pathSecret}?key=${pathSecret}`));
  return { outcome, taken: receiver.taken, forged: receiver.forged };
}

async function badlyAnswered(answer: HttpAnswer, signal = noSignal()) {
  await using server = await startHttpServer(answer);
  const outcome = await sendTo(
    hookAt(`http://127.0.0.1:${server.port}/${pathSecret}`),
    loopbackNetwork(),
    signal,
  );
  return { outcome, asked: server.requests().length };
}

test('the library of Standard Webhooks accepts what is sent', async () => {
  const { outcome, taken, forged } = await sentTo(answering(200));
  expect(forged).toEqual([]);
  expect(taken).toHaveLength(1);
  const [one] = taken;
  expect(outcome).toEqual({ kind: 'sent', reference: one?.id });
  expect(one?.headers).toMatchObject({ 'content-type': 'application/json' });
  expect(JSON.parse(one?.body ?? '')).toEqual({
    type: 'alarm.opened',
    timestamp: noon.toISOString(),
    data: { alarm: { id: 'k3n9w2x7q1' } },
  });
});

test('another secret does not accept it, a changed body neither', async () => {
  await using receiver = await startReceiver(
    answering(200),
    `whsec_${Buffer.alloc(32, 9).toString('base64')}`,
  );
  await sendTo(hookAt(receiver.url));
  expect(receiver.taken).toEqual([]);
  expect(receiver.forged).toHaveLength(1);
});

test('while a secret is changed, receivers with either accept it', async () => {
  const old = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
  for (const secret of [old, webhookSecret]) {
    await using receiver = await startReceiver(answering(200), secret);
    await sendTo(hookAt(receiver.url, `${webhookSecret} ${old}`));
    expect(receiver.forged).toEqual([]);
    expect(receiver.taken).toHaveLength(1);
  }
});

test('each attempt has the same id and body, and so has every receiver', async () => {
  await using receiver = await startReceiver();
  const hook = hookAt(receiver.url);
  await sendTo(hook);
  await sendTo(hook);
  const other = webhookSend({ hooks: [{ ...hook, name: 'b' }], network: loopbackNetwork(), trust, now });
  await other(
    outgoing({
      key: 'alarm:k3n9w2x7q1:open>webhook:b',
      to: { kind: 'place', place: { platform: 'webhook', channel: 'b' } },
    }),
    noSignal(),
  );
  expect(new Set(receiver.taken.map(({ id, body }) => `${id} ${body}`)).size).toBe(1);
  expect(receiver.taken).toHaveLength(3);
});

describe('what a receiver answers', () => {
  test.each([200, 201, 202, 204, 299])('%i is a yes', async (status) => {
    expect((await sentTo(answering(status))).outcome.kind).toBe('sent');
  });

  test.each([500, 502, 503, 504, 408, 425, 429])('%i is tried again', async (status) => {
    expect((await sentTo(answering(status))).outcome).toMatchObject({ kind: 'retry', afterMs: null });
  });

  test.each([400, 401, 403, 404, 409, 410, 413, 422])('%i is its last word', async (status) => {
    expect((await sentTo(answering(status))).outcome).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining(String(status)),
    });
  });

  test.each([
    ['seconds', '120'],
    ['a date', new Date(Date.now() + 120_000).toUTCString()],
  ])('Retry-After in %s is kept', async (_form, value) => {
    const { outcome } = await sentTo(answering(429, { 'retry-after': value }));
    expect(outcome).toMatchObject({ kind: 'retry' });
    const afterMs = outcome.kind === 'retry' ? (outcome.afterMs ?? 0) : 0;
    expect(Math.abs(afterMs - 120_000)).toBeLessThan(30_000);
  });

  test.each([301, 302, 303, 307, 308])('a %i to the metadata service is not followed', async (status) => {
    const location = `http://169.254.169.254/${pathSecret}`;
    const { outcome, taken } = await sentTo(answering(status, { location }));
    expect(taken).toHaveLength(1);
    expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringContaining('not followed') });
    expect(JSON.stringify(outcome)).not.toContain(pathSecret);
  });

  test('a body of any length or that breaks off is a yes with its 200', async () => {
    const long = await sentTo((response) => response.writeHead(200).end(Buffer.alloc(1_000_000)));
    expect(long.outcome.kind).toBe('sent');
    const broken = await badlyAnswered(({ socket }) => {
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf');
    });
    expect(broken.outcome.kind).toBe('sent');
  });

  test('a connection that is reset is tried again', async () => {
    const { outcome, asked } = await badlyAnswered(({ reset }) => reset());
    expect(asked).toBe(1);
    expect(outcome).toMatchObject({ kind: 'retry' });
    expect(JSON.stringify(outcome)).not.toContain(pathSecret);
  });

  test('silence ends with the signal and is tried again', async () => {
    const stop = new AbortController();
    const { outcome } = await badlyAnswered(() => stop.abort(), stop.signal);
    expect(outcome).toMatchObject({ kind: 'retry' });
  });
});

describe('where it may go', () => {
  test.each(['http://169.254.169.254/latest/', 'http://10.0.0.7/hook', 'http://[::ffff:169.254.169.254]/'])(
    '%s takes ALLOWED_NETWORKS',
    async (url) => {
      const outcome = await sendTo(hookAt(`${url}${pathSecret}`));
      expect(outcome).toMatchObject({ kind: 'refused' });
      expect(JSON.stringify(outcome)).not.toContain(pathSecret);
    },
  );

  test('a host that has no address just now is tried again', async () => {
    const outcome = await sendTo(hookAt(`http://no-such-host.invalid/${pathSecret}`));
    expect(outcome).toMatchObject({ kind: 'retry' });
  });

  test('a webhook that is not set any more is refused, naming the variable', async () => {
    const send = webhookSend({ hooks: [], network: loopbackNetwork(), trust, now });
    expect(await send(outgoing(), noSignal())).toEqual({
      kind: 'refused',
      reason: 'No webhook is called default: WEBHOOK_URL is not set. What waited for it is dropped.',
    });
  });
});

describe('a webhook that is a place', () => {
  test('is told what people would be told, and nothing for a head that is rewritten', async () => {
    await using receiver = await startReceiver();
    const send = webhookSend({ hooks: [hookAt(receiver.url)], network: loopbackNetwork(), trust, now });
    const { event: _event, ...plain } = outgoing();
    const said = { ...plain, queuedAt: noon };
    await send({ ...said, conversation: { id: 'k', act: 'edit' }, head: 'msg_1' }, noSignal());
    await send(said, noSignal());
    expect(receiver.taken.map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'message.posted', data: { place: 'webhook:default', summary: said.message.summary } },
    ]);
  });
});

describe('a ping', () => {
  test('is signed as everything is', async () => {
    await using receiver = await startReceiver();
    const services = webhookServices({
      hooks: [hookAt(receiver.url)],
      network: loopbackNetwork(),
      trust,
      now,
    });
    expect(await services.ping('default', noSignal())).toMatchObject({ kind: 'sent' });
    expect(await services.ping('other', noSignal())).toBeNull();
    expect(receiver.taken.map(({ type }) => type)).toEqual(['ping']);
    expect(services.known).toEqual([
      { name: 'default', receiver: new URL(receiver.url).origin, wants: null },
    ]);
  });
});

test('the signature is that of the published example', () => {
  // https://github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const theirs = new Webhook(secret).sign(
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    new Date(1614265330000),
    '{"test": 2432232314}',
  );
  expect(theirs).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});
