import { connect as dial } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createSlackPlatform } from '../../../../src/chat/slack/platform.ts';
import { startSlack } from '../../../support/slack/stand-in.ts';
import { nextTurn, unhandledRejections } from '../../../support/unhandled-rejections.ts';
import { commandOf, fakeWorld, said } from '../../discord/fake-world.ts';
import { checkCommand, connect, mineCommand, modes, settingsFor, shows } from '../connected.ts';

describe('starting', () => {
  it.each([
    [{ botToken: 'xoxb-wrong' }, /refuses the bot token.*SLACK_BOT_TOKEN/],
    [{ appToken: 'xapp-wrong' }, /refuses the app token.*SLACK_APP_TOKEN/],
  ])('with a refused token (%j) says in plain words which', async (wrong, words) => {
    const reasons = unhandledRejections();
    await using slack = await startSlack();
    const settings = { ...(await settingsFor(slack)), ...wrong };
    const bot = createSlackPlatform(settings, fakeWorld([mineCommand]));
    await expect(bot.start()).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(words),
    });
    await bot.stop();
    await nextTurn();
    expect(slack.socket.connections()).toBe(0);
    expect(reasons).toEqual([]);
  });

  it('where nobody listens says that Slack could not be reached', async () => {
    const slack = await startSlack();
    const settings = await settingsFor(slack);
    await slack[Symbol.asyncDispose]();
    const bot = createSlackPlatform(settings, fakeWorld([mineCommand]));
    await expect(bot.start()).rejects.toMatchObject({ name: 'UserError' });
    await bot.stop();
  });

  it('on a port that is taken says so', async () => {
    await using connected = await connect([mineCommand], { mode: 'HTTP' });
    const settings = await settingsFor(connected.slack, 'HTTP');
    const { port } = new URL(connected.slack.apiUrl);
    const bot = createSlackPlatform({ ...settings, port: Number(port) }, fakeWorld([mineCommand]));
    await expect(bot.start()).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(port),
    });
    await bot.stop();
  });
});

describe('stopping', () => {
  it.each(modes)('over %s leaves no connection and no rejection', async (mode) => {
    const reasons = unhandledRejections();
    await using connected = await connect([checkCommand()], { mode });
    const { slack, bot, logged } = connected;
    await slack.command({ command: '/check', text: 'a.example' });
    await slack.nextMessage(shows('is healthy'));
    await bot.stop();
    await slack.until(() => (slack.socket.connections() === 0 ? true : undefined), 'end of the connection');
    if (mode === 'HTTP') await expect(slack.command({ command: '/check', text: 'b' })).rejects.toThrow();
    await bot.stop();
    await nextTurn();
    expect(reasons).toEqual([]);
    expect(logged).toEqual([]);
  });

  it('lets a running answer finish', async () => {
    const gate = Promise.withResolvers<void>();
    const slow = commandOf('slow', async function* () {
      yield said('Looking', {}, 'neutral');
      await gate.promise;
      yield said('Found it');
    });
    await using connected = await connect([slow]);
    const { slack, bot } = connected;
    await slack.command({ command: '/slow' });
    await slack.nextMessage(shows('Looking'));
    const stopped = bot.stop();
    gate.resolve();
    await stopped;
    expect(slack.messages).toMatchObject([{ shown: expect.stringContaining('Found it') }]);
  });

  it('says so in an answer that does not end, and aborts it', async () => {
    const endless = commandOf('endless', async function* (_values, _caller, _services, signal) {
      yield said('Looking', {}, 'neutral');
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    await using connected = await connect([endless]);
    const { slack, bot, logged } = connected;
    await slack.command({ command: '/endless' });
    await slack.nextMessage(shows('Looking'));
    await bot.stop();
    expect(slack.messages).toMatchObject([{ shown: expect.stringMatching(/stopped before/) }]);
    expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('Socket Mode', () => {
  it('comes back after Slack has asked for a new connection', async () => {
    const reasons = unhandledRejections();
    await using connected = await connect([mineCommand]);
    const { slack } = connected;
    slack.socket.disconnect('refresh_requested');
    await slack.until(() => (slack.socket.connections() === 0 ? true : undefined), 'end of the connection');
    await slack.command({ command: '/mine', text: 'abc' });
    await slack.nextEphemeral(shows('asked for 3 characters'));
    expect(reasons).toEqual([]);
  });

  it('comes back after the connection was cut', async () => {
    await using connected = await connect([mineCommand]);
    const { slack } = connected;
    slack.socket.cut();
    await slack.until(() => (slack.socket.connections() === 0 ? true : undefined), 'end of the connection');
    await slack.command({ command: '/mine', text: 'abc' });
    await slack.nextEphemeral(shows('asked for 3 characters'));
  });
});

describe('HTTP mode', () => {
  it.each([
    ['signed with another secret', { secret: 'other' }],
    ['six minutes old', { ageSeconds: 360 }],
    ['without a signature', { leaveOut: 'signature' }],
    ['without a timestamp', { leaveOut: 'timestamp' }],
  ] as const)('refuses a request %s', async (_what, signing) => {
    await using connected = await connect([mineCommand], { mode: 'HTTP' });
    const { slack } = connected;
    const { status } = await slack.postSigned({ command: '/mine', text: 'forged' }, signing);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    await slack.command({ command: '/mine', text: 'abc' });
    await slack.nextEphemeral(shows('asked for 3 characters'));
    expect(slack.ephemerals).toHaveLength(1);
  });

  it('outlives a client that hangs up in the middle', async () => {
    await using connected = await connect([mineCommand], { mode: 'HTTP' });
    const { slack } = connected;
    const { port, hostname } = new URL(slack.urlOfBot());
    const socket = dial(Number(port), hostname);
    socket.write('POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf');
    await new Promise<void>((resolve) => socket.end(() => resolve()));
    socket.destroy();
    await slack.command({ command: '/mine', text: 'abc' });
    await slack.nextEphemeral(shows('asked for 3 characters'));
  });
});
