import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '../house/source-files.ts';
import { hasPostgres, newDatabase } from '../support/postgres/database.ts';
import { freePort } from '../support/processes/free-port.ts';
import { type RoleProcess, startRole } from '../support/processes/role-process.ts';
import type { StorePlace } from '../support/store-contract/store-contract.ts';

/** Several whole processes, on machines that do other things as well. */
describe.skipIf(!hasPostgres)('processes of different roles on one PostgreSQL', () => {
  const running: RoleProcess[] = [];
  let folder = '';
  let place: StorePlace;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'notafter-roles-'));
    place = await newDatabase();
  });
  afterAll(async () => {
    await Promise.all(running.splice(0).map((one) => one.kill()));
    await place.dispose();
    await rm(folder, { recursive: true });
  });

  async function start(role: string, env: Readonly<Record<string, string>> = {}): Promise<RoleProcess> {
    const settings = { DATABASE_URL: place.location, ALLOWED_NETWORKS: '127.0.0.0/8', SWEEP_INTERVAL: '1h' };
    const one = await startRole({ words: [role], env: { ...settings, ...env }, folder });
    running.push(one);
    return one;
  }

  test('a worker tells of its health where a port is named, and of no page', async () => {
    const port = await freePort();
    const one = await start('worker', { CONSOLE_PORT: String(port) });
    const url = `http://127.0.0.1:${port}`;
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${url}/readyz`);
    expect(await ready.json()).toMatchObject({
      ready: true,
      parts: {
        store: { ready: true, state: 'answers' },
        worker: { ready: true, state: 'alive' },
        console: { ready: true, state: 'connected' },
      },
    });
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('notafter_worker_up 1');
    expect((await fetch(url)).status).toBe(404);
    expect(one.said()).toContain('worker (looks)');
    expect(await one.stop()).toBe(0);
  });

  test('a bot is ready without a worker of its own', async () => {
    const port = await freePort();
    await start('bot', { CONSOLE_PORT: String(port) });
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
    expect(await ready.json()).toMatchObject({ ready: true, parts: { store: { ready: true } } });
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(metrics).not.toContain('notafter_worker_up');
  });
});

test('a role without a database is refused with what to do, and so is one that nobody has', async () => {
  const [worker, boss] = await Promise.all([refusal(['worker']), refusal(['boss'])]);
  expect(worker).toMatch(/only worker.*set DATABASE_URL, or leave ROLES out/);
  expect(boss).toMatch(/A role is one of bot, worker, scheduler/);
});

async function refusal(words: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [join(projectRoot, 'src/bin/bot.ts'), ...words], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  expect(await once(child, 'close')).toEqual([3, null]);
  return said;
}
