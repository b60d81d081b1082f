import { describe, expect, it } from 'vitest';
import { commands } from '../../../../commands/index.ts';
import type { CommandServices } from '../../../../src/core/services.ts';
import { memoryServices } from '../../../support/commanding.ts';
import { createMemoryActions } from '../../discord/fake-world.ts';
import { connect, modes, shows } from '../connected.ts';

function connected(
  services: CommandServices = memoryServices(),
  mode: (typeof modes)[number] = 'Socket Mode',
) {
  return connect(commands, { mode, world: { services } });
}

/** What is kept of an endpoint once it is watched. */
async function watched(services: CommandServices) {
  const rows = await services.watchList.list();
  return rows.map(({ endpoint: { target, owners, labels, home } }) => ({
    host: target.host,
    owners: owners.map(({ kind, id }) => `${kind} ${id}`),
    labels,
    home: home.channel,
  }));
}

describe.each(modes)('/watch add alone, over %s', (mode) => {
  it('asks in a form and answers in the channel where it was called', async () => {
    const services = memoryServices();
    await using here = await connected(services, mode);
    const { slack } = here;
    const bob = slack.addUser('bob');
    const group = slack.addUsergroup('payments');
    const pay = slack.addChannel('pay');
    await slack.command({ command: '/watch', text: 'add' });
    const form = await slack.nextForm();
    expect((form.view.blocks as { block_id: string }[]).map(({ block_id }) => block_id)).toEqual([
      'target',
      'owner',
      'owner:groups',
      'channel',
      'labels',
      'address',
    ]);
    await slack.suggest(form, 'owner:groups', '');
    await slack.submit(form, {
      target: 'api.example.org',
      owner: [bob.id],
      'owner:groups': [`slack:${group.id}`],
      channel: pay.id,
      labels: 'team=payments',
    });
    expect(slack.openForms()).toEqual([]);
    const told = await slack.nextMessage(shows('is watched now; its certificate is in order'));
    expect(told.channel).toBe(slack.channel.id);
    expect(await watched(services)).toEqual([
      {
        host: 'api.example.org',
        owners: [`user ${bob.id}`, `group ${group.id}`],
        labels: { team: 'payments' },
        home: pay.id,
      },
    ]);
    expect(slack.pings(told)).toEqual({ users: [], groups: [], everybody: false });
    expect(slack.refused).toEqual([]);
  });
});

describe('a form', () => {
  it('says beside each box what is wrong with it, and keeps all that was typed', async () => {
    const services = memoryServices();
    await using here = await connected(services);
    const { slack } = here;
    await slack.command({ command: '/watch', text: 'add' });
    const form = await slack.nextForm();
    await slack.submit(form, { target: 'not a host', labels: 'payments', address: '1.2.3' });
    const { errors, isOpen } = slack.formNow(form);
    expect(isOpen).toBe(true);
    expect(Object.keys(errors)).toEqual(['target', 'labels', 'address']);
    expect(errors.labels).toMatch(/is not a label/);
    await slack.submit(form, { target: 'api.example.org', labels: 'team=payments' });
    await slack.nextMessage(shows('is watched now'));
    expect((await watched(services)).length).toBe(1);
  });

  it('that is sent twice is answered once, and one that is closed does nothing', async () => {
    const services = memoryServices();
    await using here = await connected(services);
    const { slack } = here;
    await slack.command({ command: '/watch', text: 'add' });
    const form = await slack.nextForm();
    await Promise.all([
      slack.submit(form, { target: 'api.example.org' }),
      slack.submit(form, { target: 'api.example.org' }),
    ]);
    await slack.nextMessage(shows('its certificate is in order'));
    await slack.command({ command: '/watch', text: 'add' });
    await slack.closeForm(await slack.nextForm());
    await slack.command({ command: '/watch', text: 'list' });
    await slack.nextMessage(shows('One endpoint is watched'));
    expect(slack.ephemerals.filter(shows('watched already'))).toEqual([]);
    expect(slack.refused).toEqual([]);
  });

  it('stays open while it cannot be looked up what it is about, and counts when it is sent again', async () => {
    const services = memoryServices();
    const actions = createMemoryActions();
    const recall = actions.recall;
    let isDown = false;
    const { ...failing } = actions;
    failing.recall = async (id) => {
      if (isDown) throw new Error('the store is away');
      return recall(id);
    };
    await using here = await connect(commands, { world: { services, actions: failing } });
    const { slack } = here;
    const target = `https://api.example.org/${'a'.repeat(600)}`;
    await slack.command({ command: '/watch', text: `add ${target}` });
    await slack.nextMessage(shows('its certificate is in order'));
    await slack.command({ command: '/watch', text: `edit ${target}` });
    const form = await slack.nextForm(({ view }) => JSON.stringify(view).includes('labels'));
    isDown = true;
    await slack.submit(form, { labels: 'team=payments' });
    const { errors, isOpen } = slack.formNow(form);
    expect([isOpen, Object.values(errors)]).toEqual([true, [expect.stringContaining('Send it again')]]);
    isDown = false;
    await slack.submit(form, { labels: 'team=payments' });
    await slack.nextMessage(shows('was changed'));
    expect(await watched(services)).toMatchObject([{ labels: { team: 'payments' } }]);
  });

  it('offers what was typed again where only the command could find the mistake', async () => {
    await using here = await connected();
    const { slack } = here;
    for (const labels of ['team=a', 'team=b']) {
      await slack.command({ command: '/watch', text: 'add' });
      await slack.submit(await slack.nextForm(), { target: 'api.example.org', labels });
      await slack.until(() => (slack.openForms().length === 0 ? true : undefined), 'no form');
    }
    const told = await slack.nextEphemeral(shows('is watched already'));
    await slack.press({ message: told, label: 'Fill in again ...' });
    const again = await slack.nextForm();
    expect(JSON.stringify(again.view.blocks)).toContain('"initial_value":"team=b"');
  });

  it('answers its sender alone where the bot may not post', async () => {
    await using here = await connected();
    const { slack } = here;
    const secret = slack.addChannel('secret', { kind: 'private', hasBot: false });
    await slack.command({ command: '/watch', text: 'add', channel: secret });
    await slack.submit(await slack.nextForm(), { target: 'api.example.org' });
    const told = await slack.nextMessage(shows('its certificate is in order'));
    expect(slack.workspace.channel(told.channel).kind).toBe('direct');
  });
});

