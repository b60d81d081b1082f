import { expect, it } from 'vitest';
import type { CommandServices } from '../../../../src/core/services.ts';
import { askingCommand } from '../../../support/asking.ts';
import { memoryServices } from '../../../support/commanding.ts';
import { gateHere } from '../../../support/services/gate-here.ts';
import { checkCommand, commandOf, createMemoryActions, said } from '../fake-world.ts';
import { connectOverHttp } from './over-http.ts';

it('answers commands and buttons that come as signed requests, without a gateway', async () => {
  await using over = await connectOverHttp([checkCommand()]);
  const { discord, status } = over;
  expect(status).toContain('on (interactions over HTTP, Acme');
  expect(over.bot.isConnected?.()).toBe(true);
  const run = await discord.slash({ name: 'check', options: { target: 'a.example.org' } });
  const message = await run.answer(({ text }) => text.includes('healthy'));
  expect(await run.acknowledged()).toMatchObject({ kind: 'defer' });
  const again = message.buttons[0];
  if (again === undefined) throw new Error('no button');
  expect(await (await discord.press(again)).acknowledged()).toMatchObject({ kind: 'defer-update' });
  expect(discord.gateway.sessions()).toBe(0);
  expect(discord.refused).toEqual([]);
});

it('answers in direct messages, with buttons in them', async () => {
  await using over = await connectOverHttp([checkCommand()]);
  const { discord } = over;
  const channel = discord.place.directMessage(discord.user);
  const run = await discord.slash({ name: 'check', options: { target: 'a.example.org' }, channel });
  const [again] = (await run.answer(({ text }) => text.includes('healthy'))).buttons;
  if (again === undefined) throw new Error('no button');
  expect(await (await discord.press(again)).acknowledged()).toMatchObject({ kind: 'defer-update' });
  expect(over.logged.filter(({ level }) => level === 'error')).toEqual([]);
});

it('offers while somebody types', async () => {
  const options = [{ name: 'target', kind: 'target', summary: 'a host' }] as const;
  const one = commandOf('one', async function* () {}, { options });
  const suggest: CommandServices['suggest'] = async () => [{ value: 'a.example.org', label: 'A' }];
  await using over = await connectOverHttp([one], { parts: { services: memoryServices({ suggest }) } });
  const run = await over.discord.type({ name: 'one', options: { target: 'a' }, focused: 'target' });
  expect(await run.suggestions()).toEqual([{ name: 'A', value: 'a.example.org' }]);
});

it('opens forms and takes what was filled in', async () => {
  const opening = commandOf('open', async function* () {
    yield said('here', {
      buttons: [{ label: 'Take it', command: 'ack', values: { id: 'i1' }, asks: ['until', 'how'] }],
    });
  });
  await using over = await connectOverHttp([opening, askingCommand('caller')]);
  const { discord } = over;
  const [button] = (await (await discord.slash({ name: 'open' })).answer()).buttons;
  if (button === undefined) throw new Error('no button');
  const modal = await (await discord.press(button)).modal();
  const answer = await (await discord.submit(modal, { until: '2h' })).answer();
  expect(answer.text).toContain('until 2h');
  expect(answer.visibleTo).toBe(discord.user.id);
});

it('knows who somebody is by what is signed, and which servers it was invited to by asking', async () => {
  const plain = commandOf('rule', async function* () {
    yield said('done');
  });
  const rule = {
    ...plain,
    actions: plain.actions.map((action) => ({ ...action, needs: 'admin' as const })),
  };
  const services = memoryServices({ gate: gateHere() });
  await using over = await connectOverHttp([rule], { parts: { services } });
  const { discord } = over;
  const manager = discord.place.addPerson('Mo', { rank: 'manager' });
  expect((await (await discord.slash({ name: 'rule', user: manager })).answer()).text).toContain('done');
  const refused = await discord.slash({ name: 'rule' });
  const said2 = await discord.nextMessage(({ interactionId }) => interactionId === refused.interactionId);
  expect(said2.text).toContain('is for admins');
});

it('is shared by several bots: what one has shown another answers', async () => {
  const actions = createMemoryActions();
  await using one = await connectOverHttp([checkCommand()], { parts: { actions } });
  const { discord } = one;
  await using other = await connectOverHttp([checkCommand()], { parts: { actions }, beside: discord });
  expect(discord.outgoing.url()).toBe(other.url);
  await discord.outgoing.setUrl(one.url);
  const run = await discord.slash({ name: 'check', options: { target: 'a.example.org' } });
  const [again] = (await run.answer(({ text }) => text.includes('healthy'))).buttons;
  if (again === undefined) throw new Error('no button');
  await discord.outgoing.setUrl(other.url);
  expect(await (await discord.press(again)).acknowledged()).toMatchObject({ kind: 'defer-update' });
});

it('says at the start that the key is of another application', async () => {
  const { createDoor } = await import('../../../../src/chat/discord/connection/door.ts');
  const { createDiscordPlatform } = await import('../../../../src/chat/discord/platform.ts');
  const { startDiscord } = await import('../../../support/discord/stand-in.ts');
  const { fakeWorld } = await import('../fake-world.ts');
  await using discord = await startDiscord();
  const world = fakeWorld([]);
  const door = createDoor({ publicKey: 'ab'.repeat(32), now: () => new Date(), log: world.log });
  const { token, apiUrl } = discord;
  const bot = createDiscordPlatform({ token, apiUrl, door }, world);
  await expect(bot.start()).rejects.toThrow('DISCORD_PUBLIC_KEY is not the key of the application');
  await bot.stop();
});
