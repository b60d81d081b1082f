import { expect, it } from 'vitest';
import { createDiscordPlatform } from '../../src/chat/discord/platform.ts';
import { createSlackPlatform } from '../../src/chat/slack/platform.ts';
import { startDiscord } from '../support/discord/stand-in.ts';
import { freePort } from '../support/processes/free-port.ts';
import { startSlack } from '../support/slack/stand-in.ts';
import { startToxicTcp } from '../support/toxics/tcp-proxy.ts';
import { createMemoryLog, fakeWorld, mineCommand } from './discord/fake-world.ts';

/** A way to a stand-in that is started once the way's own port is known. */
async function wayTo() {
  const end = { host: '127.0.0.1', port: 0 };
  const way = await startToxicTcp({ to: () => end, port: await freePort() });
  return { way, end };
}

it('Discord is left, and its connection with it, though its gateway says no goodbye any more', async () => {
  const { way, end } = await wayTo();
  await using _way = way;
  await using discord = await startDiscord({ front: way.port });
  end.port = discord.port;
  const { token, apiUrl } = discord;
  const bot = createDiscordPlatform({ token, apiUrl }, fakeWorld([mineCommand], { log: createMemoryLog() }));
  await bot.start();
  await way.be({ kind: 'half-open' });
  await bot.stop();
  await expect.poll(() => way.connections()).toBe(0);
});

it('Slack is left though its socket says no goodbye any more', async () => {
  const { way, end } = await wayTo();
  await using _way = way;
  await using slack = await startSlack({ front: way.port });
  end.port = slack.port;
  const { botToken, appToken, apiUrl } = slack;
  const bot = createSlackPlatform(
    { botToken, appToken, apiUrl, port: 0 },
    fakeWorld([mineCommand], { log: createMemoryLog() }),
  );
  await bot.start();
  await way.be({ kind: 'half-open' });
  await bot.stop();
  expect(bot.isConnected?.()).toBe(false);
});
