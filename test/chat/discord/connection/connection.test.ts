import { describe, expect, it } from 'vitest';
import { createDiscordPlatform } from '../../../../src/chat/discord/platform.ts';
import { refusal, startDiscord } from '../../../support/discord/stand-in.ts';
import { connect } from '../connected.ts';
import { commandOf, createMemoryLog, fakeWorld, mineCommand, notificationOf, said } from '../fake-world.ts';

describe('starting', () => {
  it('says in plain words that the token is refused, by the REST API or by the gateway', async () => {
    await using discord = await startDiscord();
    const { apiUrl, token } = discord;
    const wrong = createDiscordPlatform({ token: 'wrong', apiUrl }, fakeWorld([mineCommand]));
    await expect(wrong.start()).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/refuses the token.*DISCORD_TOKEN/),
    });
    await wrong.stop();
    for (const [code, words] of [
      [4004, /DISCORD_TOKEN/],
      [4014, /intents/],
    ] as const) {
      discord.gateway.refuseNext(code);
      const bot = createDiscordPlatform({ token, apiUrl }, fakeWorld([mineCommand]));
      await expect(bot.start()).rejects.toMatchObject({
        name: 'UserError',
        message: expect.stringMatching(words),
      });
      await bot.stop();
    }
  });

  it('says where it could not connect to', async () => {
    const discord = await startDiscord();
    const { apiUrl, token } = discord;
    await discord[Symbol.asyncDispose]();
    const bot = createDiscordPlatform({ token, apiUrl }, fakeWorld([mineCommand]));
    await expect(bot.start()).rejects.toThrow(/Could not connect to Discord: Discord could not be reached/);
    await bot.stop();
  });

  it('tells when the registered commands are not those it has', async () => {
    await using discord = await startDiscord();
    const { apiUrl, token } = discord;
    const log = createMemoryLog();
    const bot = createDiscordPlatform({ token, apiUrl }, fakeWorld([mineCommand], { log }));
    expect(await bot.start()).toBe(
      'on (gateway, Acme; its commands are not registered as they are now: npm run register)',
    );
    await bot.stop();
    discord.failNext({ method: 'GET', path: /commands/, reply: refusal(403, 50001, 'Missing Access') });
    const again = createDiscordPlatform({ token, apiUrl }, fakeWorld([mineCommand], { log }));
    expect(await again.start()).toBe('on (gateway, Acme)');
    await again.stop();
  });

  it('does not send before it is connected, nor after', async () => {
    const bot = createDiscordPlatform({ token: 'x' }, fakeWorld([mineCommand]));
    const to = { kind: 'place', place: { platform: 'discord', channel: '1' } } as const;
    const outcome = await bot.send(notificationOf(to, said('hi')), AbortSignal.timeout(1000));
    expect(outcome).toMatchObject({ kind: 'retry' });
    const caller = {
      who: { platform: 'discord', kind: 'user', id: '1', name: 'a' },
      place: to.place,
      zone: null,
    } as const;
    await expect(bot.directory.resolveMentions('<@1>', caller)).rejects.toThrow(/not connected/);
  });
});

describe('the gateway', () => {
  it('is resumed when the connection breaks: nothing that was typed meanwhile is lost', async () => {
    await using connected = await connect([mineCommand]);
    const { discord } = connected;
    discord.gateway.drop(4000);
    await discord.until(() => (discord.gateway.resumes() === 1 ? true : undefined), 'resume');
    const run = await discord.slash({ name: 'mine', options: { target: 'back' } });
    expect((await run.answer()).text).toContain('4 characters');
  });

  it('that closes for good is said in the log, with what to do', async () => {
    await using connected = await connect([mineCommand]);
    const { discord, logged } = connected;
    discord.gateway.drop(4004);
    await discord.until(
      () => logged.find(({ level, message }) => level === 'error' && message.includes('DISCORD_TOKEN')),
      'line in the log',
    );
  });
});

describe('stopping', () => {
  it('lets a running answer finish', async () => {
    const gate = Promise.withResolvers<void>();
    const slow = commandOf('slow', async function* () {
      yield said('Looking', {}, 'neutral');
      await gate.promise;
      yield said('Found');
    });
    await using connected = await connect([slow]);
    const { discord, bot } = connected;
    const run = await discord.slash({ name: 'slow' });
    await run.answer(({ text }) => text.includes('Looking'));
    const stopped = bot.stop();
    gate.resolve();
    await stopped;
    expect((await run.answer()).text).toContain('Found');
    expect(discord.gateway.sessions()).toBe(0);
  });

  it('cuts one that takes too long, and says so in its place', async () => {
    const endless = commandOf('endless', async function* (_values, _caller, _services, signal) {
      yield said('Looking', {}, 'neutral');
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    await using connected = await connect([endless]);
    const { discord, bot } = connected;
    const run = await discord.slash({ name: 'endless' });
    await run.answer(({ text }) => text.includes('Looking'));
    await bot.stop();
    expect((await run.answer()).text).toContain('Notafter was stopped before this was finished');
  });
});
