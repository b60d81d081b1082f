import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/core/store/store.ts';
import { answerAlert } from '../../src/monitor/answer-alert.ts';
import { probes } from '../../src/probes/index.ts';
import { openStore } from '../../src/store/index.ts';
import { type ConsoleStage, memoryFeed, openConsole, stageNow } from '../support/console/console-stage.ts';
import { openEngine } from '../support/diagnosing.ts';
import { sendRaw } from '../support/hostile/raw-request.ts';
import { freePort } from '../support/processes/free-port.ts';

const secret = 'a-secret-of-the-hook';
const place = { platform: 'slack', channel: 'C0HOOKS' } as const;

let stage: ConsoleStage;
let store: Store;
let target: string;
let poked: number;
beforeEach(async () => {
  store = await openStore(':memory:');
  target = `tcp://127.0.0.1:${await freePort()}`;
  poked = 0;
  const world = {
    store,
    diagnose: openEngine(),
    ladder: probes,
    place,
    now: () => stageNow,
    onQueued: () => void poked++,
  };
  const hook = {
    secret,
    answer: (alert: Parameters<typeof answerAlert>[0], signal: AbortSignal) =>
      answerAlert(alert, world, signal),
  };
  const token = 'correct-horse-battery';
  stage = await openConsole([], memoryFeed(), {}, { token }, undefined, undefined, undefined, hook);
});
afterEach(async () => {
  await stage[Symbol.asyncDispose]();
  await store.close();
});

function alertOf(change: object = {}) {
  return {
    status: 'firing',
    labels: { alertname: 'Down', severity: 'page', instance: target },
    annotations: { summary: 'It does not answer <!channel> @everyone' },
    startsAt: '2026-11-25T11:00:00.123Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus/',
    fingerprint: 'c0ffee',
    ...change,
  };
}

const payload = (...alerts: object[]) =>
  JSON.stringify({ version: '4', groupKey: '{}:{}', status: 'firing', receiver: 'notafter', alerts });

function post(body: string, headers: Record<string, string>, path = 'alertmanager') {
  return fetch(`${stage.url}hooks/${path}`, { method: 'POST', body, headers });
}
const bearer = { authorization: `Bearer ${secret}` };
const send = async (...alerts: object[]) => (await post(payload(...alerts), bearer)).json();

const nothing = { queued: 0, known: 0, unasked: 0, unreadable: [], leftOut: 0 };

describe('an alert of Alertmanager', () => {
  it('is answered where alerts go, once however often it comes, and closed under the answer', async () => {
    expect(await send(alertOf())).toEqual({ ...nothing, queued: 1 });
    expect(await send(alertOf())).toEqual({ ...nothing, known: 1 });
    expect(await send(alertOf({ status: 'resolved' }))).toEqual({ ...nothing, queued: 1 });
    expect(await send(alertOf({ status: 'resolved' }))).toEqual({ ...nothing, known: 1 });
    expect(poked).toBe(2);
    const [opened] = await store.outbox.claim(stageNow, 9, 60_000);
    expect(opened?.to).toEqual({ kind: 'place', place });
    expect(opened?.message.tone).toBe('bad');
    expect(JSON.stringify(opened?.message.blocks[0])).toContain('It does not answer');
    await store.outbox.settle(opened?.key ?? '', { kind: 'sent', reference: '1.1' }, stageNow, stageNow);
    const [reply] = await store.outbox.claim(stageNow, 9, 60_000);
    expect(reply?.message.summary).toBe('Down is resolved, says Alertmanager.');
    expect([reply?.conversation?.act, reply?.head]).toEqual(['reply', '1.1']);
  });

  it('that fires anew, or is another, is answered anew', async () => {
    await send(alertOf());
    const again = alertOf({ startsAt: '2026-11-25T11:30:00Z' });
    const other = alertOf({ fingerprint: 'beef' });
    expect(await send(alertOf(), again, other)).toEqual({ ...nothing, known: 1, queued: 2 });
  });

  it('that was never answered is not closed', async () => {
    expect(await send(alertOf({ status: 'resolved' }))).toEqual({ ...nothing, unasked: 1 });
    expect(await store.outbox.tally()).toEqual([]);
  });

  it('that names nothing to check is told with the reason, and the others are answered', async () => {
    const mute = alertOf({ labels: { alertname: 'Mute' }, fingerprint: 'a' });
    const odd = alertOf({ labels: { instance: 'no host at all' }, fingerprint: 'b' });
    const body = (await send(mute, odd, alertOf())) as { queued: number; unreadable: string[] };
    expect(body.queued).toBe(1);
    expect(body.unreadable).toHaveLength(2);
    expect((await store.outbox.tally())[0]?.count).toBe(3);
  });

  it('looks at the instance that stands behind a job', async () => {
    await send(alertOf({ labels: { instance: 'node/169.254.169.254:9100' } }));
    const [opened] = await store.outbox.claim(stageNow, 9, 60_000);
    expect(opened?.message.summary).toMatch(/^169\.254\.169\.254:9100/);
  });

  it('takes the annotation before labels, and keeps to the address policy', async () => {
    await send(alertOf({ annotations: { notafter_target: 'http://169.254.169.254/' } }));
    const [opened] = await store.outbox.claim(stageNow, 9, 60_000);
    expect(opened?.message.summary).toMatch(/169\.254\.169\.254/);
    expect(opened?.message.tone).toBe('unknown');
  });

  it('of which there are too many are counted', async () => {
    const many = Array.from({ length: 23 }, (_, n) => alertOf({ status: 'resolved', fingerprint: `f${n}` }));
    expect(await send(...many)).toEqual({ ...nothing, unasked: 20, leftOut: 3 });
  });
});

