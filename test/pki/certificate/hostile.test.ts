import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../src/pki/certificate/certificate.ts';
import { parseCertificate } from '../../../src/pki/certificate/parse-certificate.ts';
import { matchName } from '../../../src/pki/names/names.ts';
import { findPath } from '../../../src/pki/path/path.ts';
import { fixedNow, forgeIntermediate, forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { readForged, storeOf } from '../../support/certificates/read.ts';

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

type Edit = { readonly at: number; readonly byte: number; readonly kind: 'set' | 'cut' | 'insert' | 'drop' };

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(4000),
  byte: fc.nat(255),
  kind: fc.constantFrom('set', 'set', 'set', 'cut', 'insert', 'drop'),
});

const mutated = fc
  .tuple(fc.constantFrom(...samples), fc.array(edit, { minLength: 1, maxLength: 4 }))
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
  }
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
