import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { validate } from '../../../src/net/dnssec/validate.ts';
import { askDelv, delvState, hasBindTools, writeAnchors } from '../../support/dns/bind-tools.ts';
import { type SignedServerSettings, startSignedServer } from '../../support/dns/signed-server.ts';
import { forgeTree, type SignedTree, type ZoneSpec } from '../../support/dns/signed-tree.ts';
import { askerAt, verdictText } from '../../support/dns/validating.ts';
import { dsData, forgeKey } from '../../support/dns/zone-key.ts';

// delv reads the clock of the machine.
const now = new Date();
const records = [
  'api A 192.0.2.1',
  'www CNAME api.example.test',
  'far CNAME api.other.test',
  'plain CNAME api.unsigned.test',
  'lame CNAME api.expired.test',
  '*.wild A 192.0.2.9',
  'deep.down A 192.0.2.2',
  'old DNAME other.test',
];

const questions = [
  ['api.example.test', 'A'],
  ['api.example.test', 'AAAA'],
  ['www.example.test', 'A'],
  ['far.example.test', 'A'],
  ['far.example.test', 'AAAA'],
  ['plain.example.test', 'A'],
  ['lame.example.test', 'A'],
  ['none.example.test', 'A'],
  ['a.b.c.example.test', 'A'],
  ['one.wild.example.test', 'A'],
  ['one.wild.example.test', 'AAAA'],
  ['down.example.test', 'A'],
  ['api.old.example.test', 'A'],
  ['example.test', 'SOA'],
  ['api.unsigned.test', 'A'],
  ['none.unsigned.test', 'A'],
  ['api.expired.test', 'A'],
  ['none.expired.test', 'A'],
  ['api.mismatch.test', 'A'],
  ['api.naked.test', 'A'],
  ['api.early.test', 'A'],
  ['none', 'A'],
] as const;

function treeOf(chain: ZoneSpec): SignedTree {
  return forgeTree(
    {
      '.': chain,
      test: chain,
      'example.test': { records, ...chain },
      'other.test': { records: ['api A 192.0.2.3'], ...chain },
      'unsigned.test': { records: ['api A 192.0.2.5'], algorithm: null },
      'expired.test': { records: ['api A 192.0.2.6'], ...chain, hours: [-100, -1] },
      'early.test': { records: ['api A 192.0.2.6'], ...chain, hours: [5, 100] },
      'mismatch.test': {
        records: ['api A 192.0.2.7'],
        ...chain,
        ds: [
          dsData('mismatch.test', forgeKey(chain.algorithm == null ? {} : { algorithm: chain.algorithm })),
        ],
      },
      'naked.test': {
        records: ['api A 192.0.2.8'],
        algorithm: null,
        ds: [dsData('naked.test', forgeKey(chain.algorithm == null ? {} : { algorithm: chain.algorithm }))],
      },
    },
    now,
  );
}

const chains: Readonly<Record<string, ZoneSpec>> = {
  'NSEC, RSASHA256': { algorithm: 8 },
  'NSEC, RSASHA512': { algorithm: 10 },
  'NSEC, ECDSAP256SHA256': { algorithm: 13 },
  'NSEC, ECDSAP384SHA384': { algorithm: 14, digestType: 4 },
  'NSEC, ED25519': { algorithm: 15 },
  'NSEC, ED448': { algorithm: 16 },
  NSEC3: { nsec3: {} },
  'NSEC3 with salt and rounds': { nsec3: { iterations: 3, salt: Buffer.from('c0de', 'hex') } },
};

describe.runIf(hasBindTools())('delv says the same', () => {
  test.each(Object.entries(chains))('%s', async (_name, chain) => {
    expect(await differences(treeOf(chain), {})).toEqual([]);
  });

  test('of answers changed on their way', async () => {
    const change: SignedServerSettings['change'] = (answer, query) =>
      query.name.endsWith('example.test') && ['A', 'AAAA'].includes(query.type)
        ? { ...answer, authority: [] }
        : answer;
    expect(await differences(treeOf({}), { change })).toEqual([]);
  });
});

async function differences(
  tree: SignedTree,
  settings: Partial<SignedServerSettings>,
): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-delv-'));
  await using server = await startSignedServer({ zones: tree.zones, ...settings });
  const anchors = await writeAnchors(folder, tree.anchors);
  const found: string[] = [];
  for (const [name, type] of questions) {
    const said = await askDelv({ port: server.port, anchors, name, type });
    const ours = await validate(name, [type], { ask: askerAt(server.address), anchors: tree.anchors, now });
    const trust = ours.answers[0]?.trust ?? { state: 'secure' };
    if (delvState(said) !== trust.state) found.push(`${name} ${type}: ${verdictText(trust)}, delv: ${said}`);
  }
  await rm(folder, { recursive: true });
  return found;
}
