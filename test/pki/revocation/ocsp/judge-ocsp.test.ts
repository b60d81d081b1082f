import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { judgeOcsp } from '../../../../src/pki/revocation/ocsp/judge-ocsp.ts';
import type { OcspAnswer } from '../../../../src/pki/revocation/ocsp/ocsp-answer.ts';
import { element, nullValue, sequence } from '../../../support/certificates/der-writer.ts';
import {
  daysFrom,
  type Forged,
  fixedNow,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../../../support/certificates/forge.ts';
import {
  forgeOcsp,
  forgeOcspError,
  noCheckExtension,
  type OcspSpec,
  ocspResponseOf,
} from '../../../support/certificates/forge-ocsp.ts';
import { readForged } from '../../../support/certificates/read.ts';

const root = forgeRoot();
const issuer = forgeIntermediate(root);
const leaf = forgeLeaf(issuer);
const minutes = (count: number) => daysFrom(fixedNow, count / 1440);

function judge(response: Uint8Array, about: Forged = leaf, by: Forged = issuer): OcspAnswer {
  return judgeOcsp({ response, certificate: readForged(about), issuer: readForged(by), now: fixedNow });
}

function answer(spec: Partial<OcspSpec> = {}): OcspAnswer {
  return judge(forgeOcsp({ certificate: leaf, issuer, ...spec }));
}

function responder(spec: Parameters<typeof forgeLeaf>[1] = {}, by: Forged = issuer): Forged {
  return forgeLeaf(by, {
    subject: 'Test OCSP responder',
    dns: [],
    extendedKeyUsage: ['OCSPSigning'],
    scts: 0,
    extensions: [noCheckExtension],
    ...spec,
  });
}

describe('a response that counts', () => {
  it('says good, by the issuer itself', () => {
    expect(answer()).toEqual({
      kind: 'good',
      thisUpdate: daysFrom(fixedNow, -1),
      nextUpdate: daysFrom(fixedNow, 3),
      producedAt: minutes(-60),
      signer: { kind: 'issuer' },
      notes: [],
    });
  });

  it('says revoked, when and why', () => {
    const revokedAt = daysFrom(fixedNow, -2);
    expect(answer({ status: { revokedAt, reason: 1 } })).toMatchObject({
      kind: 'revoked',
      at: revokedAt,
      reason: 'keyCompromise',
    });
    expect(answer({ status: { revokedAt } })).toMatchObject({ kind: 'revoked', reason: null });
    expect(answer({ status: { revokedAt, reason: 7 } })).toMatchObject({ kind: 'revoked', reason: null });
  });

  it('says that the responder does not know the certificate', () => {
    expect(answer({ status: 'unknown' })).toMatchObject({ kind: 'unknown' });
  });

  it.each(['sha1', 'sha256', 'sha384', 'sha512'] as const)('names the certificate by %s', (idHash) => {
    expect(answer({ idHash }).kind).toBe('good');
  });

  it.each([
    ['rsa2048', 'sha256', 'pkcs1'],
    ['rsa2048', 'sha384', 'pss'],
    ['p384', 'sha384', 'pkcs1'],
    ['ed25519', 'sha256', 'pkcs1'],
    ['ed448', 'sha256', 'pkcs1'],
  ] as const)('is signed by %s with %s (%s)', (key, hash, padding) => {
    const by = forgeRoot({ key });
    const certificate = forgeLeaf(by);
    const sound = { certificate, issuer: by, hash, padding };
    expect(judge(forgeOcsp(sound), certificate, by).kind).toBe('good');
    expect(judge(forgeOcsp({ ...sound, badSignature: true }), certificate, by)).toMatchObject({
      failure: { kind: 'bad-signature' },
    });
  });

  it('names its responder by name or by key', () => {
    expect(answer({ by: 'name' }).kind).toBe('good');
    expect(answer({ by: 'key' }).kind).toBe('good');
    expect(answer({ by: 'name', responder: responder() }).kind).toBe('good');
  });

  it('is about several certificates', () => {
    const others = [1, 2, 3].map((serial) => ({
      certificate: forgeLeaf(issuer, { serial }),
      issuer,
      status: { revokedAt: fixedNow },
    }));
    expect(answer({ otherEntries: others }).kind).toBe('good');
  });

  it('answers twice about one certificate: the worse counts', () => {
    const revoked = { certificate: leaf, issuer, status: { revokedAt: daysFrom(fixedNow, -2) } };
    expect(answer({ otherEntries: [revoked] }).kind).toBe('revoked');
  });

  it.each([
    [minutes(4), 'good'],
    [minutes(6), 'failed'],
  ])('may be of a clock that is ahead: %s is %s', (thisUpdate, kind) => {
    expect(answer({ thisUpdate }).kind).toBe(kind);
  });

  it.each([
    [minutes(-4), 'good'],
    [minutes(-6), 'failed'],
  ])('may be just past its nextUpdate: %s is %s', (nextUpdate, kind) => {
    expect(answer({ nextUpdate }).kind).toBe(kind);
  });

  it('without nextUpdate is noted, and too old after ten days', () => {
    expect(answer({ nextUpdate: null })).toMatchObject({ kind: 'good', notes: ['no-next-update'] });
    const old = { nextUpdate: null, thisUpdate: daysFrom(fixedNow, -11) };
    expect(answer(old)).toMatchObject({ failure: { kind: 'expired' } });
  });

  it('stays a revocation past its nextUpdate, unless it was a hold', () => {
    const past = { nextUpdate: daysFrom(fixedNow, -1), thisUpdate: daysFrom(fixedNow, -5) };
    const revokedAt = daysFrom(fixedNow, -9);
    expect(answer({ ...past, status: { revokedAt, reason: 4 } })).toMatchObject({
      kind: 'revoked',
      notes: ['past-next-update'],
    });
    expect(answer({ ...past, status: { revokedAt, reason: 6 } })).toMatchObject({
      failure: { kind: 'expired' },
    });
  });

  it('signed with SHA-1 is noted', () => {
    const by = forgeRoot({ key: 'rsa2048' });
    const certificate = forgeLeaf(by);
    expect(judge(forgeOcsp({ certificate, issuer: by, hash: 'sha1' }), certificate, by)).toMatchObject({
      kind: 'good',
      notes: ['signed-with-sha1'],
    });
  });
});

describe('a delegated responder', () => {
  it('may speak for the issuer that signed it', () => {
    expect(answer({ responder: responder() })).toMatchObject({
      kind: 'good',
      signer: { kind: 'delegated', noCheck: true },
      notes: [],
    });
    expect(answer({ responder: responder({ extensions: [] }) })).toMatchObject({
      kind: 'good',
      notes: ['responder-without-nocheck'],
    });
    expect(
      answer({ responder: responder({ extensions: [{ ...noCheckExtension, critical: true }] }) }).kind,
    ).toBe('good');
    expect(answer({ responder: responder({ keyUsage: null }) }).kind).toBe('good');
  });

  const other = forgeIntermediate(root, { subject: 'Other CA' });
  it.each<readonly [string, Forged]>([
    ['no-ocsp-signing', responder({ extendedKeyUsage: ['serverAuth'] })],
    ['no-ocsp-signing', responder({ extendedKeyUsage: null })],
    ['no-ocsp-signing', responder({ extendedKeyUsage: ['anyExtendedKeyUsage'] })],
    ['not-issued-by-the-issuer', responder({}, other)],
    ['not-issued-by-the-issuer', responder({}, root)],
    ['not-issued-by-the-issuer', responder({ badSignature: true })],
    ['key-usage', responder({ keyUsage: ['keyEncipherment'] })],
    ['expired', responder({ notAfter: daysFrom(fixedNow, -1) })],
    ['not-yet-valid', responder({ notBefore: daysFrom(fixedNow, 1) })],
    ['unknown-critical-extension', responder({ unknownExtension: 'critical' })],
  ])('may not when %s', (because, certificate) => {
    expect(answer({ responder: certificate })).toMatchObject({
      kind: 'failed',
      failure: { kind: 'unauthorized-responder', because },
    });
  });

  it('that does not send its certificate is nobody', () => {
    expect(answer({ responder: responder(), sendResponder: false })).toMatchObject({
      failure: { kind: 'unauthorized-responder', because: 'no-certificate' },
    });
  });

  it('whose certificate another made the signature for is no proof', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(answer({ responder: responder(), signingKey: privateKey })).toMatchObject({
      failure: { kind: 'bad-signature' },
    });
  });
});

