import { expect, it, vi } from 'vitest';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { realNow } from '../support/diagnosing.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { patience } from '../support/patience.ts';
import { openBotHome } from '../support/processes/bot-home.ts';
import { startSlack } from '../support/slack/stand-in.ts';
import { daysFromNow } from '../support/watching.ts';

it('holds a follow in one thread on Slack, rewrites its head, and ends by its button', async () => {
  await using slack = await startSlack();
  const channel = slack.addChannel('ops');
  const alice = slack.addUser('alice');
  const sound = { notBefore: daysFromNow(-1), notAfter: daysFromNow(89) };
  const { chain, key, anchorsPem } = forgeScenario('ip-san', { now: realNow, leaf: sound });
  const server = await startHttpServer(answersStatus(200), { chain, key });
  const env = {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    CANARY: 'off',
  };
  await using home = await openBotHome({ anchorsPem, env });
  const bot = await home.start();
  await slack.command({
    command: '/follow',
    text: `127.0.0.1:${server.port} every 5s for 5m`,
    user: alice,
    channel,
  });
  const first = await slack.nextMessage(({ shown }) => shown.includes('first look: healthy'));
  await server[Symbol.asyncDispose]();
  const broke = await slack.nextMessage(({ shown }) => shown.includes('broken now'));
  expect(broke.threadTs).toBe(first.threadTs);
  const head = () => slack.messages.find(({ ts }) => ts === first.threadTs);
  expect(head()?.channel).toBe(channel.id);
  await vi.waitFor(() => expect(head()?.shown).toContain('is broken: '), patience);
  const stoppable = head();
  if (stoppable === undefined) throw new Error('the head is gone');
  await slack.press({ message: stoppable, label: 'Stop', user: alice });
  const last = await slack.nextMessage(({ shown }) => shown.includes('Following was stopped'));
  expect(last.threadTs).toBe(first.threadTs);
  await vi.waitFor(() => expect(head()?.shown).toContain('was followed'), patience);
  const called = slack.messages.filter((message) => {
    const { users, groups, everybody } = slack.pings(message);
    return users.length + groups.length > 0 || everybody;
  });
  expect(called).toEqual([]);
  expect(slack.refused).toEqual([]);
  expect(await bot.stop()).toBe(0);
});
