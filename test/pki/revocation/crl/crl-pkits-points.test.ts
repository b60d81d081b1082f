/** The constellations of NIST's PKITS for distribution points (section 4.14), forged anew: each case keeps its number. */
import { describe, expect, it } from 'vitest';
import { checkForgedPath } from '../../../support/certificates/checking-crls.ts';
import {
  distributionPoints,
  type PointNameSpec,
  type PointSpec,
  type ScopeSpec,
} from '../../../support/certificates/distribution-points.ts';
import { type Forged, forgeIntermediate, forgeLeaf, forgeRoot } from '../../../support/certificates/forge.ts';
import { type CrlSpec, type ForgedCrl, forgeCrl } from '../../../support/certificates/forge-crl.ts';
import { distinguishedName } from '../../../support/certificates/names.ts';

const root = forgeRoot({ subject: 'Trust Anchor' });
const rootCrl = forgeCrl(root);
const authority = forgeIntermediate(root, { subject: 'CA' });
const serial = 1000;

function leafOf(issuer: Forged, ...points: readonly PointSpec[]): Forged {
  return forgeLeaf(issuer, { serial, extensions: points.length === 0 ? [] : [distributionPoints(points)] });
}

/** The end of a name below CN=CA, and the same name whole. */
const relative = (value: string): PointNameSpec => ({ relative: value });
function whole(value: string, below = 'CA'): PointNameSpec {
  const name = distinguishedName([
    { type: 'CN', value: below },
    { type: 'CN', value },
  ]);
  return { names: [Buffer.concat([Buffer.from([0xa4, name.length]), name])] };
}

describe('4.14.1 to 10 names', () => {
  const elsewhere = 'site.test: scope-mismatch distribution-point';
  it.each<[string, PointSpec[], ScopeSpec | undefined, boolean, string]>([
    ['1 whole, whole', [{ at: whole('1') }], { at: whole('1') }, false, 'ok'],
    ['2 whole, whole, revoked', [{ at: whole('1') }], { at: whole('1') }, true, 'site.test: revoked'],
    ['3 another', [{ at: whole('2') }], { at: whole('1') }, false, elsewhere],
    ['4 relative, whole', [{ at: relative('1') }], { at: whole('1') }, false, 'ok'],
    ['5 whole, relative', [{ at: whole('1') }], { at: relative('1') }, false, 'ok'],
    ['6 whole, relative, revoked', [{ at: whole('1') }], { at: relative('1') }, true, 'site.test: revoked'],
    ['7 relative, relative', [{ at: relative('1') }], { at: relative('1') }, false, 'ok'],
    ['8 relative, another', [{ at: relative('2') }], { at: relative('1') }, false, elsewhere],
    ['9 no points, a CRL with a name', [], { at: relative('1') }, false, elsewhere],
    ['10 points, a CRL without', [{ at: whole('1') }], undefined, false, 'ok'],
  ])('4.14.%s', (_name, points, scope, revoked, answer) => {
    const spec: CrlSpec = {
      ...(scope === undefined ? {} : { scope }),
      ...(revoked ? { entries: [{ serial }] } : {}),
    };
    const crls = [rootCrl, forgeCrl(authority, spec)];
    expect(checkForgedPath([leafOf(authority, ...points), authority, root], crls)).toBe(answer);
  });
});

