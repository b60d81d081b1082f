import { describe, expect, test } from 'vitest';
import type { ZoneAnswer } from '../../support/dns/answer-from-zones.ts';
import { withoutSignatures } from '../../support/dns/signed-server.ts';
import { forgeTree, type ZoneSpec } from '../../support/dns/signed-tree.ts';
import { validated } from '../../support/dns/validating.ts';
import { dsData, forgeKey } from '../../support/dns/zone-key.ts';

const now = new Date('2026-11-27T12:00:00Z');
const records = ['api A 192.0.2.1', '*.wild A 192.0.2.9'];
const other = (algorithm: number) =>
  Buffer.concat([Buffer.from([0x12, 0x34, algorithm, 2]), Buffer.alloc(32, 7)]);

function treeWith(spec: ZoneSpec, top: ZoneSpec = {}) {
  return forgeTree({ '.': {}, test: top, 'example.test': { records, ...spec } }, now);
}

describe('where the chain of trust ends without a fault', () => {
  const plain: ZoneSpec = { algorithm: null };
  test.each<readonly [string, ZoneSpec, ZoneSpec, string]>([
    ['no DS, by NSEC', plain, {}, 'insecure no-ds from example.test'],
    ['no DS, by NSEC3', plain, { nsec3: {} }, 'insecure no-ds from example.test'],
    ['no DS, by opt-out', plain, { nsec3: { optOut: true } }, 'insecure opt-out from example.test'],
    [
      'an algorithm nobody knows',
      { ...plain, ds: [other(200)] },
      {},
      'insecure unknown-algorithm from example.test',
    ],
    ['RSASHA1', { algorithm: 5 }, {}, 'insecure unknown-algorithm from example.test'],
    ['RSASHA1 for NSEC3', { algorithm: 7, nsec3: {} }, {}, 'insecure unknown-algorithm from example.test'],
    [
      'a digest nobody knows',
      { ds: [Buffer.from('123408f0aabb', 'hex')] },
      {},
      'insecure unknown-algorithm from example.test',
    ],
    [
      'too many rounds above',
      plain,
      { nsec3: { iterations: 101 } },
      'insecure nsec3-iterations from example.test',
    ],
    [
      'just as many as are allowed',
      plain,
      { nsec3: { iterations: 100 } },
      'insecure no-ds from example.test',
    ],
  ])('%s', async (_name, spec, top, verdict) => {
    expect(await validated(treeWith(spec, top), 'api.example.test', 'A', now)).toBe(verdict);
  });

  test('too many rounds make absence and wildcards of the zone itself insecure', async () => {
    const tree = treeWith({ nsec3: { iterations: 500 } });
    expect(await validated(tree, 'api.example.test', 'A', now)).toBe('secure');
    expect(await validated(tree, 'no.example.test', 'A', now)).toBe(
      'insecure nsec3-iterations from no.example.test',
    );
    expect(await validated(tree, 'x.wild.example.test', 'A', now)).toBe(
      'insecure nsec3-iterations from x.wild.example.test',
    );
  });

  test('a name that opt-out cannot deny is insecure, not bogus', async () => {
    const tree = treeWith({ nsec3: { optOut: true } });
    expect(await validated(tree, 'no.example.test', 'A', now)).toBe('insecure opt-out from no.example.test');
  });

  test('one DS that can be followed is enough beside one that cannot', async () => {
    const key = forgeKey();
    const tree = treeWith({ keys: [key], ds: [other(200), dsData('example.test', key)] });
    expect(await validated(tree, 'api.example.test', 'A', now)).toBe('secure');
  });
});

describe('what cannot be told', () => {
  const tree = treeWith({});
  const address = { name: 'api.example.test', type: 'A', ttl: 300, data: Buffer.from([192, 0, 2, 1]) };
  const stripped = {
    change: (answer: ZoneAnswer, query: { type: string }) => withoutSignatures(answer, query.type),
  };

  test('a resolver that removes all signatures', async () => {
    expect(await validated(tree, 'api.example.test', 'A', now, stripped)).toBe('indeterminate stripped');
  });

  test('one that keeps those of the keys only', async () => {
    const change = (answer: ZoneAnswer, query: { type: string }) =>
      ['DNSKEY', 'DS'].includes(query.type) ? answer : withoutSignatures(answer);
    expect(await validated(tree, 'api.example.test', 'A', now, { change })).toBe('indeterminate stripped');
  });

  test('one that has another root', async () => {
    const { anchors } = forgeTree({ '.': {} }, now);
    expect(await validated(tree, 'api.example.test', 'A', now, { anchors })).toBe('indeterminate other-root');
  });

  test('a name that only this resolver knows', async () => {
    const change = (answer: ZoneAnswer, query: { name: string; type: string }): ZoneAnswer =>
      query.name === 'api.corp' && query.type === 'A'
        ? { rcode: 0, answers: [{ ...address, name: 'api.corp' }], authority: [] }
        : answer;
    expect(await validated(tree, 'api.corp', 'A', now, { change })).toBe('indeterminate private-name');
  });

  test('a resolver that refuses to tell the keys', async () => {
    const change = (answer: ZoneAnswer, query: { name: string; type: string }): ZoneAnswer =>
      query.type === 'DNSKEY' && query.name === 'example.test'
        ? { rcode: 2, answers: [], authority: [] }
        : answer;
    expect(await validated(tree, 'api.example.test', 'A', now, { change })).toBe('indeterminate no-answer');
  });
});
