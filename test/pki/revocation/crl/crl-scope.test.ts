import { describe, expect, it } from 'vitest';
import { inShort, judgeForged } from '../../../support/certificates/checking-crls.ts';
import {
  distributionPoints,
  type PointSpec,
  type ScopeSpec,
} from '../../../support/certificates/distribution-points.ts';
import { forgeIntermediate, forgeLeaf, forgeRoot } from '../../../support/certificates/forge.ts';
import { forgeCrl } from '../../../support/certificates/forge-crl.ts';

const root = forgeRoot({ subject: 'Root' });
const serial = 9;

function leafWith(...points: readonly PointSpec[]) {
  const extensions = points.length === 0 ? [] : [distributionPoints(points)];
  return forgeLeaf(root, { serial, extensions });
}

const shard = (number: number) => ({ names: [`uri:http://crl.test/${number}.crl`] });

function say(points: readonly PointSpec[], scope: ScopeSpec, revoked = false): string {
  const crl = forgeCrl(root, { scope, ...(revoked ? { entries: [{ serial, reason: 4 }] } : {}) });
  return inShort(judgeForged([leafWith(...points), root], [crl]));
}

describe('the name of the distribution point', () => {
  const elsewhere = 'scope-mismatch distribution-point';

  it.each<[string, PointSpec[], ScopeSpec, string]>([
    ['one of several names is enough', [{ at: shard(1) }, { at: shard(2) }], { at: shard(2) }, 'good'],
    ['another shard', [{ at: shard(1) }], { at: shard(2) }, elsewhere],
    ['a certificate without points, a CRL with one', [], { at: shard(2) }, elsewhere],
    ['a CRL without a name', [{ at: shard(1) }], { only: 'users' }, 'good'],
    [
      'scheme and host in other case',
      [{ at: { names: ['uri:HTTP://CRL.test/a.crl'] } }],
      { at: { names: ['uri:http://crl.test/a.crl'] } },
      'good',
    ],
    [
      'the path in other case',
      [{ at: { names: ['uri:http://crl.test/A.crl'] } }],
      { at: { names: ['uri:http://crl.test/a.crl'] } },
      elsewhere,
    ],
    ['directory names', [{ at: { names: ['dn:Shard  ONE'] } }], { at: { names: ['dn:shard one'] } }, 'good'],
    ['both relative to the CRL issuer', [{ at: { relative: 'One' } }], { at: { relative: 'one' } }, 'good'],
    ['both relative, another', [{ at: { relative: 'One' } }], { at: { relative: 'Two' } }, elsewhere],
    ['the name of the issuer, assumed for every certificate', [], { at: { names: ['dn:Root'] } }, 'good'],
  ])('%s', (_name, points, scope, answer) => {
    expect(say(points, scope)).toBe(answer);
    expect(say(points, scope, true)).toBe(answer === 'good' ? 'revoked superseded' : answer);
  });

  it('may be relative here and whole there', () => {
    const whole = [
      { type: 'CN', value: 'Root' },
      { type: 'CN', value: 'One' },
    ];
    const named = forgeRoot({ subject: whole }).subject;
    const full = { names: [Buffer.concat([Buffer.from([0xa4, named.length]), named])] };
    expect(say([{ at: { relative: 'One' } }], { at: full })).toBe('good');
    expect(say([{ at: full }], { at: { relative: 'one' } })).toBe('good');
  });
});

describe('the kind of certificate', () => {
  const authority = forgeIntermediate(root, { serial });

  it.each<[ScopeSpec['only'] & string, string, string]>([
    ['users', 'good', 'scope-mismatch only-user-certificates'],
    ['authorities', 'scope-mismatch only-authorities', 'good'],
    [
      'attributes',
      'scope-mismatch only-attribute-certificates',
      'scope-mismatch only-attribute-certificates',
    ],
  ])('a CRL for %s only', (only, ofLeaf, ofAuthority) => {
    const crl = forgeCrl(root, { scope: { only } });
    expect(inShort(judgeForged([leafWith(), root], [crl]))).toBe(ofLeaf);
    expect(inShort(judgeForged([authority, root], [crl]))).toBe(ofAuthority);
  });
});

describe('reasons', () => {
  const some = [1, 2];
  const others = [3, 4, 5, 6, 7, 8];
  const point = (number: number, reasons?: readonly number[]): PointSpec =>
    reasons === undefined ? { at: shard(number) } : { at: shard(number), reasons };
  const crlOf = (number: number, reasons: readonly number[], revoked = false) =>
    forgeCrl(root, { scope: { at: shard(number), reasons }, ...(revoked ? { entries: [{ serial }] } : {}) });
  const missing =
    'affiliationChanged superseded cessationOfOperation certificateHold privilegeWithdrawn aACompromise';

  it('are good when several CRLs together tell of all', () => {
    const leaf = leafWith(point(1), point(2));
    expect(inShort(judgeForged([leaf, root], [crlOf(1, some), crlOf(2, others)]))).toBe('good');
    expect(inShort(judgeForged([leaf, root], [crlOf(1, some), crlOf(2, others, true)]))).toBe('revoked');
    expect(inShort(judgeForged([leaf, root], [crlOf(1, some, true), crlOf(2, others)]))).toBe('revoked');
  });

  it('are named when nobody tells of them', () => {
    const leaf = leafWith(point(1), point(2));
    expect(inShort(judgeForged([leaf, root], [crlOf(1, some)]))).toBe(`partial-reasons ${missing}`);
  });

  it('are those that the point and the CRL have in common', () => {
    const leaf = leafWith(point(1, [1]), point(2, others));
    const crls = [crlOf(1, some), crlOf(2, others)];
    expect(inShort(judgeForged([leaf, root], crls))).toBe('partial-reasons cACompromise');
    expect(inShort(judgeForged([leafWith(point(1, others)), root], [crlOf(1, some)]))).toBe(
      'scope-mismatch reasons',
    );
  });

  it('are all told by a CRL without a name, whatever the points divide', () => {
    const leaf = leafWith(point(1, some), point(2, others));
    expect(inShort(judgeForged([leaf, root], [forgeCrl(root)]))).toBe('good');
  });
});

describe('a list of distribution points that cannot be read', () => {
  it('is told, and a CRL for everything still counts', () => {
    const broken = { oid: '2.5.29.31', value: Buffer.from('30023000', 'hex') };
    const leaf = forgeLeaf(root, { serial, extensions: [broken] });
    expect(inShort(judgeForged([leaf, root], [forgeCrl(root)]))).toBe('good');
    const sharded = forgeCrl(root, { scope: { at: shard(1) } });
    expect(inShort(judgeForged([leaf, root], [sharded]))).toBe(
      'malformed-points, scope-mismatch distribution-point',
    );
  });
});
