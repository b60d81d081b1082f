import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { createSlackPlatform } from '../../../../src/chat/slack/platform.ts';
import { startSlack } from '../../../support/slack/stand-in.ts';
import { commandOf, createMemoryLog, fakeWorld, said } from '../../discord/fake-world.ts';
import { settingsFor } from '../connected.ts';

it('takes a signed request once, and none with another body, version, time or header', async () => {
  await using slack = await startSlack();
  let runs = 0;
  const command = commandOf('count', async function* () {
    runs += 1;
    yield said(`run ${runs}`);
  });
  const settings = await settingsFor(slack, 'HTTP');
  const bot = createSlackPlatform(settings, fakeWorld([command], { log: createMemoryLog() }));
  await bot.start();
  try {
    const url = `http://127.0.0.1:${settings.port}/slack/events`;
    const fields = { command: '/count', text: '', user_id: slack.user.id, channel_id: slack.channel.id };
    const urls = { response_url: 'http://127.0.0.1:9/', trigger_id: '1.2.3', user_name: 'alice' };
    const body = new URLSearchParams({ ...fields, ...urls }).toString();
    const at = String(Math.floor(Date.now() / 1000));
    const sign = (time: string, words = body) =>
      `v0=${createHmac('sha256', slack.signingSecret).update(`v0:${time}:${words}`).digest('hex')}`;
    const send = async (headers: Readonly<Record<string, string>>, sent = body) => {
      const type = 'application/x-www-form-urlencoded';
      const response = await fetch(url, {
        method: 'POST',
        body: sent,
        headers: { 'content-type': type, ...headers },
      });
      await response.text();
      return response.status;
    };
    const good = { 'x-slack-request-timestamp': at, 'x-slack-signature': sign(at) };
    const stale = String(Number(at) - 400);
    expect(await send(good, `${body}&x=1`)).toBe(401);
    expect(await send({ ...good, 'x-slack-signature': sign(at).replace('v0', 'v1') })).toBe(401);
    expect(await send({ ...good, 'x-slack-signature': `${sign(at)}, ${sign(at)}` })).toBe(401);
    expect(await send({ 'x-slack-request-timestamp': stale, 'x-slack-signature': sign(stale) })).toBe(401);
    expect(await send({ 'x-slack-signature': sign(at) })).toBe(401);
    expect(await send({ 'x-slack-request-timestamp': at })).toBe(401);
    expect(await send({ ...good, 'x-slack-signature': sign(at) }, 'x'.repeat(10 * 1024 * 1024))).toBe(413);
    expect(await send(good)).toBe(200);
    await expect.poll(() => runs).toBe(1);
    expect(await send(good)).toBe(401);
  } finally {
    await bot.stop();
  }
  expect(runs).toBe(1);
});
