import { describe, expect, test } from 'vitest';
import type { ZoneAnswer } from '../../support/dns/answer-from-zones.ts';
import { forgeTree } from '../../support/dns/signed-tree.ts';
import { validated } from '../../support/dns/validating.ts';

const now = new Date('2026-11-27T12:00:00Z');
const host = 'api.example.test';

/** Everything the zone above has to say of absence: true records, about its own side of the cut only. */
function denialsOf(tree: ReturnType<typeof forgeTree>, zone: string): ZoneAnswer['authority'] {
  return (tree.zones[zone] ?? []).filter(({ type, data }) => {
    const covered = type === 'RRSIG' ? data.readUInt16BE(0) : 0;
    return ['SOA', 'NSEC', 'NSEC3'].includes(type) || [6, 47, 50].includes(covered);
  });
}

/** RFC 6840 §4.1: an old trick, with which a parent's records would make all of a child disappear. */
describe.each([
  ['NSEC', {}],
  ['NSEC3', { nsec3: {} }],
  ['NSEC3 with opt-out', { nsec3: { optOut: true } }],
])('what the parent says by %s about a zone cut denies nothing of the child', (_name, chain) => {
  const tree = forgeTree(
    { '.': chain, test: chain, 'example.test': { records: ['api A 192.0.2.1'], ...chain } },
    now,
  );
  test.each([
    [host, 'A', 3],
    [host, 'A', 0],
    ['example.test', 'SOA', 0],
    ['example.test', 'A', 3],
  ])('%s %s, rcode %i', async (name, type, rcode) => {
    const change = (answer: ZoneAnswer, query: { name: string; type: string }): ZoneAnswer =>
      query.name === name && query.type === type
        ? { rcode, answers: [], authority: denialsOf(tree, 'test') }
        : answer;
    const verdict = await validated(tree, name, type, now, { change });
    expect(verdict).toMatch(/^bogus denial-not-proved at test/);
  });

  test('and the child cannot deny its own DS', async () => {
    const change = (answer: ZoneAnswer, query: { name: string; type: string }): ZoneAnswer =>
      query.name === 'example.test' && query.type === 'DS'
        ? { rcode: 0, answers: [], authority: denialsOf(tree, 'example.test') }
        : answer;
    expect(await validated(tree, host, 'A', now, { change })).toMatch(/^bogus /);
  });
});

describe('a resolver with a zone of its own', () => {
  const tree = forgeTree({ '.': {}, test: {}, 'example.test': { records: ['api A 192.0.2.1'] } }, now);
  const inside = { name: host, type: 'A', ttl: 300, data: Buffer.from([10, 0, 0, 1]) };
  const ownView = (answer: ZoneAnswer, query: { name: string; type: string }): ZoneAnswer => {
    if (!query.name.endsWith('example.test') || query.type === 'DS') return answer;
    return { rcode: 0, answers: query.type === 'A' ? [inside] : [], authority: [] };
  };

  test('says so by AA, and nothing is concluded', async () => {
    const replyOf = ({ name, type }: { name: string; type: string }) => ({
      authoritative: name.endsWith('example.test') && type !== 'DS',
    });
    expect(await validated(tree, host, 'A', now, { change: ownView, replyOf })).toBe(
      'indeterminate own-view',
    );
  });

  test('that says AA of all it sends says nothing by it', async () => {
    const verdict = await validated(tree, host, 'A', now, {
      change: ownView,
      reply: { authoritative: true },
    });
    expect(verdict).toBe('bogus dnskey-missing at example.test: example.test DNSKEY');
  });
});
