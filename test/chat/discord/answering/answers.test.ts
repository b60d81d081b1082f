import { describe, expect, it } from 'vitest';
import { code, paragraph, text } from '../../../../src/core/message.ts';
import { refusal } from '../../../support/discord/stand-in.ts';
import { connect } from '../connected.ts';
import { checkCommand, commandOf, mineCommand, said } from '../fake-world.ts';

const v2 = 32_768;
const noMentions = { parse: [], users: [], roles: [] };

describe('a slash command', () => {
  it('is deferred, edited as it grows and replaced by the answer, calling nobody', async () => {
    await using connected = await connect([checkCommand(), mineCommand]);
    const { discord, status } = connected;
    expect(status).toBe('on (gateway, Acme)');
    const run = await discord.slash({ name: 'check', options: { target: 'api.example.org' } });
    expect(await run.acknowledged()).toMatchObject({ kind: 'defer', isEphemeral: false });
    const answer = await run.answer((message) => message.text.includes('healthy'));
    expect(answer.revisions[0]?.text).toContain('Checking api.example.org');
    expect(answer.revisions.length).toBeGreaterThan(1);
    for (const revision of answer.revisions) {
      expect(revision.flags & v2).toBe(v2);
      expect(revision.allowedMentions).toEqual(noMentions);
    }
    expect(answer.visibleTo).toBeNull();
    expect(answer.text).toContain('**Looked at** `api.example.org`');
    expect(answer.buttons.map(({ label }) => label)).toEqual(['Check again', 'Mine', 'Long']);
    expect(discord.messages()).toHaveLength(1);
    expect(discord.refused).toEqual([]);
    expect(discord.gateway.intents()).toBe(1);
  });

  it('shows each step while the next one is awaited', async () => {
    const steps = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let taken = 0;
    const step = () => steps[taken++]?.promise ?? Promise.resolve();
    await using connected = await connect([checkCommand(step)]);
    const run = await connected.discord.slash({ name: 'check', options: { target: 'a.example' } });
    await run.answer((message) => message.text.includes('Checking a.example ...'));
    steps[0]?.resolve();
    await run.answer((message) => message.text.includes('DNS done'));
    steps[1]?.resolve();
    await run.answer((message) => message.text.includes('is healthy'));
    expect(connected.discord.refused).toEqual([]);
  });

  it('answers privately when it is for the caller, wherever it was typed', async () => {
    await using connected = await connect([mineCommand]);
    const { discord } = connected;
    const direct = discord.place.directMessage(discord.user);
    for (const channel of [discord.channel, direct]) {
      const run = await discord.slash({ name: 'mine', options: { target: 'four' }, channel });
      expect(await run.acknowledged()).toMatchObject({ isEphemeral: true });
      const answer = await run.answer();
      expect(answer.visibleTo).toBe(discord.user.id);
      expect(answer.text).toContain(`Alice asked for 4 characters in ${channel.id}`);
    }
  });

  it("says the caller's mistake as it is, and a fault of ours with an id", async () => {
    const broken = commandOf('broken', async function* () {
      yield said('almost');
      throw new Error('boom');
    });
    await using connected = await connect([mineCommand, broken]);
    const { discord, logged } = connected;
    const mistake = await discord.slash({ name: 'mine', options: { target: 'bad' } });
    expect((await mistake.answer()).text).toContain('"bad" is not a host name. Try example.org.');
    const fault = await discord.slash({ name: 'broken' });
    const { text: shown } = await fault.answer((message) => message.text.includes('Something broke'));
    const id = /error (\w{8})/.exec(shown)?.[1];
    expect(logged).toContainEqual(
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ id }) }),
    );
  });

  it('lets an answer that is too long follow in further messages, as private as the first', async () => {
    const blocks = Array.from({ length: 15 }, (_, index) => paragraph(text(`${index} ${'x'.repeat(900)}`)));
    const long = commandOf('long', async function* () {
      yield said('A long one', { blocks });
    });
    await using connected = await connect([long, { ...long, name: 'secret', visibility: 'caller' }]);
    const { discord } = connected;
    for (const name of ['long', 'secret']) {
      const run = await discord.slash({ name });
      const followUps = await discord.until(
        () => (run.followUps().length === 3 ? run.followUps() : undefined),
        'three follow-ups',
      );
      const first = await run.answer();
      const visibleTo = name === 'secret' ? discord.user.id : null;
      expect([first, ...followUps].map((message) => message.visibleTo)).toEqual(Array(4).fill(visibleTo));
      expect([first, ...followUps].map((message) => message.allowedMentions)).toEqual(
        Array(4).fill(noMentions),
      );
      const whole = [first, ...followUps].map((message) => message.text).join('\n');
      for (let index = 0; index < 15; index += 1) expect(whole).toContain(`${index} xxx`);
    }
    expect(discord.refused).toEqual([]);
  });

  it('speaks as the bot when the 15 minutes of the command are over', async () => {
    const gate = Promise.withResolvers<void>();
    const slow = commandOf('slow', async function* () {
      yield said('Looking', {}, 'neutral');
      await gate.promise;
      yield said('Found it at last');
    });
    await using connected = await connect([slow, { ...slow, name: 'quiet', visibility: 'caller' }]);
    const { discord } = connected;
    const runs = [await discord.slash({ name: 'slow' }), await discord.slash({ name: 'quiet' })];
    for (const run of runs) await run.answer((message) => message.text.includes('Looking'));
    discord.advance(16 * 60_000);
    gate.resolve();
    const late = [await late1(), await late1()];
    const direct = discord.place.directMessage(discord.user).id;
    expect(late.map(({ channelId }) => channelId).toSorted()).toEqual(
      [discord.channel.id, direct].toSorted(),
    );
    async function late1() {
      return discord.nextMessage((message) => message.text.includes('Found it at last'));
    }
  });

  it('comes through although Discord fails for a moment, and gives up on a message that was deleted', async () => {
    await using connected = await connect([mineCommand]);
    const { discord } = connected;
    const oops = { status: 502, body: 'bad gateway' };
    discord.failNext({ method: 'PATCH', path: /^\/webhooks/, reply: oops, times: 3 });
    const run = await discord.slash({ name: 'mine', options: { target: 'four' } });
    expect((await run.answer()).text).toContain('4 characters');
    const gone = refusal(404, 10008, 'Unknown Message');
    discord.failNext({ method: 'PATCH', path: /^\/webhooks/, reply: gone, times: 9 });
    const patches = () => discord.requests.filter(({ method }) => method === 'PATCH').length;
    const before = patches();
    const lost = await discord.slash({ name: 'mine', options: { target: 'five' } });
    await lost.acknowledged();
    await connected.bot.stop();
    expect(patches() - before).toBe(1);
  });

  it('answers where the connection broke just after its acknowledgement was taken', async () => {
    await using connected = await connect([mineCommand]);
    const { discord } = connected;
    discord.failNext({ path: /\/callback$/, reply: 'take and hang up' });
    const run = await discord.slash({ name: 'mine', options: { target: 'four' } });
    expect((await run.answer()).text).toContain('4 characters');
    expect(discord.refused.map(({ code: number }) => number)).toEqual([40060]);
  });

  it('drops an interaction that was acknowledged too late, and goes on with the next', async () => {
    await using connected = await connect([mineCommand]);
    const { discord } = connected;
    await discord.slash({ name: 'mine', options: { target: 'a' }, lateMs: 3001 });
    await discord.until(() => discord.refused.find(({ code: number }) => number === 10062), 'late deferral');
    const next = await discord.slash({ name: 'mine', options: { target: 'ab' } });
    expect((await next.answer()).text).toContain('2 characters');
  });

  it('gives each option under its name and each subcommand its own', async () => {
    const ask = commandOf('watch', async function* () {}, {
      actions: ['list', 'add'].map((name) => ({
        name,
        summary: `Does ${name}`,
        needs: 'anyone' as const,
        options:
          name === 'list'
            ? []
            : [
                { name: 'owner', kind: 'owners' as const, summary: 'who is called' },
                {
                  name: 'when',
                  kind: 'choice' as const,
                  summary: 'when',
                  required: true,
                  choices: ['now', 'off'],
                },
              ],
        async *run(values: object) {
          yield said(name, { blocks: [paragraph(code(JSON.stringify(values)))] });
        },
      })),
    });
    await using connected = await connect([ask]);
    const { discord } = connected;
    const run = await discord.slash({
      name: 'watch',
      subcommand: 'add',
      options: { when: 'now', owner: '<@123456789012345678>' },
    });
    const { text: shown } = await run.answer();
    expect(shown).toContain('**add**');
    expect(shown).toContain('"when":"now"');
    const list = await discord.slash({ name: 'watch', subcommand: 'list' });
    expect((await list.answer()).text).toContain('**list**');
  });
});
