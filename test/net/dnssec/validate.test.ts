import { describe, expect, test } from 'vitest';
import { forgeTree } from '../../support/dns/signed-tree.ts';
import { validated } from '../../support/dns/validating.ts';

const now = new Date('2026-11-27T12:00:00Z');

const records = [
  'api A 192.0.2.1',
  'api AAAA 2001:db8::1',
  'www CNAME api.example.test',
  'far CNAME api.other.test',
  'lost CNAME gone.other.test',
  'plain CNAME api.unsigned.test',
  '*.wild A 192.0.2.9',
  'deep.down A 192.0.2.2',
  'old DNAME new.other.test',
];
const otherRecords = ['api A 192.0.2.3', 'host.new A 192.0.2.4', '* TXT "x"'];

/** Question, and what is to be said of it. */
const questions: readonly (readonly [string, string, string])[] = [
  ['api.example.test', 'A', 'secure'],
  ['api.example.test', 'AAAA', 'secure'],
  ['api.example.test', 'MX', 'secure'],
  ['www.example.test', 'A', 'secure'],
  ['far.example.test', 'A', 'secure'],
  ['far.example.test', 'AAAA', 'secure'],
  ['lost.example.test', 'A', 'secure'],
  ['plain.example.test', 'A', 'insecure no-ds from unsigned.test'],
  ['none.example.test', 'A', 'secure'],
  ['a.b.none.example.test', 'A', 'secure'],
  ['one.wild.example.test', 'A', 'secure'],
  ['a.b.wild.example.test', 'A', 'secure'],
  ['one.wild.example.test', 'AAAA', 'secure'],
  ['down.example.test', 'A', 'secure'],
  ['host.old.example.test', 'A', 'secure'],
  ['host.old.example.test', 'AAAA', 'secure'],
  ['example.test', 'SOA', 'secure'],
  ['example.test', 'A', 'secure'],
  ['api.unsigned.test', 'A', 'insecure no-ds from unsigned.test'],
  ['none.unsigned.test', 'A', 'insecure no-ds from unsigned.test'],
  ['none', 'A', 'secure'],
];

const trees = {
  NSEC: undefined,
  NSEC3: { iterations: 0 },
  'NSEC3 with salt and rounds': { iterations: 7, salt: Buffer.from('abcd', 'hex') },
};

describe.each(Object.entries(trees))('a tree of %s', (_name, nsec3) => {
  const chain = nsec3 === undefined ? {} : { nsec3 };
  const tree = forgeTree(
    {
      '.': { ...chain },
      test: { ...chain },
      'example.test': { records, ...chain },
      'other.test': { records: otherRecords, ...chain },
      'unsigned.test': { records: ['api A 192.0.2.5'], algorithm: null },
    },
    now,
  );
  test.each(questions)('%s %s: %s', async (name, type, verdict) => {
    expect(await validated(tree, name, type, now)).toBe(verdict);
  });
});

describe.each([8, 10, 13, 14, 15, 16])('algorithm %i', (algorithm) => {
  test('in every zone', async () => {
    const tree = forgeTree(
      { '.': { algorithm }, test: { algorithm, digestType: 4 }, 'example.test': { algorithm, records } },
      now,
    );
    expect(await validated(tree, 'api.example.test', 'A', now)).toBe('secure');
    expect(await validated(tree, 'no.example.test', 'A', now)).toBe('secure');
  });
});
