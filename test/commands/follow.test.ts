import { describe, expect, it } from 'vitest';
import { follow } from '../../commands/follow.ts';
import { commands } from '../../commands/index.ts';
import { parseLine } from '../../src/chat/asking/parse.ts';
import type { Follows, NewFollow } from '../../src/core/services.ts';
import { parseTarget } from '../../src/core/target.ts';
import type { Follow } from '../../src/core/watch/follow.ts';
import { newFollow } from '../../src/monitor/follow/new-follow.ts';
import { stopFollow } from '../../src/monitor/follow/next-follow.ts';
import { caller, memoryServices, noFollows, run, words } from '../support/commanding.ts';
import { noon } from '../support/store-fixtures.ts';

function remembering(ids: readonly string[] = ['0a0a0a0a', '0b0b0b0b']) {
  const asked: NewFollow[] = [];
  const running: Follow[] = [];
  const follows: Follows = {
    ...noFollows,
    async start(what) {
      asked.push(what);
      const started = newFollow(what, ids[running.length] ?? '', noon);
      running.push(started);
      return { kind: 'started', follow: started };
    },
    running: async () => running,
    find: async (id) => running.find((one) => one.id === id) ?? null,
    async stop(id, by) {
      const found = running.find((one) => one.id === id);
      return found === undefined ? null : { follow: stopFollow(found, by, noon).follow, stopped: true };
    },
  };
  return { asked, running, services: memoryServices({ follows }) };
}

describe('/follow', () => {
  it.each([
    ['/follow api.example.org', 15_000, 1_800_000],
    ['/follow api.example.org every 30s for 2h', 30_000, 7_200_000],
    ['/follow every 30 s for 10 minutes api.example.org', 30_000, 600_000],
    ['/follow api.example.org every:1m for:24h', 60_000, 86_400_000],
    ['follow Start api.example.org For 5m Every 5s', 5000, 300_000],
  ])('reads %s', async (line, everyMs, forMs) => {
    const { asked, services } = remembering();
    const { action, values } = parseLine(commands, line);
    const messages = await run(follow, action.name, values, services);
    expect(asked).toEqual([
      { target: parseTarget('api.example.org'), place: caller.place, by: caller.who, everyMs, forMs },
    ]);
    expect(messages.at(-1)?.buttons).toMatchObject([
      { label: 'Stop', subcommand: 'stop', values: { which: '0a0a0a0a' } },
    ]);
  });

  it.each([
    ['every 4s', 'every 4 s is not possible: it may be from 5 s to 10 min.'],
    ['every 11m', 'it may be from 5 s to 10 min'],
    ['for 25h', 'for 25 h is not possible: it may be from 1 min to 1 d.'],
    ['every 5m for 1m', 'would be one look: /check does that'],
    ['every', 'is not a length of time'],
    ['every often', '"often" is not a length of time'],
    ['client:nobody', 'nobody'],
    ['twice', 'I do not know what to do with "twice"'],
  ])('refuses %s in words', async (words, sentence) => {
    await expect(async () => {
      const { action, values } = parseLine(commands, `/follow api.example.org ${words}`);
      await run(follow, action.name, values, remembering().services);
    }).rejects.toThrow(sentence);
  });

  it('takes what /check takes beside the target', async () => {
    const { asked, services } = remembering();
    const line =
      '/follow https://api.example.org/health address:192.0.2.7 client:payments status:2xx expect:ok';
    const { action, values } = parseLine(commands, line);
    await run(follow, action.name, values, services);
    expect(asked[0]?.target).toMatchObject({
      address: '192.0.2.7',
      client: 'payments',
      expected: { status: '2xx', body: 'ok' },
    });
  });

  it.each([
    ['same', 'is followed here already'],
    ['place-full', '5 targets are followed here'],
    ['full', '20 targets are followed in all'],
  ] as const)('says why it cannot: %s', async (kind, sentence) => {
    const services = memoryServices({ follows: { ...noFollows, start: async () => ({ kind }) } });
    await expect(run(follow, 'start', { target: 'api.example.org' }, services)).rejects.toThrow(sentence);
  });

  it('says to who follows too much what they could stop, wherever that is', async () => {
    const asked = { place: caller.place, by: caller.who, everyMs: 15_000, forMs: 60_000 };
    const there = { platform: 'slack', channel: 'C0OPS' } as const;
    const theirs = [
      newFollow({ ...asked, target: parseTarget('a.example') }, '0a0a0a0a', noon),
      newFollow({ ...asked, target: parseTarget('b.example'), place: there }, '0b0b0b0b', noon),
    ];
    const start: Follows['start'] = async () => ({ kind: 'person-full', theirs });
    const services = memoryServices({ follows: { ...noFollows, start } });
    await expect(run(follow, 'start', { target: 'c.example' }, services)).rejects.toThrow(
      'Stop one first: a.example (/follow stop 0a0a0a0a), b.example in slack:C0OPS (/follow stop 0b0b0b0b).',
    );
  });

  it('runs in the foreground for who calls from a terminal', async () => {
    const shown = { tone: 'bad' as const, title: [], blocks: [], summary: 'the summary' };
    const services = memoryServices({
      follows: {
        ...noFollows,
        async *here() {
          yield shown;
        },
      },
    });
    const [start] = follow.actions;
    const terminal = { ...caller, who: { ...caller.who, platform: 'terminal' as const } };
    const said = [];
    const signal = new AbortController().signal;
    for await (const one of start?.run({ target: 'api.example.org' }, terminal, services, signal) ?? [])
      said.push(one);
    expect(said).toMatchObject([{ stays: true, summary: expect.stringContaining('Ctrl-C ends it') }, shown]);
  });
});

describe('/follow list and stop', () => {
  async function two() {
    const stage = remembering();
    await run(follow, 'start', { target: 'api.example.org' }, stage.services);
    await run(follow, 'start', { target: 'https://pay.example.org/health', every: '1m' }, stage.services);
    return stage;
  }

  it('shows what is followed, each with a button to stop it', async () => {
    const { services } = await two();
    const [message] = await run(follow, 'list', {}, services);
    expect(words(message)).toContain(
      'https://pay.example.org/health is being looked at; every 1 min until'.slice(8),
    );
    expect(message?.buttons?.map(({ values }) => values.which)).toEqual(['0a0a0a0a', '0b0b0b0b']);
  });

  it.each([
    [{ which: '0b0b0b0b' }, 'pay.example.org/health is followed no more'],
    [{ which: 'api.example.org' }, 'api.example.org is followed no more'],
    [{ which: 'https://pay.example.org/health' }, 'pay.example.org/health is followed no more'],
  ])('stops by id and by target: %o', async (values, sentence) => {
    const { services } = await two();
    expect((await run(follow, 'stop', values, services)).at(-1)?.summary).toContain(sentence);
  });

  it('asks which where it is not clear, and says where there is none', async () => {
    const { services } = await two();
    const asked = (await run(follow, 'stop', {}, services)).at(-1);
    expect(asked?.summary).toContain('Which one is to be stopped? 2 are followed here');
    expect(asked?.buttons?.map(({ subcommand, values }) => [subcommand, values.which])).toEqual([
      ['stop', '0a0a0a0a'],
      ['stop', '0b0b0b0b'],
    ]);
    await expect(run(follow, 'stop', { which: 'www.example.org' }, services)).rejects.toThrow(
      'www.example.org is not followed here',
    );
    await expect(run(follow, 'stop', { which: 'ffffffff' }, services)).rejects.toThrow('not followed here');
    await expect(run(follow, 'stop', {}, memoryServices())).rejects.toThrow('Nothing is followed here');
  });
});
