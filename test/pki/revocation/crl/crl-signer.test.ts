import { describe, expect, it } from 'vitest';
import type { CrlAnswer } from '../../../../src/pki/revocation/crl/crl-answer.ts';
import { checkForgedPath, inShort, judgeForged } from '../../../support/certificates/checking-crls.ts';
import { distributionPoints } from '../../../support/certificates/distribution-points.ts';
import {
  daysFrom,
  type Forged,
  fixedNow,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../../../support/certificates/forge.ts';
import { forgeCrl } from '../../../support/certificates/forge-crl.ts';

const root = forgeRoot({ subject: 'Root' });
const authority = forgeIntermediate(root, { subject: 'CA', keyUsage: ['keyCertSign'] });
const leaf = forgeLeaf(authority, { serial: 5 });
const path = [leaf, authority, root];

/** Another key of the same authority, which signs CRLs alone. */
function crlKey(spec: Parameters<typeof forgeIntermediate>[1] = {}, issuer: Forged = root): Forged {
  return forgeIntermediate(issuer, { subject: 'CA', ca: null, keyUsage: ['cRLSign'], serial: 50, ...spec });
}

describe('the key that signed a CRL', () => {
  it('needs cRLSign where its certificate limits its use', () => {
    expect(inShort(judgeForged(path, [forgeCrl(authority)]))).toBe('missing-crl-sign');
    const free = forgeIntermediate(root, { subject: 'Free CA', keyUsage: null });
    expect(inShort(judgeForged([forgeLeaf(free), free, root], [forgeCrl(free)]))).toBe('good');
    const strictRoot = forgeRoot({ keyUsage: ['keyCertSign'] });
    expect(inShort(judgeForged([forgeLeaf(strictRoot), strictRoot], [forgeCrl(strictRoot)]))).toBe(
      'missing-crl-sign',
    );
  });

  it('may be another one of the same authority', () => {
    const signer = crlKey();
    const good = [forgeCrl(root), forgeCrl(signer)];
    expect(checkForgedPath(path, good, [signer])).toBe('ok');
    const bad = [forgeCrl(root), forgeCrl(signer, { entries: [{ serial: 5 }] })];
    expect(checkForgedPath(path, bad, [signer])).toBe('site.test: revoked');
  });

  it('is unknown without its certificate', () => {
    expect(inShort(judgeForged(path, [forgeCrl(crlKey())]))).toBe('bad-signature');
    const stranger = forgeCrl(crlKey(), { authorityKeyId: Buffer.from('unknown') });
    expect(inShort(judgeForged(path, [stranger]))).toBe('bad-signature');
  });

  it.each<[string, Forged]>([
    ['hangs from another root', crlKey({}, forgeRoot({ subject: 'Root' }))],
    ['signed itself', forgeRoot({ subject: 'CA', keyUsage: ['cRLSign'] })],
    ['is expired', crlKey({ notAfter: daysFrom(fixedNow, -1) })],
    ['is not valid yet', crlKey({ notBefore: daysFrom(fixedNow, 1) })],
    ['has an extension nobody knows', crlKey({ unknownExtension: 'critical' })],
  ])('is not believed when its certificate %s', (_name, signer) => {
    expect(inShort(judgeForged(path, [forgeCrl(root), forgeCrl(signer)], [signer]))).toBe('signer-untrusted');
  });

  it('is not believed once it is revoked', () => {
    const signer = crlKey();
    const crls = [forgeCrl(root, { entries: [{ serial: 50, reason: 1 }] }), forgeCrl(signer)];
    expect(inShort(judgeForged(path, crls, [signer]))).toBe('signer-revoked');
  });

  it('is not believed while its own status cannot be told', () => {
    const signer = crlKey();
    const stale = forgeCrl(root, { nextUpdate: daysFrom(fixedNow, -1) });
    expect(inShort(judgeForged(path, [stale, forgeCrl(signer)], [signer]))).toBe('signer-unknown');
  });

  it('needs a CRL of its own only where missing ones are refused', () => {
    const signer = crlKey();
    expect(inShort(judgeForged(path, [forgeCrl(signer)], [signer]))).toBe('good');
    expect(checkForgedPath(path.slice(0, 2), [forgeCrl(signer)], [signer, root])).toBe(
      'site.test: signer-untrusted',
    );
    expect(checkForgedPath(path, [forgeCrl(signer)], [signer], { missing: 'allow' })).toBe('ok');
  });

  it('may stand two certificates below the anchor', () => {
    const middle = forgeIntermediate(root, { subject: 'Middle', serial: 60 });
    const signer = crlKey({ serial: 61 }, middle);
    const crls = [forgeCrl(root), forgeCrl(middle), forgeCrl(signer)];
    expect(checkForgedPath(path, crls, [signer, middle])).toBe('ok');
    expect(checkForgedPath(path, crls, [signer])).toBe('site.test: signer-untrusted');
    const revoked = [forgeCrl(root, { entries: [{ serial: 60 }] }), forgeCrl(middle), forgeCrl(signer)];
    expect(checkForgedPath(path, revoked, [signer, middle])).toBe('site.test: signer-revoked');
  });

  it('needs a CRL for every certificate of its own path where missing ones are refused', () => {
    const middle = forgeIntermediate(root, { subject: 'Middle' });
    const signer = crlKey({}, middle);
    const crls = [forgeCrl(root), forgeCrl(signer)];
    expect(checkForgedPath(path, crls, [signer, middle])).toBe('site.test: signer-unknown');
    expect(checkForgedPath(path, crls, [signer, middle], { missing: 'allow' })).toBe('ok');
  });

  it('keeps what it said, whatever another key of the same authority says later', () => {
    const [first, second] = [crlKey(), crlKey()];
    const said = [
      forgeCrl(root),
      forgeCrl(first, { entries: [{ serial: 5 }], thisUpdate: daysFrom(fixedNow, -4) }),
      forgeCrl(second),
    ];
    expect(checkForgedPath(path, said, [first, second])).toBe('site.test: revoked');
  });

  it('is found among many of the same name and key identifier', () => {
    const subjectKeyId = Buffer.from('same');
    const others = Array.from({ length: 12 }, () => crlKey({ subjectKeyId }));
    const signer = crlKey({ subjectKeyId });
    expect(checkForgedPath(path, [forgeCrl(root), forgeCrl(signer)], [...others, signer])).toBe('ok');
  });
});

describe('a key that would vouch for itself', () => {
  const points = { names: ['uri:http://crl.test/self.crl'] };

  it('is believed where its issuer named it as CRL issuer', () => {
    const own = forgeIntermediate(root, { subject: 'CA' });
    const name = forgeRoot({ subject: 'Revoker' }).subject;
    const extensions = [distributionPoints([{ at: points, issuers: [name] }])];
    const signer = forgeLeaf(own, { subject: 'Revoker', serial: 70, keyUsage: ['cRLSign'], extensions });
    const asked = forgeLeaf(own, { serial: 71, extensions });
    const crl = (serial: number) =>
      forgeCrl(signer, {
        scope: { at: points, indirect: true },
        entries: [{ serial, certificateIssuer: own.subject }],
      });
    const whole = [asked, own, root];
    expect(checkForgedPath(whole, [forgeCrl(root), crl(72)], [signer])).toBe('ok');
    expect(checkForgedPath(whole, [forgeCrl(root), crl(71)], [signer])).toBe('site.test: revoked');
    expect(checkForgedPath(whole, [forgeCrl(root), crl(70)], [signer])).toBe('site.test: signer-revoked');
  });

  it('is not believed for having the name of its issuer', () => {
    const own = forgeIntermediate(root, { subject: 'CA' });
    const extensions = [distributionPoints([{ at: points }])];
    const signer = forgeIntermediate(own, { subject: 'CA', keyUsage: ['cRLSign'], serial: 80, extensions });
    const asked = forgeLeaf(own, { serial: 81 });
    const crls = [forgeCrl(root), forgeCrl(signer)];
    expect(checkForgedPath([asked, own, root], crls, [signer])).toBe('site.test: signer-unknown');
    const told = [...crls, forgeCrl(own, { scope: { at: points } })];
    expect(checkForgedPath([asked, own, root], told, [signer])).toBe('ok');
  });
});

describe('a signature', () => {
  it.each<[string, NonNullable<Parameters<typeof forgeRoot>[0]>, 'pkcs1' | 'pss']>([
    ['RSA', { key: 'rsa2048' }, 'pkcs1'],
    ['RSA-PSS', { key: 'rsa2048' }, 'pss'],
    ['P-384', { key: 'p384' }, 'pkcs1'],
    ['Ed25519', { key: 'ed25519' }, 'pkcs1'],
    ['Ed448', { key: 'ed448' }, 'pkcs1'],
  ])('of %s is checked', (_name, spec, padding) => {
    const issuer = forgeRoot(spec);
    const asked = forgeLeaf(issuer);
    expect(inShort(judgeForged([asked, issuer], [forgeCrl(issuer, { padding })]))).toBe('good');
    const broken = forgeCrl(issuer, { padding, badSignature: true });
    expect(inShort(judgeForged([asked, issuer], [broken]))).toBe('bad-signature');
  });

  it('of MD5 is not looked at', () => {
    const issuer = forgeRoot({ key: 'rsa2048' });
    const [problem] = unknownBy(
      judgeForged([forgeLeaf(issuer), issuer], [forgeCrl(issuer, { hash: 'md5' })]),
    );
    expect(problem).toMatchObject({ kind: 'bad-signature', unusable: true });
  });
});

function unknownBy(answer: CrlAnswer) {
  if (answer.status !== 'unknown') throw new Error(answer.status);
  return answer.problems;
}
