import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { loadTrustStore } from '../../src/pki/trust/trust-store.ts';
import { openHeartbeat } from '../../src/services/heartbeat.ts';
import { answersStatus, neverAnswers, redirectsTo } from '../support/farm/http-answers.ts';
import { type HttpAnswer, startHttpServer } from '../support/farm/http-server.ts';
import { loopbackNetwork, noSignal } from '../support/loopback.ts';

const trust = loadTrustStore({ nodeVersion: process.versions.node });
const secret = 'f00d-beef-5ec2e7';

async function beat(
  url: string,
  method: 'GET' | 'POST' = 'GET',
  signal = noSignal(),
  network = loopbackNetwork(),
) {
  const heartbeat = openHeartbeat({ heartbeat: { url, method } }, network, trust);
  if (heartbeat === null) throw new Error('there is no heartbeat');
  return heartbeat(signal);
}

async function beatAt(answer: HttpAnswer, method: 'GET' | 'POST' = 'GET') {
  await using server = await startHttpServer(answer);
  const reason = await beat(`http://127.0.0.1:${server.port}/ping/${secret}?token=${secret}`, method);
  return { reason, requests: server.requests().map((request) => `${request.method} ${request.path}`) };
}

test.each(['GET', 'POST'] as const)('%s reaches its URL once', async (method) => {
  const { reason, requests } = await beatAt(answersStatus(200), method);
  expect(reason).toBeNull();
  expect(requests).toEqual([`${method} /ping/${secret}?token=${secret}`]);
});

test.each([200, 201, 202, 204])('%i is heard', async (status) => {
  expect((await beatAt(answersStatus(status))).reason).toBeNull();
});

test.each([400, 404, 410, 429, 500, 503])('%i is not heard', async (status) => {
  expect((await beatAt(answersStatus(status))).reason).toBe(`It answered ${status}.`);
});

test('an answer of any length is heard', async () => {
  expect((await beatAt(answersStatus(200, {}, Buffer.alloc(1_000_000)))).reason).toBeNull();
});

describe('the reason never holds the secret', () => {
  test.each([
    ['an answer that redirects for ever', redirectsTo(`/ping/${secret}`)],
    ['a redirect to elsewhere', redirectsTo(`http://169.254.169.254/${secret}`)],
  ])('of %s', async (_name, answer) => {
    const { reason } = await beatAt(answer);
    expect(reason).toBeTypeOf('string');
    expect(reason).not.toContain(secret);
  });

  test.each([
    `http://127.0.0.1:1/${secret}`,
    `http://no-such-host.invalid/${secret}`,
    `http://169.254.169.254/${secret}`,
  ])('of %s', async (url) => {
    const reason = await beat(url);
    expect(reason).toBeTypeOf('string');
    expect(reason).not.toContain(secret);
  });
});

test('ends with its signal, and does not throw', async () => {
  await using server = await startHttpServer(neverAnswers);
  const stop = new AbortController();
  const beating = beat(`http://127.0.0.1:${server.port}/`, 'GET', stop.signal);
  stop.abort();
  expect(await beating).toBeTypeOf('string');
});

describe('the setting', () => {
  test('is off by default, and asks by GET', () => {
    expect(loadConfig({}).heartbeat).toBeNull();
    expect(loadConfig({ HEARTBEAT_URL: 'https://hc.example/x' }).heartbeat).toEqual({
      url: 'https://hc.example/x',
      method: 'GET',
    });
    expect(
      loadConfig({ HEARTBEAT_URL: 'http://hc.example/x', HEARTBEAT_METHOD: 'post' }).heartbeat?.method,
    ).toBe('POST');
  });

  test.each(['ftp://x.example/', 'hc.example/x', `https://me:${secret}@hc.example/x`])(
    'refuses %s',
    (url) => {
      expect(() => loadConfig({ HEARTBEAT_URL: url })).toThrow(
        'HEARTBEAT_URL must be an http or https URL without a user name or password',
      );
      expect(() => loadConfig({ HEARTBEAT_URL: url })).not.toThrow(secret);
    },
  );
});
