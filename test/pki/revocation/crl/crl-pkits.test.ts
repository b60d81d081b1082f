/**
 * The constellations of NIST's PKITS for CRLs (sections 4.4, 4.5, 4.7), forged anew: each case keeps its number. All
 * CRLs of a case are handed in, and a path without an answer for each of its certificates is refused.
 */
import { describe, expect, it } from 'vitest';
import { checkForgedPath } from '../../../support/certificates/checking-crls.ts';
import { distributionPoints } from '../../../support/certificates/distribution-points.ts';
import { unknownExtension } from '../../../support/certificates/extensions.ts';
import {
  type CertificateSpec,
  daysFrom,
  type Forged,
  fixedNow,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../../../support/certificates/forge.ts';
import { type CrlSpec, type ForgedCrl, forgeCrl } from '../../../support/certificates/forge-crl.ts';
import { makeKey } from '../../../support/certificates/keys.ts';

const root = forgeRoot({ subject: 'Trust Anchor' });
const rootCrl = forgeCrl(root);
const serial = 1000;
const bySerial = (...serials: readonly (number | bigint | Uint8Array)[]): CrlSpec => ({
  entries: serials.map((one) => ({ serial: one, reason: 1 })),
});

function underOneCa(spec: CertificateSpec, crls: (authority: Forged) => readonly ForgedCrl[], caSpec = {}) {
  const authority = forgeIntermediate(root, { subject: 'CA', serial: 5, ...caSpec });
  return checkForgedPath([forgeLeaf(authority, { serial, ...spec }), authority, root], crls(authority));
}

describe('4.4 basic revocation', () => {
  const usual =
    (spec: CrlSpec = {}) =>
    (authority: Forged) => [rootCrl, forgeCrl(authority, spec)];
  const long = Buffer.from('7f0102030405060708090a0b0c0d0e0f10111213', 'hex');
  const longer = Buffer.from('7f0102030405060708090a0b0c0d0e0f10111214', 'hex');

  it.each<[string, CertificateSpec, (authority: Forged) => readonly ForgedCrl[], string]>([
    ['4.4.1 missing CRL', {}, () => [rootCrl], 'site.test: no-crl'],
    [
      '4.4.2 revoked CA',
      {},
      (ca) => [forgeCrl(root, bySerial(5)), forgeCrl(ca)],
      'CA: revoked keyCompromise',
    ],
    ['4.4.3 revoked leaf', {}, usual(bySerial(serial)), 'site.test: revoked keyCompromise'],
    ['4.4.4 bad CRL signature', {}, usual({ badSignature: true }), 'site.test: bad-signature'],
    ['4.4.5 bad CRL issuer name', {}, usual({ issuerName: 'Another CA' }), 'site.test: no-crl'],
    ['4.4.6 wrong CRL', {}, () => [rootCrl, rootCrl], 'site.test: no-crl'],
    ['4.4.7 two CRLs', {}, (ca) => [rootCrl, forgeCrl(ca), forgeCrl(ca, { issuerName: 'Another CA' })], 'ok'],
    [
      '4.4.8 unknown CRL entry extension',
      {},
      usual({ entries: [{ serial, extensions: [unknownExtension(true)] }] }),
      'site.test: unknown-critical',
    ],
    [
      '4.4.9 unknown CRL extension, revoked',
      {},
      usual({ ...bySerial(serial), extensions: [unknownExtension(true)] }),
      'site.test: unknown-critical',
    ],
    [
      '4.4.10 unknown CRL extension',
      {},
      usual({ extensions: [unknownExtension(true)] }),
      'site.test: unknown-critical',
    ],
    ['4.4.11 old nextUpdate', {}, usual({ nextUpdate: daysFrom(fixedNow, -1) }), 'site.test: stale'],
    [
      '4.4.12 nextUpdate before 2000',
      {},
      usual({ thisUpdate: new Date('1998-01-01'), nextUpdate: new Date('1999-01-01') }),
      'site.test: stale',
    ],
    ['4.4.13 GeneralizedTime nextUpdate', {}, usual({ nextUpdate: new Date('2050-01-01') }), 'ok'],
    ['4.4.14 negative serial number', { serial: Buffer.from([0xff]) }, usual(bySerial(255)), 'ok'],
    [
      '4.4.15 negative serial number, revoked',
      { serial: Buffer.from([0xff]) },
      usual(bySerial(Buffer.from([0xff]))),
      'site.test: revoked keyCompromise',
    ],
    ['4.4.16, 17 long serial number', { serial: long }, usual(bySerial(longer)), 'ok'],
    [
      '4.4.18 long serial, revoked',
      { serial: long },
      usual(bySerial(longer, long)),
      'site.test: revoked keyCompromise',
    ],
  ])('%s', (_name, spec, crls, answer) => {
    expect(underOneCa(spec, crls)).toBe(answer);
  });

  it('4.4.19 to 21 separate keys for certificates and CRLs', () => {
    const authority = forgeIntermediate(root, { subject: 'CA', keyUsage: ['keyCertSign'] });
    const crlKey = forgeIntermediate(root, { subject: 'CA', keyUsage: ['cRLSign'], ca: null, serial: 6 });
    const path = [forgeLeaf(authority, { serial }), authority, root];
    const check = (ofRoot: ForgedCrl, spec: CrlSpec) =>
      checkForgedPath(path, [ofRoot, forgeCrl(crlKey, spec)], [crlKey]);
    expect(check(rootCrl, bySerial(serial + 1))).toBe('ok');
    expect(check(rootCrl, bySerial(serial))).toBe('site.test: revoked keyCompromise');
    expect(check(forgeCrl(root, bySerial(6)), {})).toBe('site.test: signer-revoked');
  });
});

describe('4.5 self-issued certificates', () => {
  const oldKey = makeKey('p256', 'old');
  const newKey = makeKey('p256', 'new');

  it('4.5.1 and 2 old with new: the new key tells of what the old one signed', () => {
    const authority = forgeIntermediate(root, { subject: 'CA', key: newKey });
    const oldWithNew = forgeIntermediate(authority, { subject: 'CA', key: oldKey });
    const path = [forgeLeaf(oldWithNew, { serial }), oldWithNew, authority, root];
    expect(checkForgedPath(path, [rootCrl, forgeCrl(authority)])).toBe('ok');
    const revoked = [rootCrl, forgeCrl(authority, bySerial(serial))];
    expect(checkForgedPath(path, revoked)).toBe('site.test: revoked keyCompromise');
  });

  const point = { names: ['dn:Self-issued certificates'] };
  const rollover = (spec: CertificateSpec = {}) => {
    const authority = forgeIntermediate(root, { subject: 'CA', key: oldKey });
    const extensions = [distributionPoints([{ at: point }])];
    const selfIssued = forgeIntermediate(authority, { subject: 'CA', key: newKey, extensions, ...spec });
    return { authority, selfIssued, ofSelfIssued: forgeCrl(authority, { scope: { at: point } }) };
  };

  it('4.5.3 new with old: a leaf of the new key, whose certificate has a CRL of the old key', () => {
    const { authority, selfIssued, ofSelfIssued } = rollover();
    const path = [forgeLeaf(selfIssued, { serial }), selfIssued, authority, root];
    expect(checkForgedPath(path, [rootCrl, ofSelfIssued, forgeCrl(selfIssued)])).toBe('ok');
  });

  it('4.5.4 and 5 new with old: a leaf of the old key, and a CRL of the new one', () => {
    const { authority, selfIssued, ofSelfIssued } = rollover();
    const path = [forgeLeaf(authority, { serial }), authority, root];
    const check = (spec: CrlSpec) =>
      checkForgedPath(path, [rootCrl, ofSelfIssued, forgeCrl(selfIssued, spec)], [selfIssued]);
    expect(check({})).toBe('ok');
    expect(check(bySerial(serial))).toBe('site.test: revoked keyCompromise');
  });

  it('4.5.6 and 7 a self-issued key for CRLs', () => {
    const { authority, selfIssued, ofSelfIssued } = rollover({ keyUsage: ['cRLSign'], ca: null });
    const path = [forgeLeaf(authority, { serial }), authority, root];
    const check = (spec: CrlSpec) =>
      checkForgedPath(path, [rootCrl, ofSelfIssued, forgeCrl(selfIssued, spec)], [selfIssued]);
    expect(check({})).toBe('ok');
    expect(check(bySerial(serial))).toBe('site.test: revoked keyCompromise');
  });
});

describe('4.7 key usage', () => {
  it('4.7.4 and 5 an authority without cRLSign', () => {
    const crls = (authority: Forged) => [rootCrl, forgeCrl(authority)];
    expect(underOneCa({}, crls, { keyUsage: ['keyCertSign'] })).toBe('site.test: missing-crl-sign');
  });
});
