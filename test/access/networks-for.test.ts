import { describe, expect, it } from 'vitest';
import { networksFor } from '../../src/access/networks-for.ts';
import { readRules } from '../../src/access/read-rules.ts';
import { type Reach, reachOf } from '../../src/core/access/reach.ts';
import { createAddressPolicy } from '../../src/net/policy.ts';

const read = (text: string) => readRules(text, 'access.yaml', null).networks;

const rules = read(`
networks:
  - in: [slack:C42, "discord:#7", console, webhook:ops]
    allow: [10.20.0.0/16, "::ffff:10.30.0.0/112"]
  - for: admin
    allow: [192.168.0.0/16]
  - { in: [slack:C42], for: member, allow: [10.40.0.1] }
`);

const at = (channel: string, rank: Reach['rank'] = null): Reach => ({
  place: { platform: 'slack', channel },
  rank,
});

describe('networks that ACCESS_FILE opens', () => {
  it.each([
    ['whoever asks in the channel', at('C42'), ['10.20.0.0/16', '10.30.0.0/16']],
    ['a member there', at('C42', 'member'), ['10.20.0.0/16', '10.30.0.0/16', '10.40.0.1/32']],
    ['a member elsewhere', at('C43', 'member'), []],
    ['an admin elsewhere', at('C43', 'admin'), ['192.168.0.0/16']],
    [
      'an admin there',
      at('C42', 'admin'),
      ['10.20.0.0/16', '10.30.0.0/16', '10.40.0.1/32', '192.168.0.0/16'],
    ],
    [
      'what is told in a channel unasked',
      reachOf({ platform: 'slack', channel: 'C42' }),
      ['10.20.0.0/16', '10.30.0.0/16'],
    ],
    [
      'the page of the console, which admins read',
      reachOf({ platform: 'console', channel: 'console' }),
      ['10.20.0.0/16', '10.30.0.0/16', '192.168.0.0/16'],
    ],
    ['a channel of another platform with the same id', reachOf({ platform: 'discord', channel: 'C42' }), []],
  ])('are those for %s', (_who, reach, networks) => {
    expect(networksFor(reach, rules)).toEqual(networks);
  });

  it.each([
    [
      'networks:\n  - allow: [10.0.0.0/8]\n',
      'line 2 (networks.0): wanted: in (channels), for (admin or member), or both',
    ],
    [
      'networks:\n  - in: [slack:U42]\n    allow: [10.0.0.0/8]\n',
      'line 2 (networks.0.in.0): "slack:U42" is no place',
    ],
    [
      'networks:\n  - for: admin\n    allow:\n      - 10.0.0.0/8\n      - 10/8\n',
      'line 5 (networks.0.allow.1): allow: "10/8" is not a network',
    ],
    [
      'networks:\n  - for: anyone\n    allow: [10.0.0.0/8]\n',
      'line 2 (networks.0.for): wanted: admin or member',
    ],
    ['networks:\n  - for: admin\n    allow: []\n', 'line 3 (networks.0.allow): wanted: one network at least'],
    [
      'networks:\n  - for: admin\n    allow: [10.0.0.0/8]\n    only: [10.0.0.0/8]\n',
      'line 4 (networks.0.only): nothing is called so; wanted: in, for, allow',
    ],
  ])('are refused with the line: %j', (text, mistake) => {
    expect(() => read(text)).toThrow(mistake);
  });
});

describe('a policy within further networks', () => {
  const policy = createAddressPolicy({ allowedNetworks: ['10.0.0.1'], deniedPorts: [] });

  it('knows which of them were needed', () => {
    const run = policy.within(['10.20.0.0/16', '10.30.0.0/16']);
    expect(run.judge('8.8.8.8', 443).allowed).toBe(true);
    expect(run.judge('10.0.0.1', 443).allowed).toBe(true);
    expect(run.used()).toEqual([]);
    expect(run.judge('::ffff:10.20.3.4', 443).allowed).toBe(true);
    expect(run.used()).toEqual(['10.20.0.0/16']);
    expect(run.judge('10.40.0.1', 443)).toMatchObject({ allowed: false, byPlace: true });
    // Another run, and everybody's, know nothing of it.
    expect(policy.within([]).judge('10.20.3.4', 443).allowed).toBe(false);
    expect(policy.judge('10.20.3.4', 443)).not.toHaveProperty('byPlace');
  });

  it('takes the exact address of a metadata service only', () => {
    expect(policy.within(['169.254.0.0/16']).judge('169.254.169.254', 80).allowed).toBe(false);
    expect(policy.within(['169.254.169.254']).judge('169.254.169.254', 80).allowed).toBe(true);
  });
});