describe('the door', () => {
  const body = payload(alertOf({ status: 'resolved' }));
  const mac = (text: string, key = secret) => createHmac('sha256', key).update(text).digest('hex');
  const stamp = (ms: number) => String(Math.floor((stageNow.getTime() + ms) / 1000));

  it.each<[string, Record<string, string>, number]>([
    ['nothing', {}, 401],
    ['the token of the console', { authorization: 'Bearer correct-horse-battery' }, 401],
    ['the secret', bearer, 200],
    ['a signature', { 'x-grafana-alerting-signature': mac(body) }, 200],
    ['a signature by another', { 'x-grafana-alerting-signature': mac(body, 'x') }, 401],
    ['a signature of another body', { 'x-grafana-alerting-signature': mac(`${body} `) }, 401],
    ['half a signature', { 'x-grafana-alerting-signature': mac(body).slice(0, 32) }, 401],
    [
      'a signature with its time',
      {
        'x-grafana-alerting-signature': mac(`${stamp(0)}:${body}`),
        'x-grafana-alerting-timestamp': stamp(0),
      },
      200,
    ],
    [
      'an old signature',
      {
        'x-grafana-alerting-signature': mac(`${stamp(-400_000)}:${body}`),
        'x-grafana-alerting-timestamp': stamp(-400_000),
      },
      401,
    ],
    [
      'a time that was not signed',
      { 'x-grafana-alerting-signature': mac(body), 'x-grafana-alerting-timestamp': stamp(0) },
      401,
    ],
  ])('with %s', async (_what, headers, status) => {
    expect((await post(body, headers, 'grafana')).status).toBe(status);
  });

  it.each(['', '{', '[]', '{"alerts":[{}]}', '{"alerts":[{"status":"odd"}]}'])('refuses %j', async (odd) => {
    expect((await post(odd, bearer)).status).toBe(400);
  });

  it('refuses what is too large', async () => {
    expect((await post('x'.repeat(1_100_000), bearer)).status).toBe(413);
  });

  it('lets nobody try for ever', async () => {
    for (let n = 0; n < 10; n++) await post(body, {});
    expect((await post(body, bearer)).status).toBe(429);
  });
});

it.each(['9'.repeat(400), '[', 'a b', '%00', null])(
  'is answered 400 or read where the Host header is %j',
  async (host) => {
    const { port } = new URL(stage.url);
    const content = payload(alertOf());
    const head = [
      `POST /hooks/alertmanager HTTP/1.${host === null ? 0 : 1}`,
      ...(host === null ? [] : [`host: ${host}`]),
      ...[`authorization: Bearer ${secret}`, 'connection: close', `content-length: ${content.length}`],
    ];
    const answer = await sendRaw(Buffer.from(`${head.join('\r\n')}\r\n\r\n${content}`), {
      port: Number(port),
    });
    expect([200, 400], answer.text).toContain(answer.status);
    expect(stage.errors).toEqual([]);
  },
);
