import { describe, expect, test } from 'vitest';
import type { ZoneAnswer } from '../../support/dns/answer-from-zones.ts';
import { withoutSignatures } from '../../support/dns/signed-server.ts';
import { forgeTree, type ZoneSpec } from '../../support/dns/signed-tree.ts';
import { validated } from '../../support/dns/validating.ts';
import { dsData, forgeKey } from '../../support/dns/zone-key.ts';

const now = new Date('2026-11-27T12:00:00Z');
const records = ['api A 192.0.2.1', 'www CNAME api.example.test', '*.wild A 192.0.2.9', 'old DNAME new.test'];

function treeWith(spec: ZoneSpec, top: ZoneSpec = {}) {
  return forgeTree({ '.': {}, test: top, 'example.test': { records, ...spec } }, now);
}

const key = forgeKey();
const revoked = forgeKey({ flags: 257 | 0x80 });
const noZoneKey = forgeKey({ flags: 1 });

describe('a zone that breaks the chain', () => {
  test.each<readonly [string, ZoneSpec, string]>([
    ['signatures ended', { hours: [-100, -1] }, 'bogus rrsig-expired at example.test: example.test DNSKEY'],
    [
      'signatures begin later',
      { hours: [1, 99] },
      'bogus rrsig-not-yet-valid at example.test: example.test DNSKEY',
    ],
    [
      'DS of another key',
      { ds: [dsData('example.test', forgeKey())] },
      'bogus ds-mismatch at example.test: example.test DNSKEY',
    ],
    [
      'DS with a digest of the same key of another zone',
      { keys: [key], ds: [dsData('example.org', key)] },
      'bogus ds-mismatch at example.test: example.test DNSKEY',
    ],
    [
      'an unsigned zone under a DS',
      { algorithm: null, ds: [dsData('example.test', key)] },
      'bogus dnskey-missing at example.test: example.test DNSKEY',
    ],
    [
      'a revoked key',
      { keys: [revoked], ds: [dsData('example.test', revoked)] },
      'bogus no-zone-key at example.test: example.test DNSKEY',
    ],
    [
      'a key that is no zone key',
      { keys: [noZoneKey], ds: [dsData('example.test', noZoneKey)] },
      'bogus no-zone-key at example.test: example.test DNSKEY',
    ],
  ])('%s', async (_name, spec, verdict) => {
    expect(await validated(treeWith(spec), 'api.example.test', 'A', now)).toBe(verdict);
  });

  test('a key that the DS names and that has not signed the others', async () => {
    const tree = treeWith({ keys: [key, forgeKey()], ds: [dsData('example.test', key)] });
    const unsigned = tree.zones['example.test']?.filter(
      ({ type, data, name }) =>
        type !== 'RRSIG' ||
        name !== 'example.test' ||
        data.readUInt16BE(0) !== 48 ||
        data.readUInt16BE(16) !== key.keyTag,
    );
    const zones = { ...tree.zones, 'example.test': unsigned ?? [] };
    expect(await validated({ ...tree, zones }, 'api.example.test', 'A', now)).toBe(
      'bogus dnskey-unsigned at example.test: example.test DNSKEY',
    );
  });
});

/** The answer to one question changed on its way. */
function changing(type: string, change: (answer: ZoneAnswer) => ZoneAnswer) {
  return {
    change: (answer: ZoneAnswer, query: { readonly type: string }) =>
      query.type === type ? change(answer) : answer,
  };
}

