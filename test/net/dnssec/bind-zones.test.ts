import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAnchors } from '../../../src/net/dnssec/root-anchors.ts';
import { hasBindTools, signWithBind } from '../../support/dns/bind-tools.ts';
import { validated } from '../../support/dns/validating.ts';

const now = new Date();

const lines = (zone: string) => [
  `${zone} IN SOA ns.${zone === '.' ? '' : zone} host.${zone === '.' ? '' : zone} 1 7200 900 1209600 60`,
  `${zone} IN NS ns.example.test.`,
];

describe.runIf(hasBindTools())('zones signed by dnssec-signzone validate here', () => {
  test.each([
    ['RSASHA256', []],
    ['RSASHA512', []],
    ['ECDSAP256SHA256', []],
    ['ECDSAP384SHA384', []],
    ['ED25519', []],
    ['ED448', []],
    ['ECDSAP256SHA256', ['-3', '-']],
    ['ECDSAP256SHA256', ['-3', 'ABCD', '-H', '5']],
    ['ECDSAP256SHA256', ['-3', '-', '-A']],
  ] as const)('%s %j', async (algorithm, options) => {
    const folder = await mkdtemp(join(tmpdir(), 'notafter-bind-'));
    const zone = await signWithBind(folder, {
      zone: 'example.test',
      algorithm,
      options,
      lines: [
        ...lines('example.test.'),
        'ns.example.test. IN A 192.0.2.53',
        'api.example.test. IN A 192.0.2.1',
        'api.example.test. IN A 192.0.2.0',
        'www.example.test. IN CNAME api.example.test.',
        '*.wild.example.test. IN A 192.0.2.9',
        'deep.down.example.test. IN TXT "x"',
      ],
    });
    const top = await signWithBind(folder, {
      zone: 'test',
      algorithm,
      options,
      lines: [
        ...lines('test.'),
        'example.test. IN NS ns.example.test.',
        zone.ds,
        'unsigned.test. IN NS ns.example.test.',
      ],
    });
    const root = await signWithBind(folder, {
      zone: '.',
      algorithm,
      lines: [...lines('.'), 'test. IN NS ns.example.test.', top.ds],
    });
    await rm(folder, { recursive: true });
    const tree = {
      zones: {
        '.': root.records,
        test: top.records,
        'example.test': zone.records,
        'unsigned.test': unsigned,
      },
      anchors: parseAnchors(root.ds),
    };
    const optedOut = options.some((option) => option === '-A');
    const expected = {
      'api.example.test A': 'secure',
      'api.example.test MX': 'secure',
      'www.example.test A': 'secure',
      'a.wild.example.test A': 'secure',
      'a.wild.example.test AAAA': 'secure',
      'down.example.test A': 'secure',
      'none.example.test A': 'secure',
      'api.unsigned.test A': `insecure ${optedOut ? 'opt-out' : 'no-ds'} from unsigned.test`,
      'none A': 'secure',
    };
    if (optedOut) {
      Object.assign(expected, {
        'none.example.test A': 'insecure opt-out from none.example.test',
        'a.wild.example.test A': 'insecure opt-out from a.wild.example.test',
        'a.wild.example.test AAAA': 'insecure opt-out from a.wild.example.test',
      });
    }
    const found: Record<string, string> = {};
    for (const question of Object.keys(expected)) {
      const [name = '', type = ''] = question.split(' ');
      found[question] = await validated(tree, name, type, now);
    }
    expect(found).toEqual(expected);
  });
});

const unsigned = [{ name: 'api.unsigned.test', type: 'A', ttl: 300, data: Buffer.from([192, 0, 2, 5]) }];
