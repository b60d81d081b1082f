import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commands } from '../../commands/index.ts';
import { registerDiscordCommands } from '../../src/chat/discord/registering/register.ts';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { realNow } from '../support/diagnosing.ts';
import { startDiscord } from '../support/discord/stand-in.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { patience } from '../support/patience.ts';
import { asSuperuser, hasPostgres, newDatabase } from '../support/postgres/database.ts';
import { type RoleProcess, startRole } from '../support/processes/role-process.ts';
import { startSlack } from '../support/slack/stand-in.ts';
import type { StorePlace } from '../support/store-contract/store-contract.ts';
import { recordingLog } from '../support/watch-stage.ts';

describe.skipIf(!hasPostgres)('two bots on one PostgreSQL', () => {
  const running: RoleProcess[] = [];
  let folder = '';
  let place: StorePlace;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'notafter-bots-'));
    place = await newDatabase();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.kill()));
    await place.dispose();
    await rm(folder, { recursive: true });
  });

  it('answer each thing that is said on Slack and Discord once, and one goes on when the other is killed', async () => {
    const { chain, key, anchorsPem } = forgeScenario('ip-san', { now: realNow });
    await using server = await startHttpServer(answersStatus(200), { chain, key });
    await using slack = await startSlack();
    await using discord = await startDiscord();
    await writeFile(join(folder, 'root.pem'), anchorsPem);
    const target = `127.0.0.1:${server.port}`;
    const env = {
      DATABASE_URL: place.location,
      ALLOWED_NETWORKS: '127.0.0.0/8',
      EXTRA_CA_FILE: join(folder, 'root.pem'),
      CONSOLE_PORT: '0',
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_TOKEN: discord.token,
    };
    const { token, apiUrl } = discord;
    await registerDiscordCommands({ token, apiUrl, commands, log: recordingLog() });
    const registered = discord.requests.length;
    const start = async () => {
      const one = await startRole({ words: ['bot'], env, folder });
      running.push(one);
      return one;
    };
    const holder = await start();
    const heir = await start();
    await vi.waitFor(() => expect(holder.said()).toMatch(/^Discord +on \(gateway/m), patience);
    await vi.waitFor(() => expect(heir.said()).toMatch(/^Discord +standing by/m), patience);
    expect(slack.socket.connections()).toBe(2);

    // One each: the stand-in gives its connections their turns.
    const answers = () => slack.messages.filter(({ shown }) => shown.includes('is healthy')).length;
    const first = await slack.mention({ text: `check ${target}` });
    await slack.until(() => (answers() === 1 ? true : undefined), 'answer');
    await first.repeat();
    await first.repeat();
    const second = await slack.mention({ text: `check ${target}` });
    await slack.until(() => (answers() === 2 ? true : undefined), 'second answer');
    await second.repeat();
    await slack.command({ command: '/check', text: target });
    await slack.until(() => (answers() === 3 ? true : undefined), 'third answer');
    const asked = await discord.slash({ name: 'check', options: { target } });
    await asked.answer(({ text }) => text.includes('is healthy'));
    expect([discord.gateway.identifies(), discord.gateway.sessions()]).toEqual([1, 1]);

    await holder.kill();
    // Its lease would be good for longer: the heir sees for itself that nobody is there any more.
    await asSuperuser(
      `update leases set until = until + 3600000 where name like 'discord:%'`,
      place.location,
    );
    await discord.until(() => (discord.gateway.identifies() === 2 ? true : undefined), 'heir');
    await slack.until(() => (slack.socket.connections() === 1 ? true : undefined), 'end of the connection');
    await second.repeat();
    await slack.mention({ text: `check ${target}` });
    await slack.until(() => (answers() === 4 ? true : undefined), 'answer of the heir');
    const askedHeir = await discord.slash({ name: 'check', options: { target } });
    await askedHeir.answer(({ text }) => text.includes('is healthy'));
    expect(discord.messages()).toHaveLength(2);
    const since = discord.requests.slice(registered);
    expect(since.filter(({ method, path }) => method !== 'GET' && /commands/.test(path))).toEqual([]);
    expect(slack.refused).toEqual([]);
    expect(discord.refused).toEqual([]);
    expect(await heir.stop()).toBe(0);
    expect(answers()).toBe(4);
    expect(discord.gateway.sessions()).toBe(0);
  });
});
