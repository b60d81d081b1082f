import { expect, it } from 'vitest';
import type { Needs } from '../../../../src/core/access/needs.ts';
import type { Values } from '../../../../src/core/option.ts';
import { memoryServices } from '../../../support/commanding.ts';
import type { Channel, Person } from '../../../support/discord/shapes.ts';
import type { DiscordStandIn } from '../../../support/discord/stand-in.ts';
import { gateHere } from '../../../support/services/gate-here.ts';
import { connect } from '../connected.ts';
import { commandOf, said } from '../fake-world.ts';

function needing(needs: Needs) {
  const command = commandOf(`for-${needs}`, async function* () {
    yield said('done');
  });
  return { ...command, actions: command.actions.map((action) => ({ ...action, needs })) };
}

const commands = [needing('anyone'), needing('member'), needing('admin')];

async function allowed(discord: DiscordStandIn, user: Person, channel: Channel) {
  const answers: boolean[] = [];
  for (const { name } of commands) {
    const run = await discord.slash({ name, user, channel });
    const answer = await discord.nextMessage(
      (message) => message.interactionId === run.interactionId && /done|is for/.test(message.text),
    );
    const isDone = answer.text.includes('done');
    if (!isDone) expect(answer.visibleTo).toBe(user.id);
    answers.push(isDone);
  }
  return answers;
}

function start(prepare: (discord: DiscordStandIn) => void = () => undefined) {
  const gate = gateHere();
  return connect(commands, { services: memoryServices({ gate }) }, prepare);
}

it.each([
  ['manager', [true, true, true]],
  [undefined, [true, true, false]],
  ['pending', [true, false, false]],
] as const)('%s may run so much in a channel, and in direct messages', async (rank, expected) => {
  await using connected = await start();
  const { discord } = connected;
  const person = discord.place.addPerson('Mo', rank === undefined ? {} : { rank });
  expect(await allowed(discord, person, discord.channel)).toEqual(expected);
  // There the permissions come from the roles of the server, and nobody has one.
  const alone = await allowed(discord, person, discord.place.directMessage(person));
  expect(alone).toEqual([true, expected[1], false]);
});

it('counts for nothing who manages a server that the bot was not invited to', async () => {
  let foreign: Channel | null = null;
  await using connected = await start(({ place }) => {
    foreign = place.addChannel('theirs', { guild: place.addGuild('Rival', { hasBot: false }) });
  });
  const { discord } = connected;
  if (foreign === null) throw new Error('no channel');
  const person = discord.place.addPerson('Mo', { rank: 'manager' });
  expect(await allowed(discord, person, foreign)).toEqual([true, false, false]);
});

it('refuses a press to who pressed, and leaves the message that the button stands in', async () => {
  const plain = commandOf(
    'again',
    async function* ({ hard }) {
      yield said(`done ${hard ?? ''}`, {
        buttons: [{ label: 'Run again', command: 'again', values: { hard: 'yes' } }],
      });
    },
    { options: [{ name: 'hard', kind: 'text', summary: 'how' }] },
  );
  const again = {
    ...plain,
    actions: plain.actions.map((action) => ({
      ...action,
      needs: ({ hard }: Values) => (hard === 'yes' ? ('admin' as const) : ('anyone' as const)),
    })),
  };
  const gate = gateHere();
  await using connected = await connect([again], { services: memoryServices({ gate }) });
  const { discord } = connected;
  const message = await (await discord.slash({ name: 'again' })).answer();
  const [button] = message.buttons;
  if (button === undefined) throw new Error('no button');
  await discord.press(button);
  const refused = await discord.nextMessage(({ text }) => text.includes('is for admins'));
  expect(refused.visibleTo).toBe(discord.user.id);
  expect((await discord.nextMessage(({ id }) => id === message.id)).text).toContain('done');
});

it('opens no form, and looks up nothing for one, for who may not send it', async () => {
  let filled = 0;
  const plain = commandOf(
    'rule',
    async function* () {
      yield said('done');
    },
    { options: [{ name: 'words', kind: 'text', summary: 'what' }] },
  );
  const rule = {
    ...plain,
    actions: plain.actions.map((action) => ({
      ...action,
      needs: 'admin' as const,
      form: {
        isWanted: () => true,
        asks: ['words'],
        fill: async () => {
          filled += 1;
          return { words: 'the rule of all' };
        },
      },
    })),
  };
  const opening = commandOf('open', async function* () {
    yield said('here', {
      buttons: [{ label: 'Rule ...', command: 'rule', values: {}, asks: ['words'] }],
    });
  });
  await using connected = await connect([rule, opening], { services: memoryServices({ gate: gateHere() }) });
  const { discord } = connected;
  const typed = await discord.slash({ name: 'rule' });
  expect(await typed.acknowledged()).toMatchObject({ kind: 'defer', isEphemeral: true });
  expect((await typed.answer()).text).toContain('is for admins');
  const [button] = (await (await discord.slash({ name: 'open' })).answer()).buttons;
  if (button === undefined) throw new Error('no button');
  const pressed = await discord.press(button);
  expect(await pressed.acknowledged()).toMatchObject({ kind: 'defer', isEphemeral: true });
  expect((await pressed.answer()).text).toContain('is for admins');
  expect(filled).toBe(0);
  const manager = discord.place.addPerson('Mo', { rank: 'manager' });
  const modal = await (await discord.slash({ name: 'rule', user: manager })).modal();
  expect(modal.inputs.map(({ value }) => value)).toEqual(['the rule of all']);
});
