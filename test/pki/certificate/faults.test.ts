import { describe, expect, it } from 'vitest';
import { childrenOf, isDone, readWhole, tags, takeAny, wholeOf } from '../../../src/pki/asn1/der.ts';
import { parseCertificate } from '../../../src/pki/certificate/parse-certificate.ts';
import { sourceFiles } from '../../house/source-files.ts';
import {
  boolean,
  element,
  explicit,
  implicit,
  integer,
  nullValue,
  octetString,
  oid,
  sequence,
  setOf,
  string,
} from '../../support/certificates/der-writer.ts';
import { forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { readForged } from '../../support/certificates/read.ts';
import { nameRows } from './fault-rows/alternative-names.ts';
import { extensionRows } from './fault-rows/extensions.ts';
import { fieldRows } from './fault-rows/fields.ts';

const root = forgeRoot();
const rows = [...fieldRows, ...nameRows, ...extensionRows];

describe('a fault', () => {
  it.each(rows)('%s, %s: %s', (code, weight, _name, spec) => {
    const { faults } = readForged(forgeLeaf(root, spec));
    expect(faults).toHaveLength(1);
    expect(faults).toMatchObject([{ code, weight, citation: expect.stringMatching(/^(RFC \d|X\.690|BR)/) }]);
  });
});

const { der } = forgeLeaf(root);
const outer = partsOf(der);
const [tbs = new Uint8Array(), algorithm = new Uint8Array(), signature = new Uint8Array()] = outer;
const fields = { version: 0, serial: 1, issuer: 3, validity: 4, subject: 5, key: 6, extensions: 7 } as const;

/** The leaf with some fields of its TBS replaced, and others put behind the last. */
function withFields(
  changes: Partial<Record<keyof typeof fields, Uint8Array>>,
  ...more: Uint8Array[]
): Buffer {
  const parts = partsOf(tbs);
  for (const [name, bytes] of Object.entries(changes)) parts[fields[name as keyof typeof fields]] = bytes;
  return sequence(sequence(...parts, ...more), algorithm, signature);
}

function partsOf(bytes: Uint8Array, tag: number = tags.sequence): Uint8Array[] {
  const list = childrenOf(readWhole(bytes, tag, 'it'));
  const parts: Uint8Array[] = [];
  while (!isDone(list)) parts.push(wholeOf(takeAny(list, 'a part')));
  return parts;
}

const own = partsOf(tbs);
const [list = new Uint8Array()] = partsOf(own[7] ?? new Uint8Array(), 0xa3);
const extensions = partsOf(list);
const frame = (...list: Uint8Array[]) => explicit(3, sequence(...list));
const utc = (text: string) => element(0x17, Buffer.from(text));
const cn = (text: string) => sequence(oid('2.5.4.3'), string('utf8', text));
const o = (text: string) => sequence(oid('2.5.4.10'), string('utf8', text));
const cut = Buffer.from([0x30, 0x7f, 0x00]);
const versionTwo = explicit(0, integer(1));

const structural: readonly (readonly [code: string, name: string, bytes: Buffer])[] = [
  ['trailing-bytes', 'one byte', Buffer.concat([der, Buffer.from([0])])],
  ['field-type', 'a serial that is text', withFields({ serial: string('utf8', 'x') })],
  ['version-malformed', 'no number', withFields({ version: explicit(0, nullValue()) })],
  ['version-unknown', 'version 9', withFields({ version: explicit(0, integer(8)) })],
  ['version-too-low', 'extensions in version 2', withFields({ version: versionTwo })],
  ['default-written', 'version 1 in words', withFields({ version: explicit(0, integer(0)) })],
  ['validity-malformed', 'one date', withFields({ validity: sequence(utc('260101000000Z')) })],
  ['validity-malformed', 'three dates', withFields({ validity: sequence(...threeDates()) })],
  ['not-before-unreadable', '30 February', withFields({ validity: dates('260230000000Z', '270101000000Z') })],
  ['not-after-unreadable', 'hour 24', withFields({ validity: dates('260101000000Z', '270101240000Z') })],
  [
    'not-after-unreadable',
    'text',
    withFields({ validity: sequence(utc('260101000000Z'), string('utf8', 'later')) }),
  ],
  ['time-form', 'no seconds', withFields({ validity: dates('2601010000Z', '270101000000Z') })],
  ['time-form', 'an offset', withFields({ validity: dates('260101000000+0100', '270101000000Z') })],
  ['time-form', 'no zone', withFields({ validity: dates('260101000000', '270101000000Z') })],
  [
    'time-form',
    'fractions',
    withFields({ validity: sequence(utc('260101000000Z'), element(0x18, Buffer.from('20500101000000.5Z'))) }),
  ],
  [
    'time-type',
    'GeneralizedTime in 2027',
    withFields({ validity: sequence(utc('260101000000Z'), element(0x18, Buffer.from('20270101000000Z'))) }),
  ],
  ['name-malformed', 'a name that is a number', withFields({ subject: integer(1) })],
  ['name-malformed', 'an RDN that is a sequence', withFields({ subject: sequence(sequence(cn('a'))) })],
  ['name-malformed', 'an attribute cut off', withFields({ subject: sequence(element(0x31, cut)) })],
  [
    'name-malformed',
    'an attribute of three parts',
    withFields({ subject: sequence(setOf(sequence(oid('2.5.4.3'), string('utf8', 'a'), nullValue()))) }),
  ],
  ['name-empty-rdn', 'an empty RDN', withFields({ subject: sequence(setOf(), setOf(cn('a'))) })],
  [
    'name-not-a-string',
    'a number',
    withFields({ subject: sequence(setOf(sequence(oid('2.5.4.3'), integer(1)))) }),
  ],
  ['set-order', 'CN behind O', withFields({ subject: sequence(element(0x31, o('a'), cn('a'))) })],
  [
    'unique-identifier',
    'of the issuer',
    sequence(
      sequence(...own.slice(0, 7), implicit(1, Buffer.from([0, 1])), ...own.slice(7)),
      algorithm,
      signature,
    ),
  ],
  ['key-malformed', 'a key that is a number', withFields({ key: integer(1) })],
  ['extensions-empty', 'no extension', withFields({ extensions: frame() })],
  ['extensions-malformed', 'a list that is a number', withFields({ extensions: explicit(3, integer(1)) })],
  ['extensions-malformed', 'a list cut off', withFields({ extensions: explicit(3, cut) })],
  ['extensions-malformed', '201 extensions', withFields({ extensions: frame(...manyExtensions(201)) })],
  ['extension-frame', 'no value', withFields({ extensions: frame(...extensions, sequence(oid('1.2.3'))) })],
  ['extension-frame', 'no type', withFields({ extensions: frame(...extensions, sequence(octetString())) })],
  [
    'default-written',
    'critical: false',
    withFields({
      extensions: frame(...extensions, sequence(oid('1.2.3'), boolean(false), octetString(nullValue()))),
    }),
  ],
  ['field-unknown', 'a field behind the last', withFields({}, nullValue())],
  ['algorithms-differ', 'two algorithms', sequence(tbs, sequence(oid('1.2.840.10045.4.3.3')), signature)],
  ['signature-algorithm-malformed', 'no algorithm', sequence(tbs, sequence(), signature)],
];

function dates(from: string, to: string): Buffer {
  return sequence(utc(from), utc(to));
}

function threeDates(): Buffer[] {
  return ['260101000000Z', '270101000000Z', '270101000000Z'].map(utc);
}

function manyExtensions(count: number): Buffer[] {
  return Array.from({ length: count }, (_, index) =>
    sequence(oid(`1.2.3.${index}`), octetString(nullValue())),
  );
}

describe('a broken structure', () => {
  it.each(structural)('%s: %s', (code, _name, bytes) => {
    const read = parseCertificate(bytes);
    if ('unreadable' in read) throw new Error(read.unreadable);
    expect(read.faults.map((fault) => fault.code)).toContain(code);
    // Whatever else is broken, the rest is told.
    if (code !== 'name-malformed') expect(read.issuer.text).toBe('CN=Test Root CA');
    expect(read.fingerprint256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('whose extensions are lost allows nothing that they may have forbidden', () => {
    const lost = parseCertificate(withFields({ extensions: explicit(3, cut) }));
    expect(lost).toMatchObject({
      unknownCritical: ['unreadable'],
      names: { dns: [], ip: [], other: [] },
      keyUsage: [],
      extendedKeyUsage: [],
      basicConstraints: null,
    });
    const named = sequence(oid('2.5.29.37'), integer(1));
    const one = parseCertificate(withFields({ extensions: frame(...extensions.slice(0, 1), named) }));
    expect(one).toMatchObject({ unknownCritical: ['2.5.29.37'], extendedKeyUsage: [], keyUsage: null });
  });
});

it('a CA without a subject breaks three rules at once', () => {
  const codes = readForged(forgeRoot({ subject: null })).faults.map(({ code }) => code);
  expect(codes).toEqual(['subject-empty-ca', 'subject-empty', 'issuer-empty']);
});

describe('the codes', () => {
  it('are all shown by a test', () => {
    const files = sourceFiles('src').filter(({ path }) =>
      /^src\/pki\/(certificate|names|algorithms)\//.test(path),
    );
    const written = files.flatMap(({ text }) =>
      [...text.matchAll(/\b(?:refuse|lint)\(\s*\w+,\s*'([a-z0-9-]+)'/g)].map(([, code]) => code),
    );
    const tests = sourceFiles('test').filter(({ path }) => path.startsWith('test/pki/'));
    const shown = tests.map(({ text }) => text).join('\n');
    expect(written.length).toBeGreaterThan(70);
    expect(written.filter((code) => !shown.includes(`'${code}'`))).toEqual([]);
  });
});
