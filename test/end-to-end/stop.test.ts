import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { fillStore } from '../support/filled-store.ts';
import { type BotChild, runInConsole, startBotIn } from '../support/processes/bot-child.ts';
import { freePort } from '../support/processes/free-port.ts';
import { quickFolder } from '../support/quick-folder.ts';
import { newEndpoint, notificationOf } from '../support/store-fixtures.ts';

let folder: string;
const open: (() => Promise<void>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(quickFolder(), 'notafter-stop-'));
});
afterEach(async () => {
  for (const close of open.splice(0)) await close();
  await rm(folder, { recursive: true });
});

const path = () => join(folder, 'data/notafter.db');

async function start(env: Readonly<Record<string, string>> = {}): Promise<BotChild> {
  const bot = await startBotIn(folder, env);
  open.push(async () => {
    bot.child.kill('SIGKILL');
    await bot.ended;
  });
  return bot;
}

/** Takes connections and says nothing. */
async function startTarpit() {
  const sockets = new Set<Socket>();
  const taken = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    taken.resolve();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, taken: taken.promise };
}

/** Slack's Web API, which answers a post when it is told to. */
async function startSlowSlack() {
  const posts: string[] = [];
  const waiting: (() => void)[] = [];
  let posted = Promise.withResolvers<void>();
  const server = createHttpServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const answer = () => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ ok: true, ts: '1.0', channel: 'C0OPS', user_id: 'U0', bot_id: 'B0', team_id: 'T0' }),
      );
    };
    if (request.url?.endsWith('chat.postMessage') !== true) return answer();
    posts.push(decodeURIComponent(body));
    waiting.push(answer);
    posted.resolve();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return {
    posts,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    async next() {
      await posted.promise;
      posted = Promise.withResolvers();
    },
    answer: () => waiting.shift()?.(),
  };
}

it('ends a sweep of servers that say nothing, with a command that waits for one, though it is told of one ask twice', async () => {
  const tarpit = await startTarpit();
  const store = await openStore(path());
  for (let n = 1; n <= 40; n++)
    await store.endpoints.add(newEndpoint(`127.0.1.${n}:${tarpit.port}`), new Date());
  await store.close();
  const bot = await start({ SWEEP_INTERVAL: '1s', CHECK_TIMEOUT: '30s' });
  await bot.up;
  const answer = await runInConsole(bot.url, `/check 127.0.0.1:${tarpit.port}`);
  await tarpit.taken;
  bot.child.kill('SIGTERM');
  bot.child.kill('SIGTERM');
  const said = await answer.text();
  expect(said).toMatch(/stopped before it was finished/);
  expect(await bot.ended).toBe(0);
});

it('lets what is being sent end, and sends it once', async () => {
  const slack = await startSlowSlack();
  const store = await openStore(path());
  await store.outbox.queue([notificationOf('first'), notificationOf('second')], new Date());
  await store.close();
  const env = {
    SLACK_API_URL: slack.url,
    SLACK_BOT_TOKEN: 'xoxb-stand-in',
    SLACK_SIGNING_SECRET: 'stand-in',
    PORT: String(await freePort()),
  };
  const bot = await start(env);
  await slack.next();
  bot.child.kill('SIGTERM');
  // Nothing is started once it knows, and a process that answered twice since has seen the signal before.
  for (const path of ['/healthz', '/healthz']) await fetch(`${bot.url}${path}`).catch(() => undefined);
  slack.answer();
  expect(await bot.ended).toBe(0);
  expect(slack.posts).toHaveLength(1);

  const again = await start(env);
  await slack.next();
  slack.answer();
  await again.up;
  again.child.kill('SIGTERM');
  expect(await again.ended).toBe(0);
  expect(slack.posts.map((post) => /first|second/.exec(post)?.[0])).toEqual(['first', 'second']);
  const after = await openStore(path());
  expect(await after.outbox.tally()).toEqual([]);
  await after.close();
});

it('ends a start that hangs', async () => {
  const asked = Promise.withResolvers<void>();
  const server = createHttpServer(() => asked.resolve());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  const bot = await start({
    SLACK_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    SLACK_BOT_TOKEN: 'xoxb-stand-in',
    SLACK_APP_TOKEN: 'xapp-stand-in',
  });
  await asked.promise;
  bot.child.kill('SIGTERM');
  expect(await bot.ended).toBe(0);
});

it('does an import whole or not at all', async () => {
  const bot = await start();
  await bot.up;
  const list = Array.from({ length: 1500 }, (_, n) => `host${n}.invalid`).join('\n');
  const trial = await (await runInConsole(bot.url, `/watch import\n${list}\n`)).text();
  const [, plan = ''] = /plan[^0-9a-f]{1,20}([0-9a-f]{12})/.exec(trial) ?? [];
  const answer = await runInConsole(bot.url, `/watch import plan:${plan} apply:yes`);
  bot.child.kill('SIGTERM');
  const said = await answer.text();
  expect(await bot.ended).toBe(0);
  const store = await openStore(path());
  const count = await store.endpoints.count();
  await store.close();
  expect(count).toBe(said.includes('1500 endpoints added') ? 1500 : 0);
  expect(said).toMatch(/1500 endpoints added|stopped before it was finished/);
});

it('leaves no half of a backup', async () => {
  await fillStore(path());
  const words = [resolve('src/bin/notafter.ts'), 'backup', 'a.backup'];
  const child = spawn(process.execPath, words, { cwd: folder, env: { PATH: process.env.PATH ?? '' } });
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect((await readdir(folder)).filter((name) => name !== 'a.backup')).toEqual(['data']);
});
