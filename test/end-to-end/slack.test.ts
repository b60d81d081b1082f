import { describe, expect, it } from 'vitest';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { realNow } from '../support/diagnosing.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { openBotHome } from '../support/processes/bot-home.ts';
import { freePort } from '../support/processes/free-port.ts';
import { startSlack } from '../support/slack/stand-in.ts';
import { daysFromNow, looks } from '../support/watching.ts';

describe('the bot on Slack', () => {
  it('diagnoses in the channel, watches, and calls the owner once across a kill', async () => {
    await using slack = await startSlack();
    const channel = slack.addChannel('ops');
    const alice = slack.addUser('alice');
    const oncall = slack.addUsergroup('payments-oncall', [alice]);
    const late = { notBefore: daysFromNow(-89), notAfter: daysFromNow(1) };
    const { chain, key, anchorsPem } = forgeScenario('ip-san', { now: realNow, leaf: late });
    await using server = await startHttpServer(answersStatus(200), { chain, key });
    const target = `127.0.0.1:${server.port}`;
    const env = {
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
    };
    await using home = await openBotHome({ anchorsPem, env });

    const first = await home.start();
    expect(first.lines[1]).toMatch(/^Slack +on \(Socket Mode, .*Acme/);
    const check = await slack.command({ command: '/check', text: target, user: alice, channel });
    expect(check.ackMs).toBeLessThan(3000);
    const answer = await slack.nextMessage(({ shown }) => shown.includes('is degraded'));
    expect(answer.channel).toBe(channel.id);
    expect(answer.text).toContain('is degraded');
    expect(slack.pings(answer)).toEqual({ users: [], groups: [], everybody: false });

    const text = `add ${target} owner:<!subteam^${oncall.id}|@payments-oncall>`;
    await slack.command({ command: '/watch', text, user: alice, channel });
    await slack.nextMessage(({ shown }) => shown.includes('is watched now; first look'));
    const called = () => slack.messages.filter((message) => slack.pings(message).groups.length > 0);
    const ping = await slack.nextMessage((message) => slack.pings(message).groups.length > 0);
    expect(slack.pings(ping)).toEqual({ users: [], groups: [oncall.id], everybody: false });
    expect(ping.channel).toBe(channel.id);
    await looks(server, 2);
    await first.kill();

    const second = await home.start();
    await looks(server, 2);
    await slack.command({ command: '/digest', text: 'now', user: alice, channel });
    await slack.nextMessage(({ shown }) => shown.includes('1 critical, 0 fine'));
    expect(called()).toHaveLength(1);
    expect(slack.refused).toEqual([]);
    expect(await second.stop()).toBe(0);
  });

  it('answers signed requests over HTTP on PORT, with the console on its own port', async () => {
    await using slack = await startSlack();
    const { chain, key, anchorsPem } = forgeScenario('ip-san', { now: realNow });
    await using server = await startHttpServer(answersStatus(200), { chain, key });
    const port = await freePort();
    const env = {
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      PORT: String(port),
    };
    await using home = await openBotHome({ anchorsPem, env });
    const bot = await home.start();
    expect(bot.lines[1]).toMatch(new RegExp(`^Slack +on \\(HTTP.*${port}`));
    slack.useHttp(`http://127.0.0.1:${port}/slack/events`);
    const run = await slack.command({ command: '/check', text: `127.0.0.1:${server.port}` });
    expect(run.ackMs).toBeLessThan(3000);
    await slack.nextMessage(({ shown }) => shown.includes('is healthy'));
    const forged = await fetch(`http://127.0.0.1:${port}/slack/events`, {
      method: 'POST',
      body: 'command=/check',
    });
    expect(forged.status).toBe(401);
    expect(await bot.stop()).toBe(0);
  });

  it('tells the owner directly when the channel of an alarm is gone, and lists what was not delivered', async () => {
    await using slack = await startSlack();
    const channel = slack.addChannel('ops');
    const gone = slack.addChannel('old-ops');
    const alice = slack.addUser('alice');
    const late = { notBefore: daysFromNow(-89), notAfter: daysFromNow(1) };
    const { chain, key, anchorsPem } = forgeScenario('ip-san', { now: realNow, leaf: late });
    await using server = await startHttpServer(answersStatus(200), { chain, key });
    const env = {
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
    };
    await using home = await openBotHome({ anchorsPem, env });
    const bot = await home.start();
    slack.archive(gone);
    const text = `add 127.0.0.1:${server.port} owner:<@${alice.id}|alice> channel:<#${gone.id}|old-ops>`;
    await slack.command({ command: '/watch', text, user: alice, channel });
    const direct = slack.workspace.directMessage(alice);
    const told = await slack.nextMessage((message) => message.channel === direct.id);
    expect(told.shown).toContain('127.0.0.1');
    await slack.command({ command: '/watch', text: 'list', user: alice, channel });
    await slack.nextMessage(({ shown }) => shown.includes('was not delivered'));
    expect(await bot.stop()).toBe(0);
  });
});
