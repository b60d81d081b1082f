import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findEntries } from '../../../../src/pki/revocation/crl/crl-entries.ts';
import { judgeCrls } from '../../../../src/pki/revocation/crl/judge-crls.ts';
import { readCrl } from '../../../../src/pki/revocation/crl/read-crl.ts';
import { distributionPoints, freshestCrl } from '../../../support/certificates/distribution-points.ts';
import { unknownExtension } from '../../../support/certificates/extensions.ts';
import {
  daysFrom,
  fixedNow,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../../../support/certificates/forge.ts';
import { type CrlSpec, forgeCrl } from '../../../support/certificates/forge-crl.ts';
import { mutationsOf } from '../../../support/certificates/mutations.ts';
import { readForged } from '../../../support/certificates/read.ts';

const root = forgeRoot();
const authority = forgeIntermediate(root);
const at = { names: ['uri:http://crl.test/1', 'dn:One'] };
const extensions = [distributionPoints([{ at, issuers: [authority.subject] }, { at: { relative: 'One' } }])];
const leaf = forgeLeaf(authority, { serial: 6, extensions });

/** Every part that the reader knows, so that every branch has bytes to break. */
const specs: readonly CrlSpec[] = [
  {
    entries: [
      { serial: 5, reason: 1, invalidityDate: daysFrom(fixedNow, -5) },
      { serial: 7, certificateIssuer: root.subject },
      { serial: 6, certificateIssuer: authority.subject, reason: 6, extensions: [unknownExtension(false)] },
    ],
    scope: { at, reasons: [1, 2, 3, 4, 5, 6, 7, 8], indirect: true },
    extensions: [freshestCrl([{ at, reasons: [1] }])],
  },
  { entries: [{ serial: 6, reason: 8 }], number: 9, baseNumber: 1, scope: { at: { relative: 'One' } } },
  { version: 1, entries: [{ serial: 6 }] },
  { nextUpdate: null },
];
const samples = specs.flatMap((spec) => {
  const { der, pem } = forgeCrl(authority, spec);
  return [der, Buffer.from(pem)];
});

const question = {
  certificate: readForged(leaf),
  issuer: readForged(authority),
  above: [readForged(root)],
  candidates: [],
  now: fixedNow,
};

function answersTo(bytes: Uint8Array): readonly string[] {
  const crl = readCrl(bytes);
  if ('unreadable' in crl) {
    expect(crl.unreadable).toMatch(/\w/);
    return [];
  }
  expect(findEntries(crl.entries, Buffer.from([6]), () => true).length).toBeLessThanOrEqual(16);
  return [false, true].map((strict) => judgeCrls({ ...question, crls: [crl], strict }).status);
}

describe('hostile CRLs', () => {
  it('of any bytes are read without throwing', () => {
    const bytes = fc.uint8Array({ maxLength: 600 });
    fc.assert(
      fc.property(
        fc.oneof(
          bytes,
          bytes.map((some) => Buffer.concat([Buffer.from([0x30]), some])),
        ),
        (some) => {
          expect(answersTo(some)).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('with a few bytes changed never throw, and say no more than was signed', () => {
    const signed = new Set(samples.flatMap((sample) => answersTo(sample)));
    fc.assert(
      fc.property(mutationsOf(samples), (bytes) => {
        for (const status of answersTo(bytes)) expect(signed).toContain(status);
      }),
      { numRuns: 3000 },
    );
  });

  it('with a broken signature never say good or revoked', () => {
    // In several places, so that no small change mends it again.
    const broken = specs.map((spec) => {
      const { der } = forgeCrl(authority, spec);
      return Buffer.from(der.map((byte, at) => (at >= der.length - 8 ? byte ^ 0x55 : byte)));
    });
    fc.assert(
      fc.property(mutationsOf(broken), (bytes) => {
        for (const status of answersTo(bytes)) expect(status).toBe('unknown');
      }),
      { numRuns: 1500 },
    );
  });
});
