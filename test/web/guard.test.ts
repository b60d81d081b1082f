import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleStage, openConsole } from '../support/console/console-stage.ts';
import { checkCommand, each } from '../support/fake-commands.ts';
import { healthySample } from '../support/samples/sample-messages.ts';

let stage: ConsoleStage;
beforeAll(async () => {
  stage = await openConsole([checkCommand(() => each(healthySample))]);
});
afterAll(() => stage[Symbol.asyncDispose]());

type Answer = { readonly status: number; readonly body: string };
type Sent = { readonly method?: string; readonly body?: string };

/** fetch writes Host itself; this says what it is told to say. */
function ask(path: string, headers: Record<string, string>, { method = 'GET', body }: Sent = {}) {
  const { port } = new URL(stage.url);
  return new Promise<Answer>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode ?? 0, body: text });
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

const line = JSON.stringify({ line: '/check example.org' });
const json = { 'content-type': 'application/json' };

describe('the Host header', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST'])('lets %s in at its own port', async (name) => {
    const answer = await ask('/', { host: `${name}:${new URL(stage.url).port}` });
    expect(answer.status).toBe(200);
  });

  it.each(['evil.example', 'evil.example:80', '127.0.0.1:1', 'localhost', '127.0.0.1.evil.example'])(
    'refuses %j, as a rebound name would send',
    async (host) => {
      for (const path of ['/', '/console.js', '/api/feed']) {
        const answer = await ask(path, { host });
        expect(answer.status, path).toBeGreaterThanOrEqual(400);
        expect(answer.body).not.toContain('<form');
      }
    },
  );

  it('refuses a request without one, as HTTP/1.0 allows', async () => {
    const socket = connect(Number(new URL(stage.url).port), '127.0.0.1');
    socket.end('GET / HTTP/1.0\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    expect(answer).toMatch(/^HTTP\/1\.[01] 4/);
    expect(answer).not.toContain('<form');
  });

  it('says where the console is when it refuses', async () => {
    const answer = await ask('/', { host: 'evil.example' });
    expect(answer).toEqual({ status: 403, body: `This console answers at ${stage.url} only.\n` });
  });

  it('does not matter to the health check', async () => {
    expect(await ask('/healthz', { host: 'balancer.example' })).toEqual({ status: 200, body: 'ok' });
  });
});

describe('POST /api/run', () => {
  it('answers the page itself', async () => {
    const origin = stage.url.slice(0, -1);
    const answer = await stage.run(line, { origin, 'sec-fetch-site': 'same-origin' });
    expect(answer.status).toBe(200);
  });

  it('answers a program that is no browser', async () => {
    expect((await stage.run(line)).status).toBe(200);
  });

  it.each<Record<string, string>>([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
  ])('refuses a page elsewhere: %j', async (headers) => {
    const answer = await stage.run(line, headers);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toMatch(/Only the console page itself/);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'refuses what a form elsewhere could send: %j',
    async (type) => {
      const answer = await stage.run(line, { 'content-type': type });
      expect(answer.status).toBe(400);
    },
  );

  it('takes a line with 1 MiB of files and refuses one byte more, announced or not', async () => {
    const most = 16 * 1024 + Math.ceil((1024 * 1024 * 4) / 3);
    const padding = most - Buffer.byteLength(JSON.stringify({ line: '' }));
    const full = JSON.stringify({ line: 'x'.repeat(padding) });
    expect((await stage.run(full)).status).toBe(200);
    // What is left of a refused body ends its connection.
    expect((await stage.run(`${full} `, { connection: 'close' })).status).toBe(413);
    const host = new URL(stage.url).host;
    const chunked = { ...json, host, 'transfer-encoding': 'chunked' };
    expect((await ask('/api/run', chunked, { method: 'POST', body: `${full} ` })).status).toBe(413);
    expect((await ask('/api/run', chunked, { method: 'POST', body: full })).status).toBe(200);
  });

  it.each([
    '',
    '{',
    '[]',
    '{}',
    '{"line":7}',
    '{"line":"/help","more":1}',
    '{"command":"check","values":{"a":1}}',
  ])('refuses the body %j in plain words', async (body) => {
    const answer = await stage.run(body);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/neither \{ line \} nor/);
  });
});

describe('every answer', () => {
  it.each([
    '/',
    '/console.js',
    '/console.css',
    '/icon.svg',
    '/nowhere',
    '/healthz',
    '/..%2f..%2fpackage.json',
  ])('of %s forbids script that is not ours, frames and guessing of types', async (path) => {
    const { headers } = await fetch(new URL(path, stage.url));
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each(['/nowhere', '/..%2f..%2fpackage.json', '/public/console.js', '/__proto__', '/constructor'])(
    'is 404 for %s',
    async (path) => {
      expect((await fetch(new URL(path, stage.url))).status).toBe(404);
    },
  );
});

describe('methods and copies', () => {
  it('answers HEAD as GET without a body, and says what can be done where a method is wrong', async () => {
    for (const path of ['/', '/console.js', '/healthz']) {
      const answer = await ask(path, { host: new URL(stage.url).host }, { method: 'HEAD' });
      expect(answer, path).toEqual({ status: 200, body: '' });
    }
    for (const [method, path, allow] of [
      ['GET', '/api/run', 'POST'],
      ['DELETE', '/api/feed', 'GET, HEAD'],
      ['POST', '/', 'GET, HEAD'],
      ['PUT', '/console.js', 'GET, HEAD'],
    ] as const) {
      const answer = await fetch(new URL(path, stage.url), { method });
      expect([answer.status, answer.headers.get('allow')], `${method} ${path}`).toEqual([405, allow]);
    }
    expect((await fetch(new URL('/nowhere', stage.url), { method: 'POST' })).status).toBe(404);
  });

  it('sends a file again only where it changed', async () => {
    const first = await fetch(new URL('/console.css', stage.url));
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect((await first.text()).length).toBeGreaterThan(100);
    const again = (known: string) =>
      fetch(new URL('/console.css', stage.url), { headers: { 'if-none-match': known } });
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`])
      expect((await again(known)).status).toBe(304);
    expect((await again('"other"')).status).toBe(200);
  });
});

describe('a request that changes something', () => {
  it.each(['POST', 'PUT', 'DELETE'])('by %s with a cookie has to say where it comes from', async (method) => {
    const bare = { cookie: 'any=thing', ...json, host: new URL(stage.url).host };
    expect((await ask('/api/run', bare, { method })).status).toBe(403);
    expect((await ask('/', bare, { method })).status).toBe(403);
    const { origin } = new URL(stage.url);
    expect((await ask('/api/run', { ...bare, origin }, { method })).status).not.toBe(403);
  });
});
