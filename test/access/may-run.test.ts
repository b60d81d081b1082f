import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { mayRun } from '../../src/access/may-run.ts';
import { type AccessRules, defaultRules, type Subject } from '../../src/access/rules.ts';
import { allNeeds, needsOf } from '../../src/core/access/needs.ts';
import type { Standing } from '../../src/core/access/standing.ts';
import type { Values } from '../../src/core/option.ts';
import type { Caller } from '../../src/core/people.ts';

const caller: Caller = {
  who: { platform: 'slack', kind: 'user', id: 'U1', name: 'alice' },
  place: { platform: 'slack', channel: 'C1' },
  zone: null,
};

function standing(rank: Standing['rank'], groups: readonly string[] | null = []): Standing {
  return { rank, because: null, groups };
}

function rules(roles: Readonly<Record<string, readonly Subject[]>>, platformAdmins = true): AccessRules {
  return { ...defaultRules, roles: new Map(Object.entries(roles)), platformAdmins };
}

const alice = { platform: 'slack', kind: 'user', id: 'U1' } as const;
const group = { platform: 'slack', kind: 'group', id: 'S1' } as const;
const channel = { platform: 'slack', kind: 'channel', id: 'C1' } as const;

describe('who may run what', () => {
  it.each([
    ['operator', 3],
    ['admin', 3],
    ['member', 2],
    ['guest', 1],
    ['unknown', 1],
  ] as const)('%s, without a file', (rank, reach) => {
    const may = allNeeds.map((needs) => mayRun({ name: '/x', needs, caller }, standing(rank), defaultRules));
    expect(may.map(({ allowed }) => allowed)).toEqual([true, reach > 1, reach > 2]);
  });

  it.each([
    ['a person', [alice], [], true],
    ['a group', [group], ['S1'], true],
    ['a group they are not in', [group], ['S2'], false],
    ['a group that cannot be read', [group], null, false],
    ['a channel', [channel], [], true],
    ['the same id of another platform', [{ ...alice, platform: 'discord' as const }], [], false],
  ] as const)('%s can be made an admin', (_words, admin, groups, allowed) => {
    const wanted = { name: '/x', needs: 'admin', caller } as const;
    expect(mayRun(wanted, standing('guest', groups), rules({ admin })).allowed).toBe(allowed);
  });

  it('takes a list of members in the place of what the platform says, and leaves admins what they may', () => {
    const wanted = { name: '/x', needs: 'member', caller } as const;
    expect(mayRun(wanted, standing('member'), rules({ member: [group] })).allowed).toBe(false);
    expect(mayRun(wanted, standing('guest', ['S1']), rules({ member: [group] })).allowed).toBe(true);
    expect(mayRun(wanted, standing('admin'), rules({ member: [group] })).allowed).toBe(true);
    expect(mayRun(wanted, standing('admin'), rules({ member: [group] }, false)).allowed).toBe(false);
  });

  it('blocks whom the file blocks, an admin of the platform too, and never who has the machine', () => {
    const wanted = { name: '/x', needs: 'anyone', caller } as const;
    expect(mayRun(wanted, standing('admin'), rules({ blocked: [alice] })).allowed).toBe(false);
    expect(mayRun(wanted, standing('operator'), rules({ blocked: [alice] })).allowed).toBe(true);
  });

  it('says what was refused, who may, and how to get it', () => {
    const verdict = mayRun(
      { name: '/breaker tell', needs: 'admin', caller },
      standing('member'),
      defaultRules,
    );
    expect(verdict).toEqual({
      allowed: false,
      what: '/breaker tell is for admins',
      why: 'You are no admin here.',
      who: 'Owners and admins of the workspace, and whoever ACCESS_FILE lists as "admin".',
      how: 'Ask one of them to do it, or who runs Notafter to list slack:U1 as "admin" in ACCESS_FILE.',
    });
  });
});

const all = commands.flatMap((command) =>
  command.actions.map((action) => [`/${command.name} ${action.name}`.trim(), action] as const),
);

describe('what an action takes', () => {
  it.each(all)('%s says it', (_name, action) => {
    expect(allNeeds).toContain(needsOf(action, {}));
  });

  it.each<readonly [string, Values, string]>([
    ['/check', {}, 'anyone'],
    ['/expiry', {}, 'anyone'],
    ['/watch list', {}, 'anyone'],
    ['/watch add', {}, 'member'],
    ['/watch import', { apply: 'yes' }, 'member'],
    ['/watch owner', { what: 'all' }, 'anyone'],
    ['/watch owner', { what: 'a.example', who: '@bo' }, 'member'],
    ['/watch owner', { what: ' ALL', who: '@bo' }, 'admin'],
    ['/watch mute', { what: 'all', for: '2h' }, 'admin'],
    ['/watch unmute', { what: 'a.example' }, 'member'],
    ['/watch policy', { what: 'all' }, 'anyone'],
    ['/watch policy', { what: 'a.example', failures: '2' }, 'admin'],
    ['/watch policy', { what: 'a.example', reset: 'reset' }, 'admin'],
    ['/watch drift', { apply: 'yes' }, 'admin'],
    ['/alarm list', {}, 'anyone'],
    ['/alarm snooze', {}, 'member'],
    ['/digest at', {}, 'member'],
    ['/breaker tell', {}, 'admin'],
  ])('%s %o: %s', (name, values, needs) => {
    const action = all.find(([known]) => known === name)?.[1];
    expect(action && needsOf(action, values)).toBe(needs);
  });
});
