import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type ConsoleStage, memoryFeed, openConsole } from '../support/console/console-stage.ts';
import { checkCommand, each } from '../support/fake-commands.ts';
import { healthySample } from '../support/samples/sample-messages.ts';

const token = 'correct-horse-battery';
const line = JSON.stringify({ line: '/check example.org' });

let stage: ConsoleStage;
afterEach(() => stage?.[Symbol.asyncDispose]());

async function open(settings: { host?: string; url?: string } = {}): Promise<ConsoleStage> {
  const commands = [checkCommand(() => each(healthySample))];
  stage = await openConsole(commands, memoryFeed(), {}, { token, ...settings });
  return stage;
}

type Heard = { status: number; headers: Record<string, string | string[] | undefined>; body: string };

/** Says Host and everything else exactly as told. */
function ask(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Heard> {
  const port = portOf(stage);
  return new Promise((resolve, reject) => {
    const all = { host: `127.0.0.1:${port}`, ...headers };
    const asked = request({ host: '127.0.0.1', port, path, method, headers: all }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

function portOf({ platform }: ConsoleStage): number {
  return platform.port();
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };

function logIn(given = token, headers: Record<string, string> = {}, next = '/'): Promise<Heard> {
  return ask('POST', '/login', { ...form, ...headers }, String(new URLSearchParams({ token: given, next })));
}

function cookieOf({ headers }: Heard): string {
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

describe('without the token', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/console.js'],
    ['GET', '/api/feed'],
    ['GET', '/api/session'],
    ['GET', '/files/x/y'],
    ['GET', '/nowhere'],
    ['GET', '/..%2flogin.css'],
    ['GET', '//login'],
    ['GET', '/login/'],
    ['HEAD', '/'],
    ['POST', '/api/run'],
    ['POST', '/logout'],
  ])('%s %s is not answered', async (method, path) => {
    await open();
    const heard = await ask(method, path, { 'content-type': 'application/json' });
    expect(heard.status).toBe(401);
    expect(heard.headers['www-authenticate']).toBe('Bearer realm="Notafter"');
    expect(heard.body).not.toContain(token);
  });

  it('a page leads to the login form and back to where it was', async () => {
    await open();
    const page = await ask('GET', '/watched?tag=a', { accept: 'text/html,*/*' });
    expect([page.status, page.headers.location]).toEqual([303, '/login?next=%2Fwatched%3Ftag%3Da']);
    const login = await ask('GET', '/login?next=%2Fwatched%3Ftag%3Da');
    expect(login.status).toBe(200);
    expect(login.body).toContain('name="next" value="/watched?tag=a"');
    expect(login.headers['content-security-policy']).toContain("form-action 'self'");
    const inside = await logIn(token, {}, '/watched?tag=a');
    expect([inside.status, inside.headers.location]).toEqual([303, '/watched?tag=a']);
  });

  it('the health check is answered', async () => {
    await open();
    expect((await ask('GET', '/healthz', { host: 'balancer.example' })).status).toBe(200);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/login',
    '/logout',
  ])('the login leads nowhere else: %j', async (next) => {
    await open();
    expect((await logIn(token, {}, next)).headers.location).toBe('/');
  });
});

describe('a login', () => {
  it('is a cookie that holds no token, out of reach of scripts and of other sites', async () => {
    await open();
    const heard = await logIn();
    const cookie = heard.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/^notafter=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await ask('GET', '/', { cookie: cookieOf(heard) })).body).toContain('href="/logout"');
    expect((await logIn(token, { 'transfer-encoding': 'chunked' })).status).toBe(303);
  });

  it('ends with the logout, for good, and with it what it had open', async () => {
    await open();
    const cookie = cookieOf(await logIn());
    const origin = `http://127.0.0.1:${portOf(stage)}`;
    const feed = await fetch(`${origin}/api/feed`, { headers: { cookie } });
    const over = feed.text();
    const out = await ask('POST', '/logout', { cookie, origin });
    expect([out.status, out.headers.location]).toEqual([303, '/login']);
    expect(out.headers['set-cookie']?.[0]).toMatch(/^notafter=; Max-Age=0;/);
    await over;
    expect((await ask('GET', '/', { cookie })).status).toBe(401);
  });

  it('changes its id each time, and the one before is over', async () => {
    await open();
    const first = cookieOf(await logIn());
    const origin = `http://127.0.0.1:${portOf(stage)}`;
    const second = cookieOf(await logIn(token, { cookie: first, origin }));
    expect(second).not.toBe(first);
    expect((await ask('GET', '/', { cookie: first })).status).toBe(401);
    expect((await ask('GET', '/', { cookie: second })).status).toBe(200);
  });

  it.each(['wrong', '', `${token}x`, token.slice(0, -1), token.toUpperCase()])(
    'is refused with %j',
    async (given) => {
      await open();
      const heard = await logIn(given);
      expect(heard.status).toBe(401);
      expect(heard.headers['set-cookie']).toBeUndefined();
      expect(heard.body).toContain('That is not the token of this console.');
      if (given !== '') expect(heard.body).not.toContain(`"${given}"`);
    },
  );

  it('cannot be forged by a cookie of any kind', async () => {
    await open();
    for (const cookie of [
      `notafter=${token}`,
      'notafter=',
      'notafter=undefined',
      `__Host-notafter=${token}`,
    ]) {
      expect((await ask('GET', '/', { cookie })).status, cookie).toBe(401);
    }
  });

  it('takes the token from no address: the one in a query is not read', async () => {
    await open();
    expect((await ask('GET', `/?token=${token}`)).status).toBe(401);
    expect((await ask('GET', `/login?token=${token}`)).body).not.toContain(token);
  });

  it('is asked for ten times by one address, then not looked at for a while', async () => {
    await open();
    for (let count = 0; count < 5; count += 1) expect((await logIn('wrong')).status).toBe(401);
    for (let count = 0; count < 5; count += 1) {
      expect((await ask('GET', '/', { authorization: 'Bearer wrong' })).status).toBe(401);
    }
    const heard = await logIn();
    expect([heard.status, heard.headers['retry-after']]).toEqual([429, '600']);
    expect(heard.body).toContain('Too many wrong tokens came in. Try again in 10 min.');
    expect((await ask('GET', '/', { authorization: `Bearer ${token}` })).status).toBe(429);
  });
});

describe('a cookie', () => {
  it.each<[string, Record<string, string>]>([
    ['says nothing of where it comes from', {}],
    ['comes from nowhere', { origin: 'null' }],
    ['comes from elsewhere', { origin: 'https://evil.example' }],
    ['comes from another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['comes from another name of this machine', { origin: 'http://localhost' }],
    ['is sent by another site', { 'sec-fetch-site': 'cross-site' }],
    ['is sent by a sibling', { 'sec-fetch-site': 'same-site' }],
  ])('is worth nothing in a request that changes something and %s', async (_how, headers) => {
    await open();
    const cookie = cookieOf(await logIn());
    for (const [path, type] of [
      ['/api/run', 'application/json'],
      ['/logout', form['content-type']],
    ] as const) {
      const heard = await ask('POST', path, { cookie, 'content-type': type, ...headers }, line);
      expect(heard.status, path).toBe(403);
    }
    expect((await ask('GET', '/', { cookie })).status).toBe(200);
  });

  it('lets its own page run a command, as JSON only', async () => {
    await open();
    const cookie = cookieOf(await logIn());
    const origin = `http://127.0.0.1:${portOf(stage)}`;
    const run = (type: string) => ask('POST', '/api/run', { cookie, origin, 'content-type': type }, line);
    expect((await run('application/json')).status).toBe(200);
    expect((await run('text/plain')).status).toBe(400);
    expect((await ask('GET', '/api/run', { cookie, origin })).status).toBe(405);
  });
});

describe('a script', () => {
  it('sends the token as a header and needs nothing else', async () => {
    await open();
    for (const authorization of [`Bearer ${token}`, `bearer  ${token}`]) {
      const heard = await ask(
        'POST',
        '/api/run',
        { authorization, 'content-type': 'application/json' },
        line,
      );
      expect(heard.status).toBe(200);
    }
    for (const authorization of [token, `Basic ${btoa(`x:${token}`)}`, 'Bearer', `Bearer ${token} x`]) {
      expect((await ask('POST', '/api/run', { authorization }, line)).status, authorization).toBe(401);
    }
  });

  it('on a page elsewhere cannot use it either', async () => {
    await open();
    const headers = { authorization: `Bearer ${token}`, origin: 'https://evil.example' };
    expect((await ask('GET', '/api/session', headers)).status).toBe(403);
  });
});

describe('beyond loopback', () => {
  it('does not start without a token, and says what to do', async () => {
    const commands = [checkCommand(() => each(healthySample))];
    for (const host of ['0.0.0.0', '::', '192.0.2.1', 'console.example']) {
      await expect(openConsole(commands, memoryFeed(), {}, { host })).rejects.toThrow(/Set CONSOLE_TOKEN/);
    }
    await open();
  });

  it('answers at addresses and at the name it was told, and at no other', async () => {
    await open({ host: '0.0.0.0', url: 'http://console.example:8443' });
    const authorization = `Bearer ${token}`;
    const at = async (host: string) => (await ask('GET', '/', { host, authorization })).status;
    for (const host of [
      '192.0.2.1:8080',
      '[2001:db8::1]:1',
      'console.example:8443',
      `localhost:${portOf(stage)}`,
    ]) {
      expect(await at(host), host).toBe(200);
    }
    for (const host of [
      'console.example',
      'evil.example:8443',
      '1.2.3.4.evil.example',
      'console.example.evil:8443',
    ]) {
      expect(await at(host), host).toBe(403);
    }
    expect((await ask('GET', '/login', { host: 'evil.example' })).body).toContain('CONSOLE_URL');
  });
});

describe('behind a proxy that ends TLS', () => {
  const url = 'https://console.example';

  it.each(['console.example', 'console.example:443'])('keeps the login for https: Host %s', async (host) => {
    await open({ url });
    const heard = await logIn(token, { host, origin: url });
    expect(heard.headers['set-cookie']?.[0]).toMatch(
      /^__Host-notafter=.*; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect((await ask('GET', '/', { host, cookie: cookieOf(heard) })).status).toBe(200);
    const planted = cookieOf(heard).replace('__Host-', '');
    expect((await ask('GET', '/', { host, cookie: planted })).status).toBe(401);
    expect((await logIn(token, { host, origin: 'http://console.example' })).status).toBe(403);
  });

  it('also where the proxy asks by our own name', async () => {
    await open({ url });
    const heard = await logIn(token, { origin: url });
    expect(cookieOf(heard)).toMatch(/^__Host-/);
    expect((await ask('GET', '/', { cookie: cookieOf(heard) })).status).toBe(200);
  });

  it('counts the address that the proxy saw', async () => {
    await open({ url });
    const from = (address: string) => ({ 'x-forwarded-for': `10.9.9.9, ${address}` });
    for (let count = 0; count < 10; count += 1) await logIn('wrong', from('203.0.113.1'));
    expect((await logIn(token, from('203.0.113.1'))).status).toBe(429);
    expect((await logIn(token, from('203.0.113.2'))).status).toBe(303);
  });
});
