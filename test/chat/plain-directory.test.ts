import { describe, expect, it } from 'vitest';
import { createPlainDirectory } from '../../src/chat/plain-directory.ts';
import type { Caller } from '../../src/core/people.ts';

const directory = createPlainDirectory();
const caller: Caller = {
  who: { platform: 'console', kind: 'user', id: 'console', name: 'console' },
  place: { platform: 'console', channel: 'console' },
  zone: null,
};

describe('people where there is no platform to ask', () => {
  it('are names, and ids of the chats', async () => {
    expect(
      await directory.resolveMentions(
        '@alice, bob  Åsa.K slack:U012AB slack:S7 discord:19 discord:&4',
        caller,
      ),
    ).toEqual([
      { platform: 'console', kind: 'user', id: 'alice', name: 'alice' },
      { platform: 'console', kind: 'user', id: 'bob', name: 'bob' },
      { platform: 'console', kind: 'user', id: 'Åsa.K', name: 'Åsa.K' },
      { platform: 'slack', kind: 'user', id: 'U012AB', name: 'U012AB' },
      { platform: 'slack', kind: 'group', id: 'S7', name: 'S7' },
      { platform: 'discord', kind: 'user', id: '19', name: '19' },
      { platform: 'discord', kind: 'group', id: '4', name: '4' },
    ]);
  });

  it('count once however often they are named', async () => {
    expect(await directory.resolveMentions('@alice alice,slack:U1 slack:U1', caller)).toHaveLength(2);
  });

  it.each(['<!channel>', '@', 'slack:C012', 'discord:x', 'a\u202eb', '-rf', 'x'.repeat(65), '@al ice?'])(
    'are not %j',
    async (typed) => {
      await expect(directory.resolveMentions(typed, caller)).rejects.toThrow(/is not a name\. Try @alice/);
    },
  );

  it('are at least one and at most twenty', async () => {
    const names = Array.from({ length: 21 }, (_, index) => `@n${index}`);
    expect(await directory.resolveMentions(names.slice(1).join(' '), caller)).toHaveLength(20);
    await expect(directory.resolveMentions(names.join(' '), caller)).rejects.toThrow(
      'That is 21 names; 20 is the most.',
    );
    await expect(directory.resolveMentions(' , ', caller)).rejects.toThrow(/No name given/);
  });
});

describe('places', () => {
  it.each([
    ['here', { platform: 'console', channel: 'console' }],
    [' console ', { platform: 'console', channel: 'console' }],
    ['slack:C012AB3CD', { platform: 'slack', channel: 'C012AB3CD' }],
    ['discord:197038439483310086', { platform: 'discord', channel: '197038439483310086' }],
  ])('%j is one', async (typed, place) => {
    expect(await directory.resolvePlace(typed, caller)).toEqual(place);
  });

  it.each(['', '#ops', 'slack:U012', 'terminal', 'discord:general'])('%j is none', async (typed) => {
    await expect(directory.resolvePlace(typed, caller)).rejects.toThrow(/is not a place I can post to/);
  });
});
