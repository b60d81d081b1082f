import { describe, expect, it } from 'vitest';
import { checkPathByCrls } from '../../../../src/pki/revocation/crl/check-path-by-crls.ts';
import { judgeCrls } from '../../../../src/pki/revocation/crl/judge-crls.ts';
import { unknownExtension } from '../../../support/certificates/extensions.ts';
import {
  daysFrom,
  type Forged,
  fixedNow,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../../../support/certificates/forge.ts';
import { type CrlSpec, forgeCrl } from '../../../support/certificates/forge-crl.ts';
import { readForged, readForgedCrl } from '../../../support/certificates/read.ts';

const root = forgeRoot();
const authority = forgeIntermediate(root);
const leaf = forgeLeaf(authority, { serial: 77 });

/** What one CRL of the leaf's issuer says of the leaf. */
function judged(spec: CrlSpec, { strict = false, issuer = authority as Forged } = {}) {
  return judgeCrls({
    certificate: readForged(leaf),
    issuer: readForged(authority),
    crls: [readForgedCrl(forgeCrl(issuer, spec))],
    candidates: [],
    now: fixedNow,
    strict,
  });
}

describe('one complete CRL', () => {
  it('says good of what it does not list', () => {
    const answer = judged({ entries: [{ serial: 78 }], number: 12 }, { strict: true });
    expect(answer).toEqual({
      status: 'good',
      by: [
        {
          issuer: 'CN=Test Intermediate CA',
          number: '12',
          thisUpdate: daysFrom(fixedNow, -1),
          nextUpdate: daysFrom(fixedNow, 6),
          delta: null,
        },
      ],
    });
  });

  it('says when, why and since when a certificate is revoked', () => {
    const at = daysFrom(fixedNow, -3);
    const invalidityDate = daysFrom(fixedNow, -9);
    const entries = [{ serial: 76 }, { serial: 77, at, reason: 1, invalidityDate }];
    expect(judged({ entries })).toMatchObject({
      status: 'revoked',
      at,
      reason: 'keyCompromise',
      invalidityDate,
      by: { number: '1' },
    });
    expect(judged({ entries: [{ serial: 77 }] })).toMatchObject({
      reason: null,
      invalidityDate: null,
    });
  });

  it.each<[string, CrlSpec, object]>([
    [
      'is past its nextUpdate',
      { nextUpdate: daysFrom(fixedNow, -1 / 86_400) },
      { kind: 'stale', listed: false },
    ],
    [
      'is past and lists it',
      { nextUpdate: daysFrom(fixedNow, -1), entries: [{ serial: 77 }] },
      { listed: true },
    ],
    ['is from the future', { thisUpdate: daysFrom(fixedNow, 1 / 24) }, { kind: 'not-yet-valid' }],
    ['has a bad signature', { badSignature: true }, { kind: 'bad-signature', unusable: false }],
    [
      'has an unknown critical extension',
      { extensions: [unknownExtension(true)] },
      { kind: 'unknown-critical' },
    ],
    [
      'has an entry with an unknown critical extension',
      { entries: [{ serial: 77, extensions: [unknownExtension(true)] }] },
      { kind: 'unknown-critical', oids: ['1.3.6.1.4.1.99999.1'] },
    ],
    [
      'names two algorithms',
      { innerAlgorithm: Buffer.from('300a06082a8648ce3d040303', 'hex') },
      { kind: 'malformed' },
    ],
    ['is from another issuer', { issuerName: 'Other CA' }, { kind: 'no-crl' }],
    [
      'never ends and is over ten days old',
      { nextUpdate: null, thisUpdate: daysFrom(fixedNow, -11) },
      { kind: 'stale', nextUpdate: daysFrom(fixedNow, -1), listed: false },
    ],
  ])('says nothing when it %s', (_name, spec, problem) => {
    expect(judged(spec)).toMatchObject({ status: 'unknown', problems: [problem] });
  });

  it('allows for a clock that is five minutes slow', () => {
    expect(judged({ thisUpdate: daysFrom(fixedNow, 4 / 1440) }).status).toBe('good');
  });

  it.each<[string, CrlSpec, string]>([
    ['has no number', { number: null }, 'number-missing'],
    ['has a critical number', { numberCritical: true }, 'number-critical'],
    ['has a number over 20 bytes', { number: 1n << 168n }, 'number-too-long'],
    ['does not name its key', { authorityKeyId: null }, 'key-id-missing'],
    ['never ends', { nextUpdate: null }, 'next-update-missing'],
    ['has a scope that is not critical', { scope: { only: 'users', critical: false } }, 'scope-not-critical'],
    ['has an empty scope', { scope: {} }, 'scope-empty'],
  ])('is refused in strict judging alone when it %s', (_name, spec, code) => {
    expect(judged(spec).status).toBe('good');
    expect(judged(spec, { strict: true })).toMatchObject({
      status: 'unknown',
      problems: [{ kind: 'nonconforming', faults: [{ code }] }],
    });
  });

  it('is processed in version 1', () => {
    expect(judged({ version: 1 }, { strict: true }).status).toBe('good');
    expect(judged({ version: 1, entries: [{ serial: 77 }] }, { strict: true }).status).toBe('revoked');
  });
});

describe('a path', () => {
  const path = [leaf, authority, root].map(readForged);
  const check = (crls: readonly { der: Buffer }[], missing: 'allow' | 'refuse' = 'refuse') =>
    checkPathByCrls(path, crls.map(readForgedCrl), [], fixedNow, { missing });

  it('stands when every certificate but the anchor is told good', () => {
    expect(check([forgeCrl(root), forgeCrl(authority)])).toEqual({ ok: true });
  });

  it('is not asked about without any CRL', () => {
    expect(check([])).toEqual({ ok: true });
  });

  it('falls when a CRL is missing, unless that is allowed', () => {
    const missing = { ok: false, answer: { status: 'unknown', problems: [{ kind: 'no-crl' }] } };
    expect(check([forgeCrl(root)])).toMatchObject({ ...missing, at: path[0] });
    expect(check([forgeCrl(authority)])).toMatchObject({ ...missing, at: path[1] });
    expect(check([forgeCrl(root)], 'allow')).toEqual({ ok: true });
  });

  it('falls by a CRL that cannot be used, allowed or not', () => {
    const stale = forgeCrl(authority, { nextUpdate: daysFrom(fixedNow, -1) });
    expect(check([forgeCrl(root), stale], 'allow')).toMatchObject({ ok: false, at: path[0] });
  });

  it('falls with its authority', () => {
    const serial = Buffer.from(readForged(authority).serial, 'hex');
    const crls = [forgeCrl(root, { entries: [{ serial }] }), forgeCrl(authority)];
    expect(check(crls)).toMatchObject({ ok: false, at: path[1], answer: { status: 'revoked' } });
  });
});
