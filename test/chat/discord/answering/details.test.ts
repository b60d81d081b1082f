import { expect, it, vi } from 'vitest';
import { details as detailsCommand } from '../../../../commands/details.ts';
import { createDiscordPlatform } from '../../../../src/chat/discord/platform.ts';
import { type Message, paragraph, text } from '../../../../src/core/message.ts';
import type { AnswerDetails, CommandServices } from '../../../../src/core/services.ts';
import type { ShownButton, ShownMessage } from '../../../support/discord/shapes.ts';
import { outgoingOf } from '../../../support/outgoing.ts';
import { memoryDetails } from '../../../support/services/keeping-details.ts';
import { connect } from '../connected.ts';
import { commandOf, fakeWorld, said } from '../fake-world.ts';

const pem = { name: 'missing.pem', mediaType: 'application/x-pem-file', text: 'a certificate' };
const answer: Message = said('api.example.org lacks an intermediate', {
  blocks: [paragraph(text('Append it.'))],
  details: { blocks: [paragraph(text('The evidence.'))], files: [pem] },
  buttons: [{ label: 'Run again', command: 'look', values: {} }],
});
const look = commandOf('look', async function* () {
  yield said('Looking', {}, 'neutral');
  yield answer;
});
const commands = [look, detailsCommand];
const servicesWith = (details: AnswerDetails) => ({ details }) as unknown as CommandServices;

function detailsButton({ buttons }: ShownMessage): ShownButton {
  const found = buttons.find(({ label }) => label === 'Details');
  if (found === undefined) throw new Error('no Details');
  return found;
}

it.each(['guild', 'direct message', 'server without the bot', 'messages of others'])(
  'the closer look comes behind a button, for who presses it alone, files and all: %s',
  async (where) => {
    await using connected = await connect(commands, { services: servicesWith(memoryDetails()) });
    const { discord } = connected;
    const { place } = discord;
    const channel = {
      guild: () => discord.channel,
      'direct message': () => place.directMessage(discord.user),
      'server without the bot': () =>
        place.addChannel('far', { guild: place.addGuild('Other', { hasBot: false }) }),
      'messages of others': () => place.addChannel('group', { type: 3 }),
    }[where];
    const run = await discord.slash({ name: 'look', channel: channel?.() ?? discord.channel });
    const shown = await run.answer((message) => message.buttons.length > 1);
    expect(shown.text).not.toContain('The evidence.');
    expect(shown.buttons.map(({ label }) => label)).toEqual(['Run again', 'Details']);
    const closer = await (await discord.press(detailsButton(shown))).answer();
    expect(closer).toMatchObject({ visibleTo: discord.user.id, attachments: [{ name: pem.name }] });
    expect(closer.text).toContain('The evidence.');
    expect(discord.refused).toEqual([]);
  },
);

it('the closer look of an alarm is there after a restart, and told to be gone when it is', async () => {
  const kept = memoryDetails();
  await using connected = await connect(commands, { services: servicesWith(kept) });
  const { discord, bot } = connected;
  const to = { kind: 'place', place: { platform: 'discord', channel: discord.channel.id } } as const;
  await bot.send(outgoingOf(to, answer, 'open'), AbortSignal.timeout(15_000));
  const button = detailsButton(await discord.nextMessage());
  await bot.stop();
  const { token, apiUrl } = discord;
  for (const [details, words] of [
    [kept, 'The evidence.'],
    [memoryDetails(), 'not kept any longer'],
  ] as const) {
    const reborn = createDiscordPlatform(
      { token, apiUrl },
      fakeWorld(commands, { services: servicesWith(details) }),
    );
    await reborn.start();
    const closer = await (await discord.press(button)).answer();
    expect(closer).toMatchObject({ visibleTo: discord.user.id, text: expect.stringContaining(words) });
    await reborn.stop();
  }
});

it.each([
  ['fails', () => Promise.reject(new Error('disk full'))],
  ['hangs', () => new Promise<string>(() => undefined)],
])('a closer look that cannot be kept (it %s) is said at once', async (_how, keep) => {
  const services = servicesWith({ keep, find: async () => null });
  await using connected = await connect(commands, { services });
  const { discord, logged } = connected;
  const run = await discord.slash({ name: 'look' });
  const shown = await run.answer((message) => message.text.includes('The evidence.'));
  expect(shown.attachments).toMatchObject([{ name: pem.name, text: pem.text }]);
  expect(shown.buttons.map(({ label }) => label)).toEqual(['Run again']);
  expect(logged.filter(({ level }) => level === 'warn')).toHaveLength(1);
});

it('what fits into no four messages goes along as a file', async () => {
  const blocks = Array.from({ length: 40 }, (_, index) => paragraph(text(`row${index} ${'x'.repeat(480)}`)));
  const long = commandOf('long', async function* () {
    yield said('A long one', { blocks });
  });
  await using connected = await connect([long]);
  const { discord } = connected;
  const run = await discord.slash({ name: 'long' });
  const shown = await run.answer();
  const [whole] = shown.attachments;
  expect(whole?.name).toBe('whole-answer.txt');
  for (let index = 0; index < 40; index += 1) expect(whole?.text).toContain(`row${index}`);
  await discord.until(() => run.followUps().find(({ text: all }) => all.includes(whole?.name ?? '')), 'hint');
  expect(discord.refused).toEqual([]);
});

it('the closer look of what was handed over in private is kept for nobody', async () => {
  const kept = memoryDetails();
  const keep = vi.spyOn(kept, 'keep');
  const mine = commandOf('look', async function* () {
    yield { ...answer, audience: 'caller' };
  });
  await using connected = await connect([mine, detailsCommand], { services: servicesWith(kept) });
  const shown = await (await connected.discord.slash({ name: 'look' })).answer();
  expect(shown.text).toContain('The evidence.');
  expect(keep).not.toHaveBeenCalled();
});