describe('/watch edit <target>', () => {
  it('opens at once, is filled when it is known what is set, and changes what was changed', async () => {
    const services = memoryServices();
    await using here = await connected(services);
    const { slack } = here;
    const bob = slack.addUser('bob');
    const group = slack.addUsergroup('payments');
    const text = 'add api.example.org owner:@bob,@payments labels:team=payments';
    await slack.command({ command: '/watch', text });
    await slack.nextMessage(shows('its certificate is in order'));
    await slack.command({ command: '/watch', text: 'edit api.example.org' });
    const form = await slack.nextForm(({ view }) => JSON.stringify(view).includes('labels'));
    expect(form.shown[0]).toContain('Looking up what is set');
    expect(form.view.blocks).toMatchObject([
      { block_id: 'owner', element: { type: 'multi_users_select', initial_users: [bob.id] } },
      {
        block_id: 'owner:groups',
        element: { initial_options: [{ text: { text: '@payments' }, value: `slack:${group.id}` }] },
      },
      { block_id: 'channel', element: { initial_conversation: slack.channel.id } },
      { block_id: 'labels', element: { initial_value: 'team=payments' } },
    ]);
    await slack.submit(form, { owner: [], 'owner:groups': [], labels: '' });
    await slack.nextMessage(shows('was changed'));
    expect(await watched(services)).toMatchObject([{ owners: [], labels: {}, home: slack.channel.id }]);
  });

  it('keeps owners of another platform that no picker can show', async () => {
    const services = memoryServices();
    await using here = await connected(services);
    const { slack } = here;
    await slack.command({ command: '/watch', text: 'add api.example.org' });
    await slack.nextMessage(shows('its certificate is in order'));
    const [row] = await services.watchList.list();
    const owners = [{ platform: 'discord', kind: 'user', id: '42', name: 'dora' }] as const;
    await services.watchList.change(row?.endpoint.id ?? '', {
      owners,
      home: { platform: 'discord', channel: '7' },
    });
    await slack.command({ command: '/watch', text: 'edit api.example.org' });
    const form = await slack.nextForm(({ view }) => JSON.stringify(view).includes('labels'));
    expect(form.shown.at(-1)).toMatch(/Also discord:42: they stay/);
    expect(form.shown.at(-1)).toMatch(/Now discord:7: it stays/);
    await slack.submit(form, { labels: 'team=a' });
    await slack.nextMessage(shows('was changed'));
    expect((await services.watchList.list())[0]?.endpoint).toMatchObject({ owners, labels: { team: 'a' } });
  });

  it('of something that is not watched says so in the form', async () => {
    await using here = await connected();
    const { slack } = here;
    await slack.command({ command: '/watch', text: 'edit nobody.example.org' });
    const form = await slack.nextForm(({ shown }) => shown.length === 2);
    expect(form.shown.at(-1)).toContain('nobody.example.org is not watched');
  });

  it('is no fault where somebody closed the form before it was filled', async () => {
    await using here = await connected();
    const { slack, logged, bot } = here;
    slack.failNext('views.update', { error: 'not_found' });
    await slack.command({ command: '/watch', text: 'edit api.example.org' });
    await slack.nextForm();
    // Waits for what is under way.
    await bot.stop();
    expect(logged.map(({ message }) => message)).toContain('Slack changed no form');
    expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