describe('an answer changed on its way', () => {
  const tree = treeWith({});
  const hashed = treeWith({ nsec3: {} }, { nsec3: {} });
  const stripped = (answer: ZoneAnswer) => withoutSignatures(answer);
  const noProof = (answer: ZoneAnswer) => ({ ...answer, authority: [] });
  const gone = (answer: ZoneAnswer): ZoneAnswer => ({ ...answer, rcode: 3, answers: [] });

  test.each<readonly [string, string, ReturnType<typeof changing>, string]>([
    [
      'api.example.test',
      'A',
      changing('A', stripped),
      'bogus rrsig-missing at example.test: api.example.test A',
    ],
    [
      'no.example.test',
      'A',
      changing('A', stripped),
      'bogus denial-missing at example.test: no.example.test A',
    ],
    [
      'no.example.test',
      'A',
      changing('A', noProof),
      'bogus denial-missing at example.test: no.example.test A',
    ],
    [
      'api.example.test',
      'MX',
      changing('MX', gone),
      'bogus denial-not-proved at example.test: api.example.test MX',
    ],
    [
      'x.wild.example.test',
      'A',
      changing('A', noProof),
      'bogus denial-missing at example.test: x.wild.example.test A',
    ],
    ['api.example.test', 'A', changing('DS', stripped), 'bogus rrsig-missing at .: test DS'],
    [
      'api.example.test',
      'A',
      changing('DNSKEY', (answer) => (answer.answers[0]?.name === 'test' ? stripped(answer) : answer)),
      'bogus rrsig-missing at test: test DNSKEY',
    ],
    [
      'host.old.example.test',
      'A',
      changing('A', (answer) => ({
        ...answer,
        answers: answer.answers.map((record) =>
          record.type === 'CNAME'
            ? { ...record, data: Buffer.from('\x04evil\x04test\x00', 'latin1') }
            : record,
        ),
      })),
      'bogus dname-mismatch at old.example.test: host.old.example.test CNAME',
    ],
  ])('%s %s', async (name, type, settings, verdict) => {
    for (const each of [tree, hashed]) expect(await validated(each, name, type, now, settings)).toBe(verdict);
  });

  test('an old signature under a wildcard does not pass for another name without proof', async () => {
    // The record of *.wild shown as that of a name that exists.
    const settings = changing('A', (answer) => ({
      ...answer,
      answers:
        tree.zones['example.test']
          ?.filter(({ name, type }) => name === '*.wild.example.test' && ['A', 'RRSIG'].includes(type))
          .map((record) => ({ ...record, name: 'api.wild.example.test' })) ?? [],
      authority: answer.authority,
    }));
    expect(await validated(tree, 'api.wild.example.test', 'A', now, { ...settings })).toBe('secure');
    const existing = treeWith({ records: [...records, 'api.wild A 192.0.2.77'] });
    const replay = changing('A', (answer) => ({
      ...answer,
      answers:
        existing.zones['example.test']
          ?.filter(
            ({ name, type, data }) =>
              name === '*.wild.example.test' &&
              (type === 'A' || (type === 'RRSIG' && data.readUInt16BE(0) === 1)),
          )
          .map((record) => ({ ...record, name: 'api.wild.example.test' })) ?? [],
      authority:
        existing.zones['example.test']?.filter(
          ({ type, data }) => type === 'NSEC' || (type === 'RRSIG' && data.readUInt16BE(0) === 47),
        ) ?? [],
    }));
    expect(await validated(existing, 'api.wild.example.test', 'A', now, replay)).toBe(
      'bogus denial-not-proved at example.test: api.wild.example.test A',
    );
  });

  test('a type bitmap of a wildcard says nothing about the names it stands in for', async () => {
    const zone = tree.zones['example.test'] ?? [];
    const nsecOf = (owner: string) =>
      zone.filter(
        ({ name, type, data }) =>
          name === owner && (type === 'NSEC' || (type === 'RRSIG' && data.readUInt16BE(0) === 47)),
      );
    const replay = changing('AAAA', (answer) => ({
      ...answer,
      answers: [],
      authority: nsecOf('*.wild.example.test').map((record) => ({
        ...record,
        name: 'api.wild.example.test',
      })),
    }));
    expect(await validated(tree, 'api.wild.example.test', 'AAAA', now, replay)).toBe(
      'bogus denial-not-proved at example.test: api.wild.example.test AAAA',
    );
  });
});
