import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../house/source-files.ts';
import { chainPem } from '../support/certificate-files.ts';
import { startDiscord } from '../support/discord/stand-in.ts';
import { signingKey } from '../support/farm/issuer.ts';
import { mint } from '../support/minting.ts';
import { openBotHome } from '../support/processes/bot-home.ts';
import { startSlack } from '../support/slack/stand-in.ts';

const run = promisify(execFile);
const claims = {
  iss: 'https://127.0.0.1:1',
  exp: 1_700_000_000,
  sub: 'bo@people.example',
  email: 'bo@people.example',
};
const token = mint(signingKey('first'), claims);
/** Every twelve characters of payload and signature. */
const traces = token
  .split('.')
  .slice(1)
  .flatMap((part) => Array.from({ length: part.length - 11 }, (_, at) => part.slice(at, at + 12)));

let data = '';
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'notafter-token-'));
});
afterEach(() => rm(data, { recursive: true }));

async function atRest(): Promise<string> {
  const names = await readdir(data);
  return (await Promise.all(names.map((name) => readFile(join(data, name), 'latin1')))).join('\n');
}

function expectNoTrace(everything: string): void {
  expect(traces.filter((trace) => everything.includes(trace))).toEqual([]);
  expect(everything).not.toContain('people.example');
}

const isJudged = (words: string) => words.includes('oauth/token-expired');
const isWarned = (words: string) => words.includes('consider it leaked');

describe('a token', () => {
  it('that was sent in every way there is stands in no file, no log line and no message of the bot', async () => {
    await using slack = await startSlack();
    await using discord = await startDiscord();
    const env = {
      ...{ DATA_DIR: data, LOG_LEVEL: 'debug', ALLOWED_NETWORKS: '127.0.0.0/8' },
      ...{ SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken },
      ...{ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl },
    };
    await run(process.execPath, [join(projectRoot, 'src/bin/register.ts')], {
      env: { PATH: process.env.PATH, ...env },
    });
    await using home = await openBotHome({ anchorsPem: chainPem, env });
    const bot = await home.start();

    await slack.command({ command: '/token', text: 'issuer:https://127.0.0.1:1' });
    const form = await slack.nextForm();
    await slack.submit(form, { token: `Bearer ${token}` });
    await slack.nextEphemeral(({ shown }) => isJudged(shown));
    for (const command of ['/token', '/check', '/explain', '/dns']) {
      await (await slack.command({ command, text: token })).nextResponse(({ shown }) => isWarned(shown));
    }
    await slack.mention({ text: `token ${token}` });
    await slack.nextEphemeral(({ shown }) => isWarned(shown));
    await slack.directMessage({ text: token });
    await slack.until(
      () => slack.messages.find(({ shown }) => isWarned(shown)),
      'warning in the direct message',
    );

    const modal = await (await discord.slash({ name: 'token' })).modal();
    const answer = await (await discord.submit(modal, { token, audience: 'https://api.example' })).answer(
      ({ text }) => isJudged(text),
    );
    expect(answer.visibleTo).toBe(discord.user.id);
    for (const [name, option] of [
      ['check', 'target'],
      ['explain', 'finding'],
      ['token', 'audience'],
    ] as const) {
      const warned = await (await discord.slash({ name, options: { [option]: token } })).answer(({ text }) =>
        isWarned(text),
      );
      expect(warned.visibleTo, name).toBe(discord.user.id);
    }

    const answers: string[] = [];
    for (const body of [
      { line: '/token', secret: token },
      { line: `/token ${token}` },
      { line: `/token token:${token}` },
      { line: `/explain ${token}` },
      { line: token },
      { command: 'check', values: { target: token } },
    ]) {
      const response = await fetch(`${bot.url}/api/run`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: bot.url },
        body: JSON.stringify(body),
      });
      answers.push(await response.text());
    }
    expect(answers.map(isJudged)).toEqual([true, false, false, false, false, false]);
    expect(answers.map(isWarned)).toEqual([false, true, true, true, true, true]);

    expect((await bot.say('/watch add 127.0.0.1:1 owner:@bo')).at(-1)?.summary).toContain('is watched now');
    const feed = await bot.feed();
    expect(await bot.stop()).toBe(0);
    const sent = [
      ...[slack.messages, slack.ephemerals, slack.calls],
      ...[discord.messages().map(({ buttons: _, ...message }) => message), discord.requests],
    ];
    expectNoTrace([await atRest(), bot.errors(), JSON.stringify(sent), ...answers, ...feed].join('\n'));
    expect(bot.errors()).toContain('"level":');
    expect(slack.refused).toEqual([]);
    expect(discord.refused).toEqual([]);
  });

  it('comes from a file or from standard input in a shell, and is refused as an argument', async () => {
    const file = join(data, 'token');
    await writeFile(file, `${token}\n`);
    const piped = await notafter(['token'], token);
    const read = await notafter(['token', '--token-file', file, 'issuer:https://127.0.0.1:1'], '');
    for (const { printed } of [piped, read]) expect(printed).toContain('oauth/token-expired');
    const asJson = await notafter(['token', '--json'], token);
    for (const words of [['token', token], ['token', `--audience=${token}`], ['check', token], [token]]) {
      const { printed } = await notafter(words, '');
      expect(printed).toContain('consider it leaked');
      expectNoTrace(printed);
    }
    expectNoTrace([piped.printed, read.printed, asJson.printed].join('\n'));
  });
});

/** The program with this as its standard input. */
function notafter(
  words: readonly string[],
  input: string,
): Promise<{ readonly code: number | null; readonly printed: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ code: number | null; printed: string }>();
  const child = spawn(process.execPath, [join(projectRoot, 'src/bin/notafter.ts'), ...words], {
    env: { PATH: process.env.PATH, DATA_DIR: data, ALLOWED_NETWORKS: '127.0.0.0/8', LOG_LEVEL: 'debug' },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part: Buffer) => {
      printed += part.toString();
    });
  }
  child.once('error', reject);
  child.once('close', (code) => resolve({ code, printed }));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return promise;
}
