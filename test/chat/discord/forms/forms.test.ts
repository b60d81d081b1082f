import { describe, expect, it } from 'vitest';
import type { Action } from '../../../../src/core/command.ts';
import { UserError } from '../../../../src/core/errors.ts';
import { code, paragraph } from '../../../../src/core/message.ts';
import type { Option } from '../../../../src/core/option.ts';
import type { CommandServices } from '../../../../src/core/services.ts';
import { connect } from '../connected.ts';
import { commandOf, said } from '../fake-world.ts';

const options: readonly Option[] = [
  { name: 'target', kind: 'target', summary: 'a host', required: true, example: 'api.example.org' },
  { name: 'owner', kind: 'owners', summary: 'who is called' },
  { name: 'channel', kind: 'channel', summary: 'where to' },
  { name: 'labels', kind: 'labels', summary: 'key=value' },
];

function watching(fill?: NonNullable<Action['form']>['fill']) {
  const run: Action['run'] = async function* (values) {
    yield said('done', { blocks: [paragraph(code(JSON.stringify(values)))] });
  };
  return commandOf('watch', async function* () {}, {
    actions: [
      {
        ...{ name: 'add', summary: 'Adds', needs: 'anyone', options, run },
        form: { asks: ['target', 'owner', 'channel'], isWanted: ({ target = '' }) => target === '' },
      },
      {
        ...{ name: 'edit', summary: 'Changes', needs: 'anyone', options, run },
        form: {
          asks: ['owner', 'channel', 'labels'],
          isWanted: ({ owner, labels }) => owner === undefined && labels === undefined,
          ...(fill === undefined ? {} : { fill }),
        },
      },
    ],
  });
}
const services = {} as CommandServices;
const edit = { name: 'watch', subcommand: 'edit', options: { target: 'a.example' } };

