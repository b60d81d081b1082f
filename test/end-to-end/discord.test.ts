import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../house/source-files.ts';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { realNow } from '../support/diagnosing.ts';
import { startDiscord } from '../support/discord/stand-in.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { openBotHome } from '../support/processes/bot-home.ts';
import { daysFromNow, looks } from '../support/watching.ts';

const run = promisify(execFile);

describe('the bot on Discord', () => {
  it('registers its commands, diagnoses, watches, and calls the owner once across a kill', async () => {
    await using discord = await startDiscord();
    const late = { notBefore: daysFromNow(-89), notAfter: daysFromNow(1) };
    const { chain, key, anchorsPem } = forgeScenario('ip-san', { now: realNow, leaf: late });
    await using server = await startHttpServer(answersStatus(200), { chain, key });
    const target = `127.0.0.1:${server.port}`;
    const env = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl };
    await using home = await openBotHome({ anchorsPem, env });

    const register = [join(projectRoot, 'src/bin/register.ts')];
    const registered = await run(process.execPath, register, { env: { PATH: process.env.PATH, ...env } });
    expect(registered.stderr).toMatch(/Discord: /);
    expect(discord.commands().map((command) => command.name)).toContain('watch');

    const first = await home.start();
    expect(first.lines[2]).toMatch(/^Discord +on \(gateway, Acme\)/);
    const check = await discord.slash({ name: 'check', options: { target } });
    expect(await check.acknowledged()).toMatchObject({ kind: 'defer', isEphemeral: false });
    const answer = await check.answer(({ text }) => text.includes('is degraded'));
    expect(answer.pings.users).toEqual([]);
    const closer = answer.buttons.find(({ label }) => label === 'Details');
    if (closer === undefined) throw new Error('no Details');
    const details = await discord.press(closer);
    expect((await details.answer()).visibleTo).toBe(discord.user.id);

    const owner = discord.place.addPerson('Bob');
    const watch = await discord.slash({
      name: 'watch',
      subcommand: 'add',
      options: { target, owner: `<@${owner.id}>` },
    });
    await watch.answer(({ text }) => text.includes('is watched now; first look'));
    const ping = await discord.nextMessage(({ pings }) => pings.users.length > 0);
    expect(ping.pings).toEqual({ users: [owner.id], roles: [], everyone: false });
    expect(ping.channelId).toBe(discord.channel.id);
    await looks(server, 2);
    await first.kill();

    const second = await home.start();
    await looks(server, 2);
    // The closer look outlives the process that gave it.
    const kept = await (await discord.press(closer)).answer();
    expect(kept.text).not.toContain('not kept any longer');
    const typing = await discord.type({ name: 'check', options: { target: '127' }, focused: 'target' });
    expect(await typing.suggestions()).toMatchObject([{ name: expect.stringContaining(target) }]);
    const edit = await discord.slash({ name: 'watch', subcommand: 'edit', options: { target } });
    expect((await edit.modal()).inputs[0]).toMatchObject({ name: 'owner', value: owner.id });
    const again = await discord.slash({ name: 'expiry' });
    await again.answer(({ text }) => text.includes('critical'));
    expect(discord.messages().filter(({ pings }) => pings.users.length > 0)).toHaveLength(1);
    expect(discord.refused).toEqual([]);
    expect(await second.stop()).toBe(0);
  });

  it('starts without Discord when the token is refused, and says so', async () => {
    await using discord = await startDiscord();
    const { anchorsPem } = forgeScenario('ip-san', { now: realNow });
    const env = { DISCORD_TOKEN: 'wrong.token.of-nobody', DISCORD_API_URL: discord.apiUrl };
    await using home = await openBotHome({ anchorsPem, env });
    const bot = await home.start();
    expect(bot.lines[2]).toMatch(/^Discord +not working: .*DISCORD_TOKEN/);
    expect((await bot.say('/help')).at(-1)?.tone).toBe('neutral');
    expect(await bot.stop()).toBe(0);
  });
});
