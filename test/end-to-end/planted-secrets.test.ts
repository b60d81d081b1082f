import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { chainPem, keyTraces, leaf, withKeyPem } from '../support/certificate-files.ts';
import { startDiscord } from '../support/discord/stand-in.ts';
import { writePkcs12 } from '../support/files/pkcs12-writer.ts';
import { patience } from '../support/patience.ts';
import { openPlantedDatabase } from '../support/planted/database.ts';
import { type EchoServer, startEcho } from '../support/planted/echo-server.ts';
import { writingsOf } from '../support/planted/writings-of.ts';
import { hasPostgres, postgresUrl } from '../support/postgres/database.ts';
import { startBotIn } from '../support/processes/bot-child.ts';
import { openBotHome, type RunningBot } from '../support/processes/bot-home.ts';
import { startSlack } from '../support/slack/stand-in.ts';

/** Long enough that a half of each is searched for, too. */
const planted = {
  slackBot: 'xoxb-1111111111111-plantedplantedBot9f8e7d',
  slackApp: 'xapp-1-A0PLANTED-2222222222-plantedApp5c4b3a2d',
  discord: 'MTk4NjIyNDgzNDcx.plantedDiscord.token-0f1e2d3c4b5a',
  console: 'planted-console-token-77aa88bb99cc00dd',
  hook: 'planted-hook-secret-11ee22ff33aa44bb55',
  webhookPath: 'plantedWebhookPath0a1b2c3d4e5f6a7b8c9d',
  webhookKey: Buffer.from('planted-webhook-signing-key-of-32').toString('base64'),
  heartbeat: 'plantedHeartbeat-5f2c9d8e7a6b5c4d3e2f',
  introspection: 'plantedIntrospection-Zk3xW9vB7nM5qL1pR',
  keyPassword: 'planted key "password" ä 4e3d2c1b0a9f8e',
  database: 'plantedDatabase%40pass-0c9b8a7f6e5d4c3b',
  userinfo: 'plantedUserinfo-12ab34cd56ef78ab90cd',
  query: 'plantedQuery-ab90cd12ef34ab56cd78ef90ab',
  filePassword: 'plantedFilePassword-99ff88ee77dd66cc55',
  bearer: 'plantedWrongBearer-3c2b1a0f9e8d7c6b5a4f',
} as const;
type Planted = keyof typeof planted;
const everywhere = Object.keys(planted) as readonly Planted[];

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notafter-planted-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Which of them stand in it, however they are written. */
function found(text: string, names: readonly Planted[] = everywhere): readonly string[] {
  const secrets = names.filter((name) => writingsOf(planted[name]).some((one) => text.includes(one)));
  return [...secrets, ...(keyTraces.some((trace) => text.includes(trace)) ? ['private key'] : [])];
}

