import { expect, it } from 'vitest';
import type { Needs } from '../../../../src/core/access/needs.ts';
import type { Values } from '../../../../src/core/option.ts';
import { memoryServices } from '../../../support/commanding.ts';
import { gateHere } from '../../../support/services/gate-here.ts';
import { commandOf, said } from '../../discord/fake-world.ts';
import { connect, type modes, shows } from '../connected.ts';

function needing(needs: Needs) {
  const command = commandOf(`for-${needs}`, async function* () {
    yield said('done');
  });
  return { ...command, actions: command.actions.map((action) => ({ ...action, needs })) };
}

const commands = [needing('anyone'), needing('member'), needing('admin')];

function start(mode: (typeof modes)[number] = 'Socket Mode') {
  const gate = gateHere();
  return connect(commands, { mode, world: { services: memoryServices({ gate }) } });
}

it.each([
  ['admin', 3],
  [undefined, 2],
  ['guest', 1],
  ['stranger', 1],
] as const)('%s may run so much', async (rank, reach) => {
  await using connected = await start();
  const { slack } = connected;
  const user = slack.workspace.addUser('mo', rank === undefined ? {} : { rank });
  for (const [at, { name }] of commands.entries()) {
    const run = await slack.command({ command: `/${name}`, user });
    if (at < reach) {
      await slack.nextMessage(shows('done'));
      continue;
    }
    const refused = await run.nextResponse(shows('is for'));
    expect(refused.shown).toContain(`/${name} is for`);
    expect(refused.shown).toContain('Who may');
    expect(slack.messages.filter(({ shown }) => shown.includes('is for'))).toEqual([]);
  }
});

it('takes away at once what Slack says of nobody it knows, and keeps what anybody may', async () => {
  await using connected = await start('HTTP');
  const { slack } = connected;
  const user = { id: 'U0NOBODY', name: 'ghost', realName: 'ghost', zone: 'UTC' };
  const run = await slack.command({ command: '/for-member', user });
  expect((await run.nextResponse(shows('is for members'))).shown).toContain('does not know you');
  await slack.command({ command: '/for-anyone', user });
  await slack.nextMessage(shows('done'));
});

it('refuses a press to who pressed, and leaves the message that the button stands in', async () => {
  const option = { name: 'hard', kind: 'text', summary: 'how' } as const;
  const plain = commandOf(
    'again',
    async function* ({ hard }) {
      yield said(`done ${hard ?? ''}`, {
        buttons: [{ label: 'Run again', command: 'again', values: { hard: 'yes' } }],
      });
    },
    { options: [option] },
  );
  const again = {
    ...plain,
    actions: plain.actions.map((action) => ({
      ...action,
      needs: ({ hard }: Values) => (hard === 'yes' ? ('admin' as const) : ('anyone' as const)),
    })),
  };
  const gate = gateHere();
  await using connected = await connect([again], { world: { services: memoryServices({ gate }) } });
  const { slack } = connected;
  await slack.command({ command: '/again' });
  const message = await slack.nextMessage(shows('done'));
  const pressed = await slack.press({ message, label: 'Run again' });
  expect((await pressed.nextResponse(shows('is for admins'))).shown).toContain('/again is for admins');
  const admin = slack.workspace.addUser('root', { rank: 'admin' });
  await slack.press({ message, label: 'Run again', user: admin });
  await slack.nextMessage(shows('done yes'));
  expect(slack.messages.map(({ shown }) => shown.split('\n')[0])).toEqual([
    expect.stringContaining('done yes'),
  ]);
});

it('whispers what it refuses of a mention', async () => {
  await using connected = await start();
  const { slack } = connected;
  await slack.mention({ text: 'for-admin' });
  await slack.nextEphemeral(shows('is for admins'));
  expect(slack.messages).toEqual([]);
});