describe('a response that says nothing', () => {
  it.each([
    [1, 'malformedRequest'],
    [2, 'internalError'],
    [3, 'tryLater'],
    [5, 'sigRequired'],
    [6, 'unauthorized'],
  ])('status %s is %s', (number, status) => {
    expect(judge(forgeOcspError(number))).toEqual({
      kind: 'failed',
      failure: { kind: 'responder-status', status },
    });
  });

  it('is about another certificate', () => {
    const other = forgeLeaf(issuer, { serial: 0x1234 });
    expect(judge(forgeOcsp({ certificate: other, issuer }))).toEqual({
      kind: 'failed',
      failure: { kind: 'wrong-certificate', serials: ['1234'] },
    });
    const twin = forgeIntermediate(root);
    expect(judge(forgeOcsp({ certificate: leaf, issuer: twin }))).toMatchObject({
      failure: { kind: 'wrong-certificate' },
    });
    expect(answer({ idHash: 'md5' })).toMatchObject({ failure: { kind: 'wrong-certificate' } });
  });

  it('has an extension that must be understood and is not', () => {
    const unknown = { oid: '1.3.6.1.4.1.99999.1', critical: true, value: nullValue() };
    const failure = { kind: 'unknown-critical-extension', oid: unknown.oid };
    expect(answer({ responseExtensions: [unknown] })).toMatchObject({ failure });
    expect(answer({ singleExtensions: [unknown] })).toMatchObject({ failure });
    expect(answer({ singleExtensions: [{ ...unknown, critical: false }] }).kind).toBe('good');
  });

  it('is of another type', () => {
    expect(judge(ocspResponseOf(sequence(), '1.2.3'))).toEqual({
      kind: 'failed',
      failure: { kind: 'response-type', type: '1.2.3' },
    });
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a page', Buffer.from('<!doctype html><title>Log in</title>')],
    ['a status that does not exist', forgeOcspError(4)],
    ['success without content', sequence(element(0x0a, Buffer.from([0])))],
    ['cut off', forgeOcsp({ certificate: leaf, issuer }).subarray(0, -1)],
    ['followed by something', Buffer.concat([forgeOcsp({ certificate: leaf, issuer }), Buffer.from([0])])],
  ])('is %s', (_what, bytes) => {
    expect(judge(bytes)).toMatchObject({ kind: 'failed', failure: { kind: 'malformed' } });
  });
});