describe('a command without what it needs', () => {
  it('is registered so that it can be sent, and asks with a form', async () => {
    await using connected = await connect([watching()]);
    const { discord } = connected;
    const run = await discord.slash({ name: 'watch', subcommand: 'add' });
    const modal = await run.modal();
    expect(modal).toMatchObject({
      title: '/watch add',
      inputs: [
        { name: 'target', required: true },
        { name: 'owner', isPeople: true, required: false },
        { name: 'channel', isChannel: true, required: false },
      ],
    });
    const bob = discord.place.addPerson('Bob');
    const done = await discord.submit(modal, {
      target: 'b.example',
      owner: bob.id,
      channel: discord.channel.id,
    });
    const answer = await done.answer();
    expect(answer.text).toContain('"target":"b.example"');
    expect(answer.text).toContain(`"channel":"<\u200b#${discord.channel.id}>"`);
    expect(answer.pings.users).toEqual([]);
    expect(discord.refused).toEqual([]);
  });

  it('has what is set now in its boxes, people and channels picked', async () => {
    const filled = { owner: 'discord:123 discord:&456', channel: 'discord:789', labels: 'team=a' };
    await using connected = await connect([watching(async () => filled)], { services });
    const { discord } = connected;
    const modal = await (await discord.slash(edit)).modal();
    expect(modal.inputs.map(({ value }) => value)).toEqual(['123 &456', '789', 'team=a']);
    await (await discord.submit(modal, { labels: 'team=b' })).answer(({ text }) => text.includes('team=b'));
    expect(discord.refused).toEqual([]);
  });

  it('takes an emptied box for none, and one that never held anything for no change', async () => {
    const filled = { owner: 'discord:123 discord:&456', labels: 'team=a' };
    await using connected = await connect([watching(async () => filled)], { services });
    const { discord } = connected;
    const modal = await (await discord.slash(edit)).modal();
    const answer = await (await discord.submit(modal, { owner: '', labels: '' })).answer();
    expect(answer.text).toContain('{"target":"a.example","owner":"none","labels":"none"}');
    const untouched = await (await discord.submit(modal, {})).answer();
    expect(untouched.text).toContain('"labels":"team=a"');
    expect(untouched.text).not.toContain('none');
    expect(discord.refused).toEqual([]);
  });

  it('keeps people of other platforms in a box for text, and places in direct messages', async () => {
    const filled = { owner: 'slack:U1 discord:123', channel: 'console' };
    await using connected = await connect([watching(async () => filled)], { services });
    const { discord } = connected;
    const channel = discord.place.directMessage(discord.user);
    const modal = await (await discord.slash({ ...edit, channel })).modal();
    expect(modal.inputs.slice(0, 2)).toMatchObject([{ value: filled.owner }, { value: 'console' }]);
    expect(modal.inputs.some(({ isChannel, isPeople }) => isChannel === true || isPeople === true)).toBe(
      false,
    );
  });

  it('says a button instead when its boxes take too long to fill', async () => {
    const gate = Promise.withResolvers<{ owner: string }>();
    await using connected = await connect([watching(() => gate.promise)], { services });
    const { discord } = connected;
    const run = await discord.slash(edit);
    expect(await run.acknowledged()).toMatchObject({ kind: 'defer', isEphemeral: true });
    gate.resolve({ owner: 'discord:123' });
    const [button] = (await run.answer()).buttons;
    if (button === undefined) throw new Error('no button');
    expect(button.label).toBe('/watch edit ...');
    const modal = await (await discord.press(button)).modal();
    expect(modal.inputs[0]).toMatchObject({ name: 'owner', value: '123' });
    await (await discord.submit(modal, { labels: 'x=y' })).answer(({ text }) => text.includes('a.example'));
    expect(discord.refused).toEqual([]);
  });

  it.each([
    ['what it is about is unknown', new UserError('a.example is not watched.'), /not watched/],
    ['reading fails', new Error('disk'), /could not be read/],
  ])('says so to the caller when %s', async (_what, thrown, words) => {
    await using connected = await connect([watching(() => Promise.reject(thrown))], { services });
    const answer = await (await connected.discord.slash(edit)).answer();
    expect(answer).toMatchObject({
      visibleTo: connected.discord.user.id,
      text: expect.stringMatching(words),
    });
  });
});

describe('a list to choose from', () => {
  const explain = commandOf(
    'explain',
    async function* ({ finding = '' }) {
      const of = Array.from({ length: 30 }, (_, at) => ({
        label: `dns/${at}`,
        command: 'explain',
        values: { finding: at === 2 ? 'long'.repeat(60) : `dns/${at}` },
      }));
      yield finding === ''
        ? said('30 findings', { choice: { label: 'Explain one', of } })
        : said(`page ${finding}`);
    },
    { options: [{ name: 'finding', kind: 'text', summary: 'which' }] },
  );

  it('is a select, and what is chosen is answered beside it', async () => {
    await using connected = await connect([explain]);
    const { discord } = connected;
    const list = await (await discord.slash({ name: 'explain' })).answer();
    expect(list.options).toHaveLength(25);
    expect(JSON.stringify(list.components)).toContain('Explain one (5 more are not in this list)');
    for (const [at, words] of [
      [1, 'page dns/1'],
      [2, 'page longlong'],
    ] as const) {
      const option = list.options[at];
      if (option === undefined) throw new Error('no option');
      const answer = await (await discord.choose(option)).answer();
      expect(answer.text).toContain(words);
      expect(answer.id).not.toBe(list.id);
    }
    expect(discord.refused).toEqual([]);
  });

  it.each(['', 'nonsense', '+gone', '+#forgotten'])('of forged values (%s) says so', async (value) => {
    await using connected = await connect([explain]);
    const { discord } = connected;
    const [option] = (await (await discord.slash({ name: 'explain' })).answer()).options;
    if (option === undefined) throw new Error('no option');
    await discord.choose(option, { value });
    const told = await discord.nextMessage(({ text }) => text.includes('no longer known'));
    expect(told.visibleTo).toBe(discord.user.id);
  });
});
