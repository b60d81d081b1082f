import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { nsec3Hasher } from '../../../src/net/dnssec/nsec3-hash.ts';
import { keyTagOf, readDnskey, readRrsig } from '../../../src/net/dnssec/records.ts';
import { validate } from '../../../src/net/dnssec/validate.ts';
import { verifyRrset, zoneKey } from '../../../src/net/dnssec/verify-rrset.ts';
import { startSignedServer } from '../../support/dns/signed-server.ts';
import { forgeTree } from '../../support/dns/signed-tree.ts';
import { askerAt, verdictText } from '../../support/dns/validating.ts';
import { integer, nameBytes } from '../../support/dns/zone-data.ts';

const now = new Date('2026-11-27T12:00:00Z');
const seconds = Math.floor(now.getTime() / 1000);

/** An Ed25519 key nobody has the private half of, made to have this tag. */
function keyWithTag(tag: number): Buffer {
  for (;;) {
    const wire = Buffer.concat([Buffer.from([1, 1, 3, 15]), randomBytes(30), Buffer.alloc(2)]);
    const missing = (tag - keyTagOf(wire) + 0x1_0000) & 0xffff;
    wire.writeUInt16BE(missing, 34);
    if (keyTagOf(wire) === tag) return wire;
  }
}

function signatureWithTag(tag: number): Buffer {
  const times = [integer(4, seconds + 1000), integer(4, seconds - 1000)];
  const head = [integer(2, 1), Buffer.from([15, 2]), integer(4, 300), ...times, integer(2, tag)];
  return Buffer.concat([...head, nameBytes('example.test'), randomBytes(64)]);
}

test('a hundred keys of one tag and a hundred signatures by it cost no more than a few checks', async () => {
  const record = (type: string, wire: Buffer) => ({ name: 'example.test', type, ttl: 300, data: '', wire });
  const keys = Array.from({ length: 100 }, () => readDnskey(record('DNSKEY', keyWithTag(4711))));
  const signatures = Array.from({ length: 100 }, () => readRrsig(record('RRSIG', signatureWithTag(4711))));
  const rrset = {
    name: 'example.test',
    type: 'A',
    records: [record('A', Buffer.from([192, 0, 2, 1]))],
    signatures: signatures.filter((one) => one !== null),
  };
  const judge = { now, checks: { left: 120 } };
  const zone = { zone: 'example.test', keys: keys.filter((one) => one !== null).map(zoneKey) };
  expect(zone.keys).toHaveLength(100);
  expect(await verifyRrset(rrset, zone, judge)).toMatchObject({
    holds: false,
    link: { code: 'too-many-signatures' },
  });
  expect(judge.checks.left).toBe(112);
});

test('a key of the right tag behind a few of the same tag is still found', async () => {
  const tree = forgeTree(
    { '.': {}, test: {}, 'example.test': { records: ['api A 192.0.2.1'], algorithm: 15 } },
    now,
  );
  const right = tree.keys['example.test']?.[0];
  if (right === undefined) throw new Error('no key');
  const records = tree.zones['example.test'] ?? [];
  const rrset = {
    name: 'api.example.test',
    type: 'A',
    records: [{ name: 'api.example.test', type: 'A', ttl: 300, data: '', wire: Buffer.from([192, 0, 2, 1]) }],
    signatures: records
      .filter(({ name, type }) => name === 'api.example.test' && type === 'RRSIG')
      .flatMap((one) => readRrsig({ ...one, data: '', wire: one.data }) ?? [])
      .filter(({ covered }) => covered === 'A'),
  };
  const wires = [...Array.from({ length: 5 }, () => keyWithTag(right.keyTag)), right.data];
  const keys = wires
    .flatMap((wire) => readDnskey({ name: '', type: '', ttl: 0, data: '', wire }) ?? [])
    .map(zoneKey);
  const judge = { now, checks: { left: 120 } };
  expect(await verifyRrset(rrset, { zone: 'example.test', keys }, judge)).toMatchObject({ holds: true });
});

test('aliases from zone to zone without end stop at the limit of questions', async () => {
  const records = Array.from({ length: 60 }, (_, index) => `n${index} CNAME n${index + 1}.example.test`);
  const tree = forgeTree({ '.': {}, test: {}, 'example.test': { records } }, now);
  await using server = await startSignedServer({
    zones: tree.zones,
    change: (answer) => ({ ...answer, answers: answer.answers.slice(0, 2) }),
  });
  const options = { ask: askerAt(server.address), anchors: tree.anchors, now, mostQueries: 40 };
  const { answers, queries } = await validate('n0.example.test', ['A', 'AAAA'], options);
  expect(answers.map(({ trust }) => verdictText(trust))).toEqual([
    'indeterminate too-much',
    'indeterminate too-much',
  ]);
  expect(queries).toBeLessThanOrEqual(40);
  expect(server.queries.length).toBeLessThanOrEqual(40);
});

test('a name of 120 labels under NSEC3 with many rounds lets others have their turn', async () => {
  const hash = nsec3Hasher({ salt: randomBytes(200), iterations: 100 });
  const turns: number[] = [];
  const ticking = setInterval(() => turns.push(turns.length), 0);
  for (let count = 0; count < 120; count += 1) await hash(`${'a.'.repeat(count)}example.test`);
  clearInterval(ticking);
  expect(turns.length).toBeGreaterThan(3);
});
