import { describe, expect, it } from 'vitest';
import { checkSignature, isSignedBy, signatureCost } from '../../../src/pki/signatures/verify-signature.ts';
import { forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { groupPrime, rsaKeyOf } from '../../support/certificates/keys.ts';
import { readForged } from '../../support/certificates/read.ts';

describe('a signature', () => {
  it.each([
    ['p256', 'sha256', 'pkcs1'],
    ['p521', 'sha512', 'pkcs1'],
    ['secp256k1', 'sha256', 'pkcs1'],
    ['rsa2048', 'sha256', 'pkcs1'],
    ['rsa2048', 'sha1', 'pkcs1'],
    ['rsa2048', 'md5', 'pkcs1'],
    ['rsa2048', 'sha384', 'pss'],
    ['rsa8192', 'sha256', 'pkcs1'],
    ['ed25519', 'sha256', 'pkcs1'],
    ['ed448', 'sha256', 'pkcs1'],
  ] as const)('by %s with %s (%s) is known from one bit less', (key, hash, padding) => {
    const root = forgeRoot({ key });
    const issuer = readForged(root);
    expect(isSignedBy(readForged(forgeLeaf(root, { hash, padding })), issuer)).toBe(true);
    const broken = forgeLeaf(root, { hash, padding, badSignature: true });
    expect(isSignedBy(readForged(broken), issuer)).toBe(false);
  });

  it('by another key of the same name does not hold', () => {
    const leaf = readForged(forgeLeaf(forgeRoot()));
    expect(checkSignature(leaf, readForged(forgeRoot()))).toBe('invalid');
    expect(checkSignature(leaf, readForged(forgeRoot({ key: 'ed25519' })))).not.toBe('valid');
  });

  it.each([
    [256n, 'valid'],
    [300n, 'unusable'],
  ] as const)('by an RSA key with an exponent of %i bits is %s', (bits, verdict) => {
    // Computing one with an exponent as long as the modulus takes milliseconds, and a chain may want hundreds.
    const exponent = 2n ** bits - 1n;
    const root = forgeRoot({ key: rsaKeyOf(groupPrime('modp2'), groupPrime('modp5'), exponent) });
    expect(checkSignature(readForged(forgeLeaf(root)), readForged(root))).toBe(verdict);
  });

  it.each([
    ['p256', 1],
    ['p521', 3],
    ['rsa2048', 1],
    ['rsa8192', 12],
  ] as const)('by a key of the kind %s costs %i', (key, cost) => {
    expect(signatureCost(readForged(forgeRoot({ key })).publicKey)).toBe(cost);
  });

  it('of a key that cannot be read is a value', () => {
    const root = forgeRoot();
    const at = root.der.indexOf(Buffer.from('03420004', 'hex'));
    const der = Buffer.from(root.der);
    der.fill(0xee, at + 4, at + 68);
    expect(checkSignature(readForged(forgeLeaf(root)), readForged({ der }))).toBe('unusable');
  });

  it('that is no whole number of bytes is invalid, whatever its bytes verify as', () => {
    const root = forgeRoot();
    const der = Buffer.from(forgeLeaf(root).der);
    // The count of unused bits, behind the algorithm: ecdsa-with-SHA256 and BIT STRING.
    const at = der.lastIndexOf(Buffer.from('2a8648ce3d04030203', 'hex')) + 10;
    expect(checkSignature(readForged({ der }), readForged(root))).toBe('valid');
    der[at] = 2;
    expect(checkSignature(readForged({ der }), readForged(root))).toBe('invalid');
  });
});
