import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { well } from '../../src/core/doctor.ts';
import { openLog } from '../../src/log.ts';
import type { MemberSight, StoreSight } from '../../src/store/copies/sight.ts';
import { openStore } from '../../src/store/index.ts';
import type { DoctorCheck } from '../../src/upkeep/doctor/check.ts';
import { offsetLine } from '../../src/upkeep/doctor/checks/clock.ts';
import { spaceLine } from '../../src/upkeep/doctor/checks/disk.ts';
import { doctorChecks } from '../../src/upkeep/doctor/checks/index.ts';
import { memoryLine, versionLine } from '../../src/upkeep/doctor/checks/program.ts';
import { doctorExitCode, runDoctor } from '../../src/upkeep/doctor/doctor.ts';
import { processLines } from '../../src/upkeep/doctor/processes.ts';
import { projectRoot } from '../house/source-files.ts';
import { fillStore } from '../support/filled-store.ts';
import { hasPostgres, newDatabase } from '../support/postgres/database.ts';
import { openShell } from '../support/processes/command-line.ts';
import { newEndpoint, noon, notificationOf } from '../support/store-fixtures.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notafter-doctor-'));
});
afterEach(() => rm(folder, { recursive: true }));

const token = 'xoxb-planted-bot-token';

function doctored(env: Readonly<Record<string, string>>, checks?: readonly DoctorCheck[]) {
  return runDoctor({
    env: { DATA_DIR: folder, REFERENCE_HOSTS: 'off', ...env },
    version: '1.2.3',
    now: () => noon,
    log: openLog('silent'),
    slackScopes: ['chat:write', 'commands'],
    signal: new AbortController().signal,
    ...(checks === undefined ? {} : { checks }),
  });
}

async function told(name: string, env: Readonly<Record<string, string>> = {}) {
  const { lines } = await doctored(
    env,
    doctorChecks.filter((check) => check.name === name),
  );
  return lines.map(({ state, what, todo }) => `${state}: ${what} ${todo ?? ''}`);
}

