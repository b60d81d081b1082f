import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../house/source-files.ts';
import { bytesOf, chainPem, keyTraces, withKeyPem } from '../support/certificate-files.ts';
import { startDiscord } from '../support/discord/stand-in.ts';
import { openBotHome } from '../support/processes/bot-home.ts';
import { startSlack } from '../support/slack/stand-in.ts';

const run = promisify(execFile);
const password = 'correct-horse-battery';

let data = '';
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'notafter-key-'));
});
afterEach(() => rm(data, { recursive: true }));

/** Every file of the database as Latin-1, so that text and bare bytes are both found. */
async function atRest(): Promise<string> {
  const names = await readdir(data);
  expect(names).toContain('notafter.db');
  return (await Promise.all(names.map((name) => readFile(join(data, name), 'latin1')))).join('\n');
}

describe('a private key', () => {
  it('that was sent in every way there is stands in no file, no log line and no message of the bot', async () => {
    await using slack = await startSlack();
    await using discord = await startDiscord();
    const env = {
      ...{ DATA_DIR: data, LOG_LEVEL: 'debug' },
      ...{ SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken },
      ...{ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl },
    };
    await run(process.execPath, [join(projectRoot, 'src/bin/register.ts')], {
      env: { PATH: process.env.PATH, ...env },
    });
    await using home = await openBotHome({ anchorsPem: chainPem, env });
    const bot = await home.start();
    const burnt = ({ shown }: { readonly shown: string }) => shown.includes('considered burnt');
    const pem = bytesOf(withKeyPem);

    await slack.mention({
      text: `cert password:${password}`,
      files: [slack.upload({ name: 'a.pem', bytes: pem })],
    });
    await slack.nextEphemeral(burnt);
    await (await slack.command({ command: '/cert', text: withKeyPem })).nextResponse(burnt);
    await (await slack.command({ command: '/check', text: withKeyPem })).nextResponse();
    await (await slack.command({ command: '/watch', text: `add ${withKeyPem}` })).nextResponse();
    await slack.directMessage({ text: withKeyPem });
    await slack.nextMessage(burnt);
    await (await slack.shortcut({ callbackId: 'read_certificates', text: withKeyPem })).nextResponse(burnt);

    const slash = async (options: Record<string, string | { name: string; bytes: Uint8Array }>) =>
      (await discord.slash({ name: 'cert', options })).answer(({ text }) =>
        text.includes('considered burnt'),
      );
    await slash({ file: { name: 'a.pem', bytes: pem }, password });
    await slash({ target: withKeyPem.replaceAll('\n', ' ') });

    const files = [{ name: 'a.pem', base64: Buffer.from(pem).toString('base64') }];
    const answers: string[] = [];
    for (const body of [
      { line: '/cert', files, password },
      { line: withKeyPem },
      { line: `/dns ${withKeyPem}` },
    ]) {
      const response = await fetch(`${bot.url}/api/run`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: bot.url },
        body: JSON.stringify(body),
      });
      answers.push(await response.text());
    }
    expect(answers.filter((answer) => answer.includes('considered burnt'))).toHaveLength(2);

    // Something is kept all the same, so that there is a database to search.
    expect((await bot.say('/watch add 127.0.0.1:1 owner:@bo')).at(-1)?.summary).toContain('is watched now');
    const feed = await bot.feed();
    expect(await bot.stop()).toBe(0);

    const sent = [
      ...[slack.messages, slack.ephemerals, slack.calls, slack.sharedFiles],
      ...[discord.messages().map(({ buttons: _, ...message }) => message), discord.requests],
    ];
    const raw = [await atRest(), bot.errors(), JSON.stringify(sent), ...answers, ...feed].join('\n');
    // A byte array in JSON may have its places as keys.
    const everything = raw + raw.replace(/"\d+":/g, '');
    expect(bot.errors()).toContain('"level":');
    for (const trace of [...keyTraces, password]) expect(everything).not.toContain(trace);
    expect(slack.refused).toEqual([]);
    expect(discord.refused).toEqual([]);
  });
});