async function atRest(): Promise<string> {
  const data = join(folder, 'data');
  if (!existsSync(data)) return '';
  const names = await readdir(data, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  const read = files.map(({ parentPath, name }) => readFile(join(parentPath, name)));
  // As Latin-1 for bytes, and as UTF-8 for words of any script.
  return (await Promise.all(read))
    .map((bytes) => `${bytes.toString('latin1')}\n${bytes.toString('utf8')}`)
    .join('\n');
}

function lockedStore(): Buffer {
  return writePkcs12({
    certificates: [{ der: new X509Certificate(leaf.pem).raw }],
    keys: [{ key: createPrivateKey(leaf.keyPem), name: 'leaf' }],
    password: planted.filePassword,
    mac: 'sha256',
  });
}

async function settings(echo: EchoServer): Promise<Readonly<Record<string, string>>> {
  const locked = createPrivateKey(leaf.keyPem).export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: planted.keyPassword,
  });
  const certificate = join(folder, 'client.pem');
  await writeFile(certificate, `${chainPem}${locked}`);
  const file = async (name: Planted) => {
    const path = join(folder, name);
    await writeFile(path, `${planted[name]}\n`, { mode: 0o600 });
    return path;
  };
  return {
    DATA_DIR: join(folder, 'data'),
    LOG_LEVEL: 'debug',
    CONSOLE_TOKEN_FILE: await file('console'),
    HOOK_SECRET: planted.hook,
    WEBHOOK_URL: `${echo.url}/hook/${planted.webhookPath}?key=${planted.webhookPath}`,
    WEBHOOK_SECRET: `whsec_${planted.webhookKey}`,
    HEARTBEAT_URL: `${echo.url}/${planted.heartbeat}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: echo.url,
    INTROSPECTION_CLIENTS: `${echo.url.replace('http:', 'https:')} notafter ${planted.introspection}`,
    CLIENT_CERT_PAYMENTS: certificate,
    CLIENT_CERT_PAYMENTS_PASSWORD: planted.keyPassword,
  };
}

/** Which is in the address of a calendar that was made, and shown then only. */
function calendarKey(answers: string): string {
  return /\/calendar\/([\w-]{43})\.ics/.exec(answers)?.[1] ?? 'none was made';
}

/** Everything that somebody may do on the console, well and badly; what it answered. */
async function driven(bot: RunningBot): Promise<string> {
  const seen: string[] = [];
  const ask = async (path: string, options: RequestInit = {}, token: string = planted.console) => {
    const headers = { authorization: `Bearer ${token}`, origin: bot.url, 'content-type': 'application/json' };
    const response = await fetch(`${bot.url}${path}`, {
      ...options,
      headers,
      signal: AbortSignal.timeout(20_000),
    });
    seen.push(JSON.stringify([...response.headers]), await response.text());
  };
  const say = (line: string, more: object = {}) =>
    ask('/api/run', { method: 'POST', body: JSON.stringify({ line, ...more }) });
  await say(`check https://bo:${planted.userinfo}@127.0.0.1:9/`);
  await say(`watch add https://127.0.0.1:1/health?sid=${planted.query}`);
  await say('check 127.0.0.1:1 client:payments');
  await say('webhook test');
  await say('webhook');
  await say('digest now');
  await say(`cert\n${withKeyPem}`);
  const name = 'store.pem';
  await say('cert', {
    files: [{ name, base64: Buffer.from(withKeyPem).toString('base64') }],
    password: planted.filePassword,
  });
  const base64 = lockedStore().toString('base64');
  await say('cert', { files: [{ name: 'store.p12', base64 }], password: planted.filePassword });
  await say('cert', { files: [{ name: 'store.p12', base64 }], password: `${planted.filePassword}, wrong` });
  await say('calendar');
  await ask(`/calendar/${calendarKey(seen.at(-1) ?? '')}.ics`);
  await ask('/watch', {}, planted.bearer);
  for (const path of [
    '/',
    '/watch',
    '/metrics',
    '/readyz',
    '/nowhere',
    '/probe?target=127.0.0.1:9&module=tcp_connect',
  ]) {
    await ask(path);
  }
  const alert = JSON.stringify({ version: '4', alerts: [] });
  await ask('/hooks/alertmanager', { method: 'POST', body: alert }, planted.hook);
  await ask('/hooks/alertmanager', { method: 'POST', body: alert }, planted.bearer);
  // What was asked for with the query is shown to who asked, and nobody else.
  return seen.join('\n').replaceAll(planted.query, '');
}

/** All that a bot says which does not come up: it ends by itself, or is ended while it waits. */
async function untilEnded(env: Readonly<Record<string, string>>): Promise<string> {
  const home = await mkdtemp(join(folder, 'bot-'));
  const bot = await startBotIn(home, { LOG_LEVEL: 'debug', DATA_DIR: join(home, 'data'), ...env });
  let out = '';
  bot.child.stdout?.on('data', (chunk) => {
    out += String(chunk);
    if (out.includes('Waiting for it')) bot.child.kill('SIGINT');
  });
  await bot.ended;
  return `${out}${bot.errors()}`;
}