describe('4.14.22 to 26 indirect CRLs of an authority', () => {
  const other = forgeIntermediate(root, { subject: 'Other CA' });
  const indirect = (...serials: readonly number[]) =>
    forgeCrl(authority, {
      scope: { indirect: true },
      entries: [
        { serial: 1 },
        ...serials.slice(0, 1).map((one) => ({ serial: one })),
        { serial: 2, certificateIssuer: other.subject },
        ...serials.slice(1).map((one) => ({ serial: one })),
      ],
    });
  const ofOther = leafOf(other, { issuers: [authority.subject] });
  const check = (leaf: Forged, issuer: Forged, crl: ForgedCrl) =>
    checkForgedPath([leaf, issuer, root], [rootCrl, crl], [authority, other]);

  it('22 and 23 tell of its own certificates', () => {
    const own = leafOf(authority);
    expect(check(own, authority, indirect(7, serial))).toBe('ok');
    expect(check(own, authority, indirect(serial, 7))).toBe('site.test: revoked');
  });

  it('24 and 25 tell of those of another that names it, and the name of the issuer carries on', () => {
    expect(check(ofOther, other, indirect(serial, 7))).toBe('ok');
    expect(check(ofOther, other, indirect(7, serial))).toBe('site.test: revoked');
    expect(check(ofOther, other, indirect(7, 8, serial))).toBe('site.test: revoked');
  });

  it('may come back to an issuer that stood there before', () => {
    const [one, two] = ['1', '2'].map((name) => forgeIntermediate(root, { subject: name }));
    if (one === undefined || two === undefined) throw new Error('two are forged');
    const entries = [one, two, one].map(({ subject }, index) => ({
      serial: serial + index,
      certificateIssuer: subject,
    }));
    const crl = forgeCrl(authority, { scope: { indirect: true }, entries });
    const points = distributionPoints([{ issuers: [authority.subject] }]);
    const says = (issuer: Forged, number: number) =>
      check(forgeLeaf(issuer, { serial: number, extensions: [points] }), issuer, crl);
    expect([0, 1, 2].map((index) => says(one, serial + index))).toEqual([
      'site.test: revoked',
      'ok',
      'site.test: revoked',
    ]);
  });

  it('26 tell nothing of those that do not name it', () => {
    expect(check(leafOf(other), other, indirect())).toBe('site.test: no-crl');
    const third = leafOf(other, { issuers: [distinguishedName('Third CA')] });
    expect(check(third, other, indirect())).toBe('site.test: no-crl');
  });

  it('27 and must say that they are indirect', () => {
    expect(check(ofOther, other, forgeCrl(authority))).toBe('site.test: scope-mismatch not-indirect');
  });
});

describe('4.14.28 to 35 a CRL issuer of its own', () => {
  const issuerName = distinguishedName('CRL Issuer');
  const at = whole('1', 'CRL Issuer');
  const signer = forgeLeaf(authority, { subject: 'CRL Issuer', serial: 900, keyUsage: ['cRLSign'] });
  const listing = (number: number, scope: ScopeSpec = { at, indirect: true }) =>
    forgeCrl(signer, { scope, entries: [{ serial: number, certificateIssuer: authority.subject }] });
  const check = (
    point: PointSpec,
    crl: ForgedCrl,
    ofAuthority = forgeCrl(authority, { scope: { at: whole('Own') } }),
  ) => {
    const crls = [rootCrl, ofAuthority, crl];
    return checkForgedPath([leafOf(authority, point), authority, root], crls, [signer]);
  };
  const own = forgeCrl(authority);

  it('28 is named by whole names', () => {
    // The authority's own CRL tells of the issuer's certificate, and here of the leaf as well.
    expect(check({ at, issuers: [issuerName] }, listing(7), own)).toBe('ok');
    expect(check({ at, issuers: [issuerName] }, listing(serial), own)).toBe('site.test: revoked');
  });

  it('29 is named by a relative name, which continues its own', () => {
    expect(check({ at: relative('1'), issuers: [issuerName] }, listing(serial), own)).toBe(
      'site.test: revoked',
    );
  });

  it('34 and 35 is not heard when the point has another name, or its status cannot be told', () => {
    const elsewhere = check({ at: whole('2', 'CRL Issuer'), issuers: [issuerName] }, listing(7));
    expect(elsewhere).toBe('site.test: scope-mismatch distribution-point, scope-mismatch distribution-point');
    expect(check({ at, issuers: [issuerName] }, listing(7))).toBe(
      'site.test: scope-mismatch distribution-point, signer-unknown',
    );
  });

  it('names its CRL by the cRLIssuer alone', () => {
    const scope: ScopeSpec = { at: { names: ['dn:CRL Issuer'] }, indirect: true };
    expect(check({ issuers: [issuerName] }, listing(serial, scope), own)).toBe('site.test: revoked');
    expect(check({ issuers: [issuerName] }, listing(serial, { indirect: true }), own)).toBe(
      'site.test: revoked',
    );
  });
});
