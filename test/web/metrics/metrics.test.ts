import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Operations, Pulse } from '../../../src/core/operations.ts';
import { type ConsoleStage, memoryFeed, openConsole, stageNow } from '../../support/console/console-stage.ts';
import { readScraped } from '../../support/reading/scraped.ts';

let stage: ConsoleStage;
afterEach(() => stage?.[Symbol.asyncDispose]());

const pulse: Pulse = {
  at: stageNow,
  endpoints: { healthy: 2, degraded: 0, broken: 1, unknown: 0, unseen: 4 },
  muted: 1,
  certificates: { ok: 2, due: 1, overdue: 0, critical: 0, expired: 0 },
  soonest: [
    {
      target: 'https://a.example/',
      address: null,
      verdict: 'healthy',
      notAfter: new Date(stageNow.getTime() + 90_000),
    },
    {
      target: 'https://b.example/',
      address: '192.0.2.1',
      verdict: 'unknown',
      notAfter: new Date(stageNow.getTime() - 1000),
    },
    { target: 'tcp://c.example:5', address: null, verdict: 'broken', notAfter: null },
  ],
  leftOut: 4,
  alarms: [{ problem: 'lapse', state: 'critical', count: 3 }],
  outbox: [
    { platform: 'slack', state: 'queued', count: 5, oldestAt: new Date(stageNow.getTime() - 60_000) },
    { platform: 'discord', state: 'refused', count: 2, oldestAt: stageNow },
  ],
  damagedRows: 2,
  digestSentAt: new Date('2026-11-25T09:00:00Z'),
  members: [{ role: 'worker', vantage: 'eu-1', count: 2 }],
  sweepLagMs: 1500,
};

function operationsWith(change: Partial<Operations> = {}): Operations {
  return {
    build: { version: '1.2.3', node: '24.0.0', vantage: 'fra1' },
    startedAt: new Date('2026-11-25T00:00:00Z'),
    pulse: async () => pulse,
    askStore: async () => undefined,
    platforms: () => [
      { name: 'Console', state: 'connected' },
      { name: 'Slack', state: 'disconnected' },
      { name: 'Discord', state: 'off' },
    ],
    worker: async () => ({ looks: { healthy: 7, degraded: 1, broken: 2, unknown: 0 }, longestStallMs: 12 }),
    ...change,
  };
}

async function open(change: Partial<Operations> = {}, token: string | null = null): Promise<void> {
  stage = await openConsole([], memoryFeed(), {}, { token }, undefined, operationsWith(change));
}

async function scrape() {
  const answer = await fetch(`${stage.url}metrics`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const families = readScraped(await answer.text());
  const value = (name: string, labels: Record<string, string> = {}) =>
    families.get(name)?.samples.find((sample) => JSON.stringify(sample.labels) === JSON.stringify(labels))
      ?.value;
  return { families, value };
}

/** With the Host header as told, which `fetch` would not send. */
function statusOf(path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: stage.platform.port(), path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once('error', reject);
    asked.end();
  });
}

