import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../house/source-files.ts';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { realNow } from '../support/diagnosing.ts';
import { readMarkdown } from '../support/discord/read-markdown.ts';
import { startDiscord } from '../support/discord/stand-in.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { nastiest, nastyChain } from '../support/hostile/nastiest.ts';
import { openBotHome } from '../support/processes/bot-home.ts';
import { startSlack } from '../support/slack/stand-in.ts';

const run = promisify(execFile);
const { chain, key } = nastyChain(realNow, '127.0.0.1');
/** Another root: the chain is a stranger's, and its names are in the verdict. */
const { anchorsPem } = forgeScenario('ip-san', { now: realNow });

/** The worst that a stranger can serve, through the whole bot and the real libraries of the platforms. */
describe('the names of a hostile certificate', () => {
  it('call nobody on Slack and lead nowhere, in the answer and in its thread', async () => {
    await using slack = await startSlack();
    const channel = slack.addChannel('ops');
    await using server = await startHttpServer(answersStatus(503, {}, nastiest), { chain, key });
    const env = {
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
    };
    await using home = await openBotHome({ anchorsPem, env });
    const bot = await home.start();
    const text = `127.0.0.1:${server.port}`;
    await slack.command({ command: '/check', text, user: slack.user, channel });
    await slack.nextMessage(({ shown }) => /is broken/.test(shown));
    await slack.until(
      () => slack.messages.find(({ shown }) => /Cause[\s\S]*everyone/.test(shown)),
      'closer look with the names',
    );
    for (const message of slack.messages) {
      expect(slack.pings(message)).toEqual({ users: [], groups: [], everybody: false });
      expect(JSON.stringify(message.blocks)).not.toMatch(
        /"type":"(?:link|user|usergroup|channel|broadcast)"/,
      );
      expect(message.shown).not.toMatch(/[\u0000-\u0008\u001b\u202e\u2066]/);
    }
    expect(slack.refused).toEqual([]);
    expect(await bot.stop()).toBe(0);
  });

  it('call nobody on Discord and lead nowhere, in the answer and behind Details', async () => {
    await using discord = await startDiscord();
    await using server = await startHttpServer(answersStatus(503, {}, nastiest), { chain, key });
    const env = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl };
    await using home = await openBotHome({ anchorsPem, env });
    const register = [join(projectRoot, 'src/bin/register.ts')];
    await run(process.execPath, register, { env: { PATH: process.env.PATH, ...env } });
    const bot = await home.start();
    const check = await discord.slash({ name: 'check', options: { target: `127.0.0.1:${server.port}` } });
    const answer = await check.answer(({ text }) => text.includes('is broken'));
    const button = answer.buttons.find(({ label }) => label === 'Details');
    if (button === undefined) throw new Error('no Details');
    const details = await (await discord.press(button)).answer();
    expect(details.text).toMatch(/everyone/);
    for (const { text, pings } of [answer, details]) {
      expect(pings).toEqual({ users: [], roles: [], everyone: false });
      expect(readMarkdown(text).filter(({ kind }) => kind !== 'time')).toEqual([]);
      expect(text).not.toMatch(/[\u0000-\u0008\u001b\u202e\u2066]/);
    }
    expect(discord.refused).toEqual([]);
    expect(await bot.stop()).toBe(0);
  });
});