/** Answers by path; what it answers may depend on what came. */
async function openApi(
  answer: (path: string, request: IncomingMessage, response: ServerResponse) => unknown,
) {
  const server = createServer((request, response) => {
    const body = answer(request.url ?? '', request, response);
    if (response.writableEnded) return;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

describe('the doctor', () => {
  test('has a line in the registry for each check', async () => {
    const files = await readdir(join(projectRoot, 'src/upkeep/doctor/checks'));
    expect(doctorChecks).toHaveLength(files.length - 1);
    expect(new Set(doctorChecks.map(({ name }) => name)).size).toBe(doctorChecks.length);
  });

  test('tells every mistake in the settings at once, of every kind, and goes on with what is left', async () => {
    const wrong = {
      SWEEP_INTERVAL: 'often',
      SWEEP_CONCURRENCY: '0',
      ALLOWED_NETWORKS: '10.0.0.0/99',
      DNS_SERVERS: 'dns.example',
      SLACK_BOT_TOKEN: token,
      CLIENT_CERT_PAY_KEY: '/nowhere.pem',
      EXTRA_CA_FILE: '/nowhere/root.pem',
    };
    const { lines } = await doctored(wrong);
    const faults = lines.filter(({ check }) => check === 'configuration').map(({ what }) => what);
    for (const name of Object.keys(wrong)) expect(faults.join('\n'), name).toContain(name);
    expect(lines.find(({ check }) => check === 'policy')?.state).toBe('ok');
    expect(JSON.stringify(lines)).not.toContain('planted');
  });

  test('tells no mistake that only follows from another, and a broken store once', async () => {
    const env = { WEBHOOK_URL: 'nowhere', WEBHOOK_SECRET: 'planted-secret-of-a-hook', PORT: 'http' };
    const { lines } = await doctored(env);
    const faults = lines.filter(({ check }) => check === 'configuration').map(({ what }) => what);
    expect(faults.toSorted()).toEqual([
      'PORT must be a port, from 0 to 65535',
      expect.stringMatching(/^WEBHOOK_URL must be an http or https URL/),
    ]);
    await writeFile(join(folder, 'notafter.db'), 'no database at all');
    const { lines: broken } = await doctored({});
    expect(broken.filter(({ state }) => state === 'fault').map(({ check }) => check)).toEqual(['database']);
  });

  test('gives each check its own deadline, and says what a broken one threw', async () => {
    const never: DoctorCheck = { name: 'never', deadlineMs: 20, look: () => new Promise(() => undefined) };
    const broken: DoctorCheck = {
      name: 'broken',
      look: async () => {
        throw new Error(`it broke with ${token}`);
      },
    };
    const fine: DoctorCheck = { name: 'fine', look: async () => [well('It is.')] };
    const env = { SLACK_BOT_TOKEN: token, SLACK_APP_TOKEN: 'xapp-planted' };
    const report = await doctored(env, [never, broken, fine]);
    expect(report.lines.map(({ check, state, what }) => [check, state, what])).toEqual([
      ['never', 'fault', 'No answer in 0.02 s.'],
      ['broken', 'fault', 'it broke with [secret]'],
      ['fine', 'ok', 'It is.'],
    ]);
    expect(doctorExitCode(report)).toBe(2);
    expect(doctorExitCode({ ...report, lines: report.lines.slice(2) })).toBe(0);
  });

  test('judges what it read', () => {
    expect(versionLine('22.1.0').state).toBe('fault');
    expect(memoryLine(256 * 1024 ** 2).state).toBe('warning');
    expect(spaceLine('data', 10 * 1024 ** 2, null).state).toBe('fault');
    expect(spaceLine('data', 10 * 1024 ** 3, 3).what).toContain('3 files');
    expect(offsetLine([100, 7_200_000, 300]).state).toBe('ok');
    expect(offsetLine([7_200_000, 7_201_000, 300]).what).toBe('The clock of this machine is 7200 s behind.');
  });

  test('looks into the store and leaves it as it was', async () => {
    expect(await told('database')).toEqual([expect.stringMatching(/^warning: There is no store/)]);
    const path = join(folder, 'notafter.db');
    const store = await openStore(path);
    await store.endpoints.add(newEndpoint('a.example'), noon);
    await store.outbox.queue([notificationOf('old')], new Date(noon.getTime() - 3_600_000));
    expect(await told('outbox')).toEqual([expect.stringMatching(/^warning: 1 messages wait.*for 1 h/)]);
    expect((await told('watching'))[0]).toBe('ok: A Notafter has the store open. ');
    await store.close();
    expect((await told('watching'))[0]).toMatch(/^warning: No process has the store open/);
    expect(await told('database')).toEqual([`ok: ${path} is sound and of this release. `]);
    await writeFile(path, 'no database at all');
    expect(await told('database')).toEqual([expect.stringMatching(/^fault: .*is not a database/)]);
  });

  test.skipIf(!hasPostgres)('looks at PostgreSQL: clock, connections, release', async () => {
    const place = await newDatabase();
    const store = await openStore(place.location);
    expect(await told('database', { DATABASE_URL: place.location })).toEqual([
      expect.stringMatching(/^ok: PostgreSQL at 127.*answers and is of this release/),
      expect.stringMatching(/^ok: PostgreSQL 18\.\d+, not encrypted/),
      // The clock of the test stands still.
      expect.stringMatching(/^warning: The clock of the database differs/),
    ]);
    await store.close();
    await place.dispose();
    const gone = await told('database', { DATABASE_URL: place.location });
    expect(gone.join()).toMatch(/^fault: .*does not exist/);
    expect(gone.join()).not.toContain('planted');
  });

  test('asks Slack who it is and which scopes are missing', async () => {
    await using api = await openApi((path, request, response) => {
      if (request.headers.authorization !== `Bearer ${token}`) return { ok: false, error: 'invalid_auth' };
      response.setHeader('x-oauth-scopes', 'commands,users:read');
      return path === '/auth.test' ? { ok: true, user: 'notafter', team: 'Example' } : { ok: false };
    });
    const env = { SLACK_BOT_TOKEN: token, SLACK_APP_TOKEN: 'xapp-planted', SLACK_API_URL: api.url };
    const lines = await told('slack', env);
    expect(lines).toEqual([
      'ok: Slack knows this bot as notafter in Example. ',
      expect.stringMatching(/^warning: These scopes were not granted: chat:write\. Run npm run register/),
      expect.stringMatching(/^fault: Slack refuses SLACK_APP_TOKEN \(invalid_auth\)/),
    ]);
    expect((await told('slack', { ...env, SLACK_BOT_TOKEN: 'xoxb-other' }))[0]).toMatch(
      /refuses SLACK_BOT_TOKEN/,
    );
  });

  test('does not take what a proxy or a platform in trouble says for a word about the token', async () => {
    const answers: readonly [number, string, RegExp, RegExp][] = [
      [200, '', /What answers 200 is not Slack/, /What answers 200 to .* is not Discord/],
      [200, '<html>Log in to the guest network</html>', /is not Slack/, /is not Discord/],
      [200, '[1]', /is not Slack/, /is not Discord/],
      [502, '<html>bad gateway</html>', /Slack answers 502/, /Discord answers 502/],
      [429, '{"ok":false,"error":"ratelimited"}', /no time now \(ratelimited\)/, /Discord answers 429/],
    ];
    let now = answers[0];
    await using api = await openApi((_path, _request, response) => {
      response.statusCode = now?.[0] ?? 500;
      response.end(now?.[1]);
    });
    const slack = { SLACK_BOT_TOKEN: token, SLACK_APP_TOKEN: 'xapp-planted', SLACK_API_URL: api.url };
    for (now of answers) {
      const lines = await told('slack', slack);
      expect(lines).toHaveLength(2);
      for (const line of lines) expect(line).toMatch(now[2]);
      const discord = await told('discord', { DISCORD_TOKEN: 'planted', DISCORD_API_URL: api.url });
      expect(discord).toEqual([expect.stringMatching(now[3])]);
    }
  });

  test('asks Discord who it is and what it may do in its servers', async () => {
    const guild = { id: '1', name: 'Ops', permissions: String((1n << 10n) | (1n << 11n)) };
    await using api = await openApi((path, { headers }, response) => {
      if (headers.authorization !== 'Bot planted-discord') response.statusCode = 401;
      return path.startsWith('/v10/users/@me/guilds') ? [guild] : { username: 'notafter' };
    });
    const env = { DISCORD_TOKEN: 'planted-discord', DISCORD_API_URL: api.url };
    expect(await told('discord', env)).toEqual([
      'ok: Discord knows this bot as notafter. ',
      expect.stringMatching(
        /^warning: Permissions are missing in Ops \(Attach Files, Read Message History, Create/,
      ),
    ]);
    expect((await told('discord', { ...env, DISCORD_GUILD_ID: '2' }))[1]).toMatch(
      /not in the server of DISCORD_GUILD_ID/,
    );
    expect((await told('discord', { ...env, DISCORD_TOKEN: 'other' })).join()).toMatch(
      /refuses DISCORD_TOKEN/,
    );
    expect((await told('discord', { ...env, DISCORD_API_URL: 'http://127.0.0.1:9' })).join()).toMatch(
      /cannot be reached/,
    );
  });
});

describe('the processes on a store', () => {
  const member = (change: Partial<MemberSight>): MemberSight => {
    return {
      roles: ['bot', 'worker', 'scheduler'],
      vantage: null,
      version: '1.0.0',
      seenAt: noon,
      ...change,
    };
  };
  const lines = (members: readonly MemberSight[], sight: Partial<StoreSight> = {}) =>
    processLines(
      { engine: 'postgresql', inUse: true, vitals: { members }, ...sight } as StoreSight,
      new Date(noon.getTime() + 10_000),
    ).map(({ state, what }) => `${state}: ${what}`);

  test('are told by what they do, and so is what nobody does', () => {
    expect(lines([member({}), member({ vantage: 'eu-1' })])).toEqual([
      'ok: On the store work 1 process as bot, worker, scheduler; 1 process as bot, worker, scheduler from eu-1.',
    ]);
    const worker = member({ roles: ['worker'], version: '1.0.1' });
    expect(lines([worker, worker, member({ roles: ['bot'] })])).toEqual([
      'ok: On the store work 1 process as bot; 2 processes as worker.',
      'warning: No scheduler is among them: no sweep begins, and no alarm or digest is due.',
      'warning: They are of several releases: 1.0.0, 1.0.1.',
    ]);
  });

  test('are those that live: not one that was killed, and not one of a clock that was set back', () => {
    const gone = [-60_000, 60_000].map((ms) => member({ seenAt: new Date(noon.getTime() + ms) }));
    expect(lines(gone)).toEqual(['ok: A Notafter has the store open.']);
    expect(lines(gone, { inUse: false })).toEqual([
      expect.stringMatching(/^warning: No process has the store open/),
    ]);
    // A file's lock goes with the process, at once; a pool in front of a database may show no connection of ours.
    expect(lines([member({})], { inUse: false, engine: 'sqlite' })[0]).toMatch(/^warning: No process/);
    expect(lines([member({})], { inUse: false })[0]).toMatch(/^ok: On the store work 1 process/);
  });
});

describe('notafter doctor', () => {
  test('prints text or JSON, and ends with its verdict', async () => {
    await using shell = await openShell();
    await fillStore(join(shell.folder, 'data/notafter.db'));
    const { out, code } = await shell.run(['doctor'], {
      SLACK_BOT_TOKEN_FILE: '/nowhere/at/all',
      SWEEP_INTERVAL: 'often',
      HEARTBEAT_URL: 'https://h/planted',
    });
    expect(code).toBe(2);
    expect(out).toMatch(/^FAULT +configuration +SWEEP_INTERVAL must be/m);
    expect(out).toMatch(/^FAULT +configuration +SLACK_BOT_TOKEN_FILE cannot be read/m);
    expect(out).not.toContain('planted');
    const asJson = await shell.run(['doctor', '--json']);
    expect(JSON.parse(asJson.out).lines.length).toBeGreaterThan(10);
    expect([0, 1, 2]).toContain(asJson.code);
    expect((await shell.run(['help', 'doctor'])).out).toContain('Exit codes');
  });
});
