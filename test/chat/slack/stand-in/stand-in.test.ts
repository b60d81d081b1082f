import { App, LogLevel } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { startSlack } from '../../../support/slack/stand-in.ts';
import { bareBolt, button, clientOf } from './stand-in-clients.ts';

describe('Socket Mode', () => {
  it('brings commands, presses and events to Bolt and sees them acknowledged', async () => {
    await using slack = await startSlack();
    await using bolt = await bareBolt(slack);
    const heard: unknown[] = [];
    bolt.app.command('/check', async ({ command, ack, respond }) => {
      await ack();
      heard.push(command.text);
      await respond({ text: `looked at ${command.text}` });
    });
    bolt.app.action('again', async ({ ack, respond, body }) => {
      await ack();
      heard.push(body.user.id);
      await respond({ text: 'again', replace_original: true });
    });
    bolt.app.event('app_mention', async ({ event }) => void heard.push(event.text));
    bolt.app.message(async ({ message }) => void heard.push('text' in message ? message.text : ''));
    await bolt.start();
    const run = await slack.command({ command: '/check', text: '@alice #ops https://x.example & <b>' });
    expect(run.ackMs).toBeLessThan(3000);
    expect((await run.nextResponse()).visibleTo).toBe(slack.user.id);
    const { channel, user } = slack;
    await bolt.app.client.chat.postMessage({
      channel: channel.id,
      text: 'x',
      blocks: [{ type: 'actions', elements: [button('Again', 'again') as never] }],
    });
    const pressed = await slack.press({ message: await slack.nextMessage(), label: 'Again' });
    expect(await pressed.nextResponse()).toMatchObject({ visibleTo: null, text: 'again' });
    await slack.mention({ text: 'check example.org' });
    await slack.directMessage({ text: 'hello' });
    expect(heard).toEqual([
      `<@${user.id}|alice> <#${channel.id}|ops> <https://x.example> &amp; &lt;b&gt;`,
      user.id,
      `<@${slack.workspace.bot.id}> check <http://example.org|example.org>`,
      'hello',
    ]);
    expect(slack.refused).toEqual([]);
  });

  it('rejects a command that is not acknowledged in time, and remembers the late one', async () => {
    await using slack = await startSlack({ ackWithinMs: 50 });
    await using bolt = await bareBolt(slack);
    const late = Promise.withResolvers<void>();
    bolt.app.command('/late', async ({ ack }) => {
      await late.promise;
      await ack();
    });
    await bolt.start();
    await expect(slack.command({ command: '/late' })).rejects.toThrow('operation_timeout');
    late.resolve();
    await slack.until(() => slack.refused.find(({ method }) => method === 'ack'), 'late acknowledgement');
  });

  it('refuses a wrong app token and a ticket that was used', async () => {
    await using slack = await startSlack();
    await expect(clientOf(slack, 'xapp-wrong').apps.connections.open({})).rejects.toMatchObject({
      data: { error: 'invalid_auth' },
    });
    const { url = '' } = await clientOf(slack, slack.appToken).apps.connections.open({});
    const first = new WebSocket(url);
    await new Promise((resolve) => first.addEventListener('message', resolve, { once: true }));
    const second = new WebSocket(url);
    await new Promise((resolve) => second.addEventListener('error', resolve, { once: true }));
    slack.socket.disconnect('refresh_requested');
    await slack.until(() => (slack.socket.connections() === 0 ? true : undefined), 'end of the connection');
  });
});

describe('a response_url', () => {
  it('works five times, within 30 minutes, for the user alone unless told otherwise', async () => {
    await using slack = await startSlack();
    await using bolt = await bareBolt(slack);
    bolt.app.command('/check', async ({ ack }) => ack({ response_type: 'in_channel', text: 'at once' }));
    await bolt.start();
    const run = await slack.command({ command: '/check' });
    expect(run.responses()).toMatchObject([{ via: 'ack', visibleTo: null }]);
    const use = async (body: object) =>
      (await fetch(run.responseUrl, { method: 'POST', headers, body: JSON.stringify(body) })).status;
    const headers = { 'content-type': 'application/json' };
    expect(await use({ text: 'in', response_type: 'in_channel' })).toBe(200);
    expect(await use({ blocks: [{ type: 'nonsense' }] })).toBe(400);
    for (let count = 0; count < 3; count += 1) expect(await use({ text: 'psst' })).toBe(200);
    expect(await use({ text: 'once too often' })).toBe(404);
    expect(slack.messages.map(({ text }) => text)).toEqual(['at once', 'in']);
    expect(slack.ephemerals.map(({ text }) => text)).toEqual(['psst', 'psst', 'psst']);
    const other = await slack.command({ command: '/check' });
    slack.advance(30 * 60_000 + 1);
    const late = await fetch(other.responseUrl, { method: 'POST', headers, body: '{"text":"late"}' });
    expect([late.status, await late.text()]).toEqual([404, expect.stringContaining('expired_url')]);
  });
});

describe('HTTP mode', () => {
  it('signs what it sends, and can sign wrongly', async () => {
    await using slack = await startSlack();
    const { botToken: token, signingSecret, apiUrl: slackApiUrl } = slack;
    const app = new App({ token, signingSecret, logLevel: LogLevel.ERROR, clientOptions: { slackApiUrl } });
    app.command('/check', async ({ ack }) => ack('here'));
    const server = await app.start({ port: 0, host: '127.0.0.1' });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    slack.useHttp(`http://127.0.0.1:${address.port}/slack/events`);
    const run = await slack.command({ command: '/check' });
    expect(run.responses()).toMatchObject([{ text: 'here', visibleTo: slack.user.id }]);
    for (const signing of [{ secret: 'other' }, { ageSeconds: 301 }, { leaveOut: 'signature' }] as const) {
      expect((await slack.postSigned({ command: '/check' }, signing)).status).toBe(401);
    }
    await app.stop();
  });
});
