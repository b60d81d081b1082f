import { describe, expect, it, vi } from 'vitest';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { realNow } from '../support/diagnosing.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { patience } from '../support/patience.ts';
import { openBotHome } from '../support/processes/bot-home.ts';
import { daysFromNow, looks } from '../support/watching.ts';

describe('the bot without any token', () => {
  it('says in three lines what is on and what switches the rest on, works, and ends cleanly', async () => {
    const { chain, key, anchorsPem } = forgeScenario('ip-san', { now: realNow });
    await using server = await startHttpServer(answersStatus(200), { chain, key });
    await using home = await openBotHome({ anchorsPem });
    const bot = await home.start();
    expect(bot.lines).toHaveLength(3);
    expect(bot.lines[0]).toContain(`Console  on (${bot.url}/)`);
    expect(bot.lines[1]).toMatch(
      /^Slack +off: set SLACK_BOT_TOKEN, and SLACK_APP_TOKEN or SLACK_SIGNING_SECRET$/,
    );
    expect(bot.lines[2]).toMatch(/^Discord +off: set DISCORD_TOKEN$/);
    const states = await bot.say(`/check 127.0.0.1:${server.port}`);
    expect(states[0]?.summary).toMatch(/^Checking/);
    expect(states.at(-1)).toMatchObject({
      tone: 'good',
      final: true,
      summary: `127.0.0.1:${server.port} is healthy`,
    });
    const refused = await bot.say('/check 10.0.0.1');
    expect(refused.at(-1)?.html).toContain('ALLOWED_NETWORKS');
    const wrong = await bot.say('/chekc example.org');
    expect(wrong.at(-1)?.summary).toContain('There is no command "chekc"');
    expect(await bot.stop()).toBe(0);
    expect(bot.errors()).toBe('');
  });

  it('calls the owner of a certificate that is critical once, over sweeps, a kill and a restart', async () => {
    const late = { notBefore: daysFromNow(-89), notAfter: daysFromNow(1) };
    const { chain, key, anchorsPem } = forgeScenario('ip-san', { now: realNow, leaf: late });
    await using server = await startHttpServer(answersStatus(200), { chain, key });
    await using home = await openBotHome({ anchorsPem });
    const first = await home.start();
    const added = await first.say(`/watch add 127.0.0.1:${server.port} owner:@alice`);
    expect(added.at(-1)?.summary).toContain('is watched now');
    await vi.waitFor(async () => expect(await first.feed()).toHaveLength(2), patience);
    expect((await first.feed())[0]).toMatch(/127\.0\.0\.1.*/);
    await looks(server, 2);
    await first.kill();

    const second = await home.start();
    expect(second.lines[0]).toContain('watching 1 endpoint every 1 s');
    await looks(server, 2);
    expect(await second.feed()).toHaveLength(2);
    const digest = await second.say('/digest now');
    expect(digest.at(-1)?.summary).toContain('1 critical, 0 fine');
    expect((await second.say('/expiry 30d')).at(-1)?.html).toContain('critical');
    expect(await second.stop()).toBe(0);
  });

  it('shows what could not be checked as such, never as fine', async () => {
    const { chain, key, anchorsPem } = forgeScenario('ip-san', { now: realNow });
    const server = await startHttpServer(answersStatus(200), { chain, key });
    await using home = await openBotHome({ anchorsPem });
    const bot = await home.start();
    await bot.say(`/watch add 127.0.0.1:${server.port} owner:@alice`);
    expect((await bot.say('/digest now')).at(-1)?.summary).toContain('the one watched is fine');
    await server[Symbol.asyncDispose]();
    await vi.waitFor(async () => {
      const digest = await bot.say('/digest now');
      expect(digest.at(-1)?.summary).toContain('1 could not be checked');
      expect(digest.at(-1)?.summary).toContain('0 fine');
    }, patience);
    expect(await bot.stop()).toBe(0);
  });

  it('says in words that its port is taken', async () => {
    const { anchorsPem } = forgeScenario('ip-san', { now: realNow });
    await using home = await openBotHome({ anchorsPem });
    const bot = await home.start();
    const port = new URL(bot.url).port;
    await using other = await openBotHome({ anchorsPem, env: { CONSOLE_PORT: port } });
    await expect(other.start()).rejects.toThrow(
      new RegExp(`ended with 3: notafter: .*${port}.*CONSOLE_PORT`),
    );
    await bot.stop();
  });
});