describe('/metrics', () => {
  it('tells endpoints, certificates, alarms, outbox, digest, lag and build', async () => {
    await open();
    const { value, families } = await scrape();
    expect(value('notafter_build_info', { version: '1.2.3', node: '24.0.0', vantage: 'fra1' })).toBe(1);
    expect(value('notafter_endpoints', { state: 'unseen' })).toBe(4);
    expect(value('notafter_endpoints', { state: 'degraded' })).toBe(0);
    expect(value('notafter_certificates', { state: 'due' })).toBe(1);
    expect(value('notafter_alarms', { problem: 'lapse', state: 'critical' })).toBe(3);
    expect(value('notafter_outbox_waiting', { platform: 'slack' })).toBe(5);
    expect(value('notafter_outbox_oldest_waiting_seconds', { platform: 'slack' })).toBe(60);
    expect(value('notafter_outbox_failed', { platform: 'discord' })).toBe(2);
    // What is absent until it happens has no increase when it does.
    expect(value('notafter_outbox_failed', { platform: 'webhook' })).toBe(0);
    expect(value('notafter_outbox_oldest_waiting_seconds', { platform: 'discord' })).toBe(0);
    expect(value('notafter_digest_last_sent_timestamp_seconds')).toBe(
      Date.parse('2026-11-25T09:00:00Z') / 1000,
    );
    expect(value('notafter_store_unreadable_rows')).toBe(2);
    expect(value('notafter_sweep_lag_seconds')).toBe(1.5);
    expect(value('notafter_looks_total', { verdict: 'healthy' })).toBe(7);
    expect(families.get('notafter_looks_total')?.type).toBe('counter');
    expect(value('notafter_platform_up', { platform: 'slack' })).toBe(0);
    expect(value('notafter_platform_up', { platform: 'discord' })).toBeUndefined();
    expect(families.get('nodejs_eventloop_lag_seconds')?.samples).toHaveLength(1);
  });

  it('tells of an endpoint by itself, and nothing of what could not be looked at', async () => {
    await open();
    const { value, families } = await scrape();
    const a = { target: 'https://a.example/', address: '' };
    const b = { target: 'https://b.example/', address: '192.0.2.1' };
    expect(value('notafter_not_after_seconds', a)).toBe(90);
    expect(value('notafter_not_after_seconds', b)).toBe(-1);
    expect(value('notafter_not_after_timestamp_seconds', a)).toBe(stageNow.getTime() / 1000 + 90);
    expect(value('probe_success', a)).toBe(1);
    expect(value('probe_success', b)).toBeUndefined();
    expect(value('probe_success', { target: 'tcp://c.example:5', address: '' })).toBe(0);
    expect(families.get('notafter_not_after_seconds')?.samples).toHaveLength(2);
    expect(value('notafter_endpoints_without_series')).toBe(4);
  });

  it('escapes whatever a name holds, and cuts what is endless', async () => {
    const hostile = 'https://x"}\\ 1\n# TYPE evil counter\nevil 1';
    const endless = 'a'.repeat(5000);
    const line = { address: null, verdict: 'healthy', notAfter: stageNow } as const;
    await open({
      pulse: async () => ({
        ...pulse,
        soonest: [
          { ...line, target: hostile },
          { ...line, target: endless },
        ],
      }),
    });
    const { families } = await scrape();
    expect(families.has('evil')).toBe(false);
    const targets = families.get('probe_success')?.samples.map(({ labels }) => labels.target);
    expect(targets).toEqual([hostile, 'a'.repeat(300)]);
  });

  it('says that the store or the worker is away instead of failing', async () => {
    await open({ pulse: () => Promise.reject(new Error('disk is gone')), worker: async () => null });
    const { value, families } = await scrape();
    expect(value('notafter_store_up')).toBe(0);
    expect(value('notafter_worker_up')).toBe(0);
    expect(families.has('notafter_endpoints')).toBe(false);
  });

  it('is nobody else’s where a token is set', async () => {
    await open({}, 'correct-horse-battery');
    const authorization = 'Bearer correct-horse-battery';
    expect((await fetch(`${stage.url}metrics`)).status).toBe(401);
    expect((await fetch(`${stage.url}metrics`, { headers: { authorization } })).status).toBe(200);
    expect((await fetch(`${stage.url}healthz`)).status).toBe(200);
  });

  it('is answered under any name with the token, and under its own ones without', async () => {
    await open({}, 'correct-horse-battery');
    const headers = { host: 'notafter.monitoring.svc:8080' };
    const bearer = { ...headers, authorization: 'Bearer correct-horse-battery' };
    expect(await statusOf('/metrics', bearer)).toBe(200);
    expect(await statusOf('/metrics', { ...headers, authorization: 'Bearer wrong-horse' })).toBe(401);
    expect(await statusOf('/metrics', headers)).toBe(403);
    expect(await statusOf('/watch', bearer)).toBe(403);
    await stage[Symbol.asyncDispose]();
    await open();
    expect(await statusOf('/metrics', bearer)).toBe(403);
  });
});

describe('/readyz', () => {
  async function ready() {
    const answer = await fetch(`${stage.url}readyz`);
    return { status: answer.status, body: (await answer.json()) as unknown };
  }

  it('is ready when every part is, and one that is off is no part', async () => {
    const on = { name: 'Console', state: 'connected' } as const;
    await open({ platforms: () => [on, { name: 'Slack', state: 'off' }] });
    expect(await ready()).toEqual({
      status: 200,
      body: {
        ready: true,
        parts: {
          store: { ready: true, state: 'answers' },
          worker: { ready: true, state: 'alive' },
          console: { ready: true, state: 'connected' },
          slack: { ready: true, state: 'off' },
        },
      },
    });
  });

  it('says yes or no, and no more, to a kubelet, which can send no token', async () => {
    const slack = (state: 'connected' | 'disconnected') => ({ platforms: () => [{ name: 'Slack', state }] });
    await open(slack('disconnected'), 'correct-horse-battery');
    expect(await ready()).toEqual({ status: 503, body: { ready: false } });
    expect(await statusOf('/readyz', { host: '10.1.2.3:8080' })).toBe(503);
    for (const headers of [{ authorization: 'Bearer wrong-horse' }, { cookie: 'notafter=wrong' }])
      expect((await fetch(`${stage.url}readyz`, { headers })).status).toBe(401);
    const headers = { authorization: 'Bearer correct-horse-battery' };
    expect(await (await fetch(`${stage.url}readyz`, { headers })).json()).toHaveProperty('parts.slack');
    await stage[Symbol.asyncDispose]();
    await open(slack('connected'), 'correct-horse-battery');
    expect(await ready()).toEqual({ status: 200, body: { ready: true } });
  });

  it("tells who works on a shared store, which is nobody else's readiness", async () => {
    const members = async () => [['worker'], ['worker'], ['bot', 'scheduler']];
    const states = async (change: Partial<Operations>) => {
      await open({ platforms: () => [], ...change });
      const { status, body } = await ready();
      await stage[Symbol.asyncDispose]();
      return [status, (body as { parts: Record<string, unknown> }).parts.members];
    };
    expect(await states({ members })).toEqual([200, { ready: true, state: 'bot 1, worker 2, scheduler 1' }]);
    const broken = () => Promise.reject(new Error('postgres://u:planted@h'));
    expect(await states({ members: broken })).toEqual([200, { ready: true, state: 'unknown' }]);
    expect(await states({ members: null })).toEqual([200, undefined]);
    await open();
  });

  it.each([
    ['store', { askStore: () => Promise.reject(new Error('disk is gone')) }, 'fails'],
    ['worker', { worker: async () => null }, 'does not answer'],
    ['slack', {}, 'disconnected'],
  ] as const)('is not while the %s is away', async (part, change, state) => {
    await open(change);
    const { status, body } = await ready();
    expect(status).toBe(503);
    expect(body).toMatchObject({ ready: false, parts: { [part]: { ready: false, state } } });
  });
});
