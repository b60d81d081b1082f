import { existsSync, readFileSync } from 'node:fs';
import { getCACertificates } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../src/pki/certificate/certificate.ts';
import { parseCertificate } from '../../../src/pki/certificate/parse-certificate.ts';
import { readPem } from '../../../src/pki/files/pem/pem.ts';
import { matchName } from '../../../src/pki/names/names.ts';
import { findPath } from '../../../src/pki/path/path.ts';
import { oid, sequence } from '../../support/certificates/der-writer.ts';
import { fixedNow, forgeIntermediate, forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { anyKey } from '../../support/certificates/keys.ts';
import { readForged, storeOf } from '../../support/certificates/read.ts';
import { selfSigned } from '../../support/certificates/self-signed.ts';

const root = forgeRoot();
const intermediate = forgeIntermediate(root, {
  nameConstraints: { permitted: ['dns:site.test', 'ip:192.0.2.0/24'], excluded: ['dn:x'] },
});
const store = storeOf(root);

/** Every extension that the reader knows, so that every branch has bytes to break. */
const samples = [
  forgeLeaf(intermediate, {
    dns: ['site.test', '*.site.test'],
    ip: ['192.0.2.7'],
    names: ['email:a@b.test', 'uri:https://x.test/', 'dn:y'],
    caIssuers: ['http://ca.test/'],
    ocsp: ['http://ocsp.test/'],
    crl: ['http://crl.test/'],
    mustStaple: true,
    policies: ['2.23.140.1.2.1'],
  }),
  intermediate,
  forgeLeaf(root, { key: 'rsa1024', subject: [{ type: 'O', value: 'Büro', as: 'bmp' }] }),
  forgeRoot({ key: 'ed25519', version: 1 }),
].map((forged) => forged.der);

/** Real ones, and one of every kind of key: what a mutation can reach depends on what is there. */
const seeds: readonly Buffer[] = [
  ...samples,
  ...getCACertificates('bundled')
    .flatMap(readPem)
    .map((der) => Buffer.from(der)),
  ...onlineCertificates(),
  ...[
    ['rsa', { modulusLength: 1024 }],
    [
      'rsa-pss',
      { modulusLength: 1024, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256', saltLength: 32 },
    ],
    ['dsa', { modulusLength: 1024, divisorLength: 160 }],
    ['dh', { group: 'modp14' }],
    ['ec', { namedCurve: 'P-384' }],
    ['ec', { namedCurve: 'brainpoolP256r1', paramEncoding: 'explicit' }],
    ['ec', { namedCurve: 'sect283k1', paramEncoding: 'explicit' }],
    ...['ed448', 'x25519', 'ml-dsa-44', 'ml-kem-512', 'slh-dsa-sha2-128s'].map((type) => [type, {}]),
  ].map(([type, options]) =>
    selfSigned({
      key: anyKey(type as string, options as object),
      algorithm: sequence(oid('1.3.101.112')),
      sign: () => Buffer.alloc(64),
    }),
  ),
];

/** Certificates of public servers, where the suite stands beside the checkout. */
function onlineCertificates(): readonly Buffer[] {
  const file = '../shared/conformance/limbo-core.json';
  if (!existsSync(file)) return [];
  const { testcases } = JSON.parse(readFileSync(file, 'utf8')) as {
    testcases: { peer_certificate: string; untrusted_intermediates: string[] }[];
  };
  const pems = testcases.flatMap((one) => [one.peer_certificate, ...one.untrusted_intermediates]);
  return pems.flatMap(readPem).map((der) => Buffer.from(der));
}

type Edit = {
  readonly at: number;
  readonly byte: number;
  readonly kind: 'set' | 'cut' | 'insert' | 'drop' | 'length' | 'splice' | 'twice';
};

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(4000),
  byte: fc.nat(255),
  kind: fc.constantFrom('set', 'set', 'set', 'cut', 'insert', 'drop', 'length', 'length', 'splice', 'twice'),
});

const mutated = fc
  .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 4 }))
  .map(([der, edits]) => edits.reduce(apply, Buffer.from(der)));

function apply(bytes: Buffer, { at, byte, kind }: Edit): Buffer {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  switch (kind) {
    case 'set':
      return Buffer.concat([bytes.subarray(0, place), Buffer.from([byte]), bytes.subarray(place + 1)]);
    case 'cut':
      return bytes.subarray(0, place);
    case 'insert':
      return Buffer.concat([bytes.subarray(0, place), Buffer.from([byte]), bytes.subarray(place)]);
    case 'drop':
      return Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + 1)]);
    case 'length':
      return withOtherLength(bytes, at, byte);
    case 'splice':
      return Buffer.concat([bytes.subarray(0, place), (seeds[byte % seeds.length] ?? bytes).subarray(place)]);
    case 'twice':
      return Buffer.concat([bytes.subarray(0, place), bytes.subarray(place - Math.min(place, byte))]);
  }
}

/** The length of one of the elements, found as a reader would find it, is made another. */
function withOtherLength(bytes: Buffer, at: number, byte: number): Buffer {
  const frames: number[] = [];
  for (let place = 0; place < bytes.length - 1; place += 1) {
    const constructed =
      ((bytes[place] ?? 0) & 0xe0) === 0xa0 || bytes[place] === 0x30 || bytes[place] === 0x31;
    if (constructed) frames.push(place + 1);
  }
  const place = frames[at % Math.max(frames.length, 1)] ?? 0;
  return Buffer.concat([bytes.subarray(0, place), Buffer.from([byte]), bytes.subarray(place + 1)]);
}

/** Asks everything that can be asked of a certificate. */
function exercise(certificate: Certificate): void {
  expect(Number.isNaN(certificate.notBefore.getTime() + certificate.notAfter.getTime())).toBe(false);
  expect(certificate.faults.length).toBeLessThan(500);
  matchName(certificate, 'a.site.test', 'name');
  matchName(certificate, '192.0.2.7', 'ipv4');
  findPath({ leaf: certificate, sent: [readForged(intermediate)], store, now: fixedNow });
  findPath({
    leaf: readForged({ der: samples[0] ?? Buffer.alloc(0) }),
    sent: [certificate],
    store,
    now: fixedNow,
  });
}

describe('hostile bytes', () => {
  it('of certificates with a few bytes changed never throw', () => {
    let readable = 0;
    fc.assert(
      fc.property(mutated, (bytes) => {
        const read = parseCertificate(bytes);
        if ('unreadable' in read) {
          expect(read.unreadable).toMatch(/\(at byte \d+\)$/);
          return;
        }
        readable += 1;
        exercise(read);
      }),
      { numRuns: 3000 },
    );
    // Else the mutations would only ever break the skeleton.
    expect(readable).toBeGreaterThan(100);
  });

  it('of any kind never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(parseCertificate(bytes)).toHaveProperty('unreadable');
      }),
      { numRuns: 2000 },
    );
  });

  it('of a mutated certificate never pass for a signed one', () => {
    const [der = Buffer.alloc(0)] = samples;
    const sent = [readForged(intermediate)];
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = Buffer.from(der);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        const read = parseCertificate(bytes);
        if ('unreadable' in read) return;
        expect(findPath({ leaf: read, sent, store, now: fixedNow }).trusted).toBe(false);
      }),
      { numRuns: 1500 },
    );
    expect(findPath({ leaf: readForged({ der }), sent, store, now: fixedNow }).trusted).toBe(true);
  });
});
