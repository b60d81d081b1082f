import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { breachesOf, rules } from '../../../src/pki/rules/index.ts';
import type { Place, Rule } from '../../../src/pki/rules/rule.ts';
import { projectRoot } from '../../house/source-files.ts';
import { implicit, sequence } from '../../support/certificates/der-writer.ts';
import {
  type CertificateSpec,
  daysFrom,
  fixedNow,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../../support/certificates/forge.ts';
import { readForged } from '../../support/certificates/read.ts';

const root = forgeRoot();

function breached(place: Place, spec: CertificateSpec): readonly string[] {
  const forge = { leaf: () => forgeLeaf(root, spec), intermediate: () => forgeIntermediate(root, spec) };
  const forged = place === 'anchor' ? forgeRoot(spec) : forge[place]();
  return breachesOf(readForged(forged), place, ['rfc5280', 'baseline']).map(({ rule }) => rule);
}

const authorityIssuer = {
  oid: '2.5.29.35',
  value: sequence(
    implicit(0, Buffer.from('key')),
    Buffer.from('a1068204', 'hex'),
    Buffer.from('74657374', 'hex'),
  ),
};

type Row = readonly [Rule['id'], Place, breaks: CertificateSpec, keeps: CertificateSpec];

const rows: readonly Row[] = [
  ['rfc5280/sound', 'leaf', { serial: 0 }, {}],
  ['rfc5280/authority-key-id', 'leaf', { authorityKeyId: null }, {}],
  ['rfc5280/subject-key-id', 'intermediate', { subjectKeyId: null }, {}],
  [
    'rfc5280/path-length-use',
    'intermediate',
    { pathLength: 0, keyUsage: ['cRLSign'] },
    { pathLength: 0, keyUsage: ['keyCertSign'] },
  ],
  [
    'rfc5280/name-constraint-form',
    'intermediate',
    { nameConstraints: { permitted: ['dns:.site.test'] } },
    { nameConstraints: { permitted: ['dns:site.test'] } },
  ],
  [
    'baseline/criticality',
    'intermediate',
    { extensions: [{ oid: '2.5.29.36', critical: false, value: Buffer.from('3003800100', 'hex') }] },
    { extensions: [{ oid: '2.5.29.36', critical: true, value: Buffer.from('3003800100', 'hex') }] },
  ],
  ['baseline/version', 'leaf', { version: 1 }, {}],
  ['baseline/key-algorithm', 'leaf', { key: 'ed25519' }, { key: 'p384' }],
  ['baseline/signature-algorithm', 'leaf', { hash: 'sha1' }, {}],
  ['baseline/common-name-form', 'leaf', { subject: 'SITE.test' }, { subject: 'site.test' }],
  [
    'baseline/common-name-form',
    'leaf',
    { subject: '0xC0000207', ip: ['192.0.2.7'] },
    { subject: '192.0.2.7', ip: ['192.0.2.7'] },
  ],
  ['baseline/common-name', 'leaf', { subject: 'other.test' }, { subject: null, sanCritical: true }],
  ['baseline/san-criticality', 'leaf', { sanCritical: true }, { sanCritical: false }],
  ['baseline/subscriber-has-eku', 'leaf', { extendedKeyUsage: null }, {}],
  ['baseline/subscriber-eku', 'leaf', { extendedKeyUsage: ['anyExtendedKeyUsage'] }, {}],
  ['baseline/root-eku', 'anchor', { extendedKeyUsage: ['serverAuth'] }, {}],
  [
    'baseline/authority-key-id-form',
    'intermediate',
    { authorityKeyId: null, extensions: [authorityIssuer] },
    {},
  ],
  ['baseline/subscriber-not-ca', 'leaf', { ca: true }, { ca: true, keyUsage: ['keyCertSign'] }],
  ['baseline/lifetime', 'leaf', { notAfter: daysFrom(fixedNow, 400) }, {}],
  ['baseline/registry-wildcard', 'leaf', { dns: ['*.co.uk'] }, { dns: ['*.example.co.uk'] }],
];

describe('rules of the standards', () => {
  it.each(rows)('%s (%s)', (rule, place, breaks, keeps) => {
    expect(breached(place, breaks)).toContain(rule);
    expect(breached(place, keeps)).not.toContain(rule);
  });

  it('each has a row here, a citation and a name of its own', () => {
    expect([...new Set(rows.map(([id]) => id))].toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
    for (const { citation } of rules) expect(citation).toMatch(/^(RFC \d+ §|BR §)\d/);
  });

  it('are all listed', () => {
    const written = ['rfc5280', 'baseline'].flatMap((standard) =>
      readdirSync(join(projectRoot, 'src/pki/rules', standard)).map(
        (file) => `${standard}/${file.replace('.ts', '')}`,
      ),
    );
    expect(rules.map(({ id }) => id).toSorted()).toEqual(written.toSorted());
  });

  it('find nothing in a sound chain', () => {
    expect(breached('leaf', {})).toEqual([]);
    expect(breached('intermediate', {})).toEqual([]);
    expect(breached('anchor', {})).toEqual([]);
  });
});