describe('planted secrets are found nowhere', () => {
  test('with platforms, webhooks and collectors that refuse and repeat what they were sent', async () => {
    await using echo = await startEcho(401);
    await using home = await openBotHome({
      anchorsPem: chainPem,
      env: {
        ...(await settings(echo)),
        SLACK_API_URL: `${echo.url}/slack/`,
        SLACK_BOT_TOKEN: planted.slackBot,
        SLACK_APP_TOKEN: planted.slackApp,
        DISCORD_API_URL: `${echo.url}/discord`,
        DISCORD_TOKEN: planted.discord,
        NODE_OPTIONS: `--import ${new URL('../support/planted/breaks.mjs', import.meta.url)}`,
      },
    });
    const bot = await home.start();
    const answers = await driven(bot);
    await vi.waitFor(() => expect(bot.errors()).toContain('the watch worker stopped'), patience);
    expect(bot.errors()).toMatch(/"authorization":"Bearer \[secret\]".*the watch worker stopped/);
    const told = ['cmdline', 'comm'].map((name) => readFile(`/proc/${bot.pid}/${name}`, 'utf8'));
    const title = (await Promise.all(told)).join('\n');
    // Before it is ended: each of them was told something that could hold a secret.
    for (const path of ['/hook', '/slack', '/discord', '/v1/traces'])
      await vi.waitFor(
        () =>
          expect(
            echo.asked.some((one) => one.includes(path)),
            path,
          ).toBe(true),
        patience,
      );
    // Nobody catches what it breaks by.
    process.kill(bot.pid, 'SIGUSR2');
    await vi.waitFor(() => expect(bot.exitCode()).toBe(1), patience);
    expect(bot.errors()).toContain("authorization: 'Bearer [secret]'");
    expect(found(bot.lines.join('\n')), 'standard output').toEqual([]);
    expect(found(bot.errors()), 'standard error').toEqual([]);
    expect(found(answers), 'the console').toEqual([]);
    expect(found(echo.heard()), 'what others were sent').toEqual([]);
    expect(found(title), 'the process').toEqual([]);
    // The target is watched with its query; what else is secret is not kept.
    const kept = everywhere.filter((name) => name !== 'query');
    const rest = await atRest();
    expect(found(rest, kept), 'the data folder').toEqual([]);
    expect(answers).toContain('BEGIN:VCALENDAR');
    const written = [bot.lines.join('\n'), bot.errors(), echo.heard(), title, rest].join('\n');
    expect(writingsOf(calendarKey(answers)).filter((one) => written.includes(one))).toEqual([]);
  });

  test('with platforms that work, in PostgreSQL where there is one', async () => {
    await using echo = await startEcho(500);
    await using database = hasPostgres ? await openPlantedDatabase(planted.database) : null;
    await using slack = await startSlack();
    await using discord = await startDiscord();
    await using home = await openBotHome({
      anchorsPem: chainPem,
      env: {
        ...(await settings(echo)),
        ...(database === null ? {} : { DATABASE_URL: database.url }),
        ...{ SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken },
        ...{ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl },
      },
    });
    const bot = await home.start();
    await slack.command({ command: '/check', text: `https://bo:${planted.userinfo}@127.0.0.1:9/` });
    await slack.command({ command: '/check', text: '127.0.0.1:1' });
    await slack.nextMessage(({ shown }) => shown.includes('is broken'));
    const answers = await driven(bot);
    const dumped = (await database?.dump()) ?? '';
    expect(dumped.includes('notafter') || database === null).toBe(true);
    expect(await bot.stop()).toBe(0);
    const tokens = [slack.botToken, slack.appToken, slack.signingSecret, discord.token];
    const written = [bot.lines.join('\n'), bot.errors(), answers, echo.heard(), dumped, await atRest()].join(
      '\n',
    );
    expect(tokens.filter((token) => writingsOf(token).some((one) => written.includes(one)))).toEqual([]);
    const said = JSON.stringify([slack.messages, slack.ephemerals]);
    expect(found(said)).toEqual([]);
    expect(
      found(
        written,
        everywhere.filter((name) => name !== 'query'),
      ),
    ).toEqual([]);
  });

  test('with a database that is not there or refuses, and a key that does not open', async () => {
    const certificate = join(folder, 'client.p12');
    await writeFile(certificate, lockedStore());
    const server = hasPostgres ? new URL(await postgresUrl()).host : '127.0.0.1:1';
    const said = await Promise.all([
      untilEnded({ DATABASE_URL: `postgres://notafter:${planted.database}@127.0.0.1:1/notafter` }),
      untilEnded({ DATABASE_URL: `postgres://notafter:${planted.database}@${server}/postgres` }),
      untilEnded({ CLIENT_CERT_A: certificate, CLIENT_CERT_A_PASSWORD: planted.keyPassword }),
    ]);
    expect(said[0]).toContain('Waiting for it');
    expect(said[1]).toContain(hasPostgres ? 'password' : 'Waiting for it');
    expect(said[2]).toContain('CLIENT_CERT_A_PASSWORD does not open CLIENT_CERT_A');
    expect(found(said.join('\n'))).toEqual([]);
  });

  test.each([
    { DATABASE_URL: `mysql://notafter:${planted.database}@127.0.0.1:1/notafter` },
    { WEBHOOK_URL: 'http://127.0.0.1/', WEBHOOK_SECRET: planted.hook },
    { WEBHOOK_URL: `ftp://${planted.hook}` },
    { CONSOLE_TOKEN: `${planted.console} with blanks` },
    { HEARTBEAT_URL: planted.heartbeat },
    { CLIENT_CERT_A_PASSWORD: planted.keyPassword },
  ])('with settings that are wrong: %o', (env) => {
    let said = '';
    try {
      loadConfig(env);
    } catch (thrown) {
      said = `${inspect(thrown)}`;
    }
    expect(said).toContain('UserError');
    expect(found(said)).toEqual([]);
  });
});
