import { expect, it } from 'vitest';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { realNow } from '../support/diagnosing.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { openBotHome } from '../support/processes/bot-home.ts';
import { startSlack } from '../support/slack/stand-in.ts';
import { daysFromNow } from '../support/watching.ts';

it('an alarm is taken, handed on and ended by its buttons, with a restart before each form is sent', async () => {
  await using slack = await startSlack();
  const { user: alice, channel } = slack;
  const bob = slack.addUser('bob');
  // Critical: nobody's night or weekend holds the call back, whenever this runs.
  const late = { notBefore: daysFromNow(-89), notAfter: daysFromNow(1) };
  const { chain, key, anchorsPem } = forgeScenario('ip-san', { now: realNow, leaf: late });
  await using server = await startHttpServer(answersStatus(200), { chain, key });
  const env = {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
  };
  await using home = await openBotHome({ anchorsPem, env });
  let bot = await home.start();
  const text = `add 127.0.0.1:${server.port} owner:<@${alice.id}|alice>`;
  await slack.command({ command: '/watch', text, user: alice, channel });
  const head = await slack.nextMessage(({ pings }) => pings.users.includes(alice.id));
  expect(head.threadTs).toBeNull();
  const headNow = (shown: RegExp) =>
    slack.nextMessage((message) => message.ts === head.ts && shown.test(message.shown));
  const said = (shown: RegExp) =>
    slack.nextMessage((message) => message.threadTs === head.ts && shown.test(message.shown));
  await said(/^About 127\.0\.0\.1/);

  const ask = async (label: string, title: string) => {
    await slack.press({ message: await headNow(/./), label, user: alice });
    const form = await slack.nextForm(({ view }) => JSON.stringify(view.title).includes(title));
    await bot.kill();
    bot = await home.start();
    return form;
  };
  await slack.submit(await ask('On it until ...', 'On it'), { until: '2h', reason: 'a <!channel> & more' });
  await said(/@alice is on it until .*a .!channel> & more/);
  await headNow(/@alice is on it since/);
  await slack.submit(await ask('Not mine ...', 'Not mine'), { to: [bob.id] });
  await said(/@alice gave it to @bob/);
  const called = await slack.nextMessage(({ pings }) => pings.users.includes(bob.id));
  expect(called).toMatchObject({ threadTs: head.ts, isBroadcast: true });

  await slack.command({ command: '/watch', text: `remove 127.0.0.1:${server.port}`, user: alice, channel });
  const over = await slack.until(
    () =>
      slack.messages.find(
        ({ ts, buttons }) => ts === head.ts && !buttons.some((b) => b.label === 'Not mine ...'),
      ),
    'head of an alarm that is over',
  );
  expect(over.pings.users).toEqual([]);
  // Who still sees the old buttons presses them in vain.
  const press = await slack.press({ message: head, label: 'Renewed, check now', user: bob });
  expect((await press.nextResponse()).shown).toMatch(/is over/);
  expect(slack.messages.filter(({ revisions }) => revisions[0]?.pings.users.length)).toHaveLength(2);
  expect(slack.refused).toEqual([]);
  expect(await bot.stop()).toBe(0);
});
