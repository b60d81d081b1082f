import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readWhole, tags } from '../../../src/pki/asn1/der.ts';
import { verifyBytes } from '../../../src/pki/signatures/verify-bytes.ts';
import { explicit, integer, nullValue, oid, sequence } from '../../support/certificates/der-writer.ts';
import { type KeyKind, makeKey } from '../../support/certificates/keys.ts';
import {
  type HashName,
  type Padding,
  signatureAlgorithm,
  signatureOf,
} from '../../support/certificates/signing.ts';

const bytes = Buffer.from('what was signed');
const identifier = (der: Uint8Array) => readWhole(der, tags.sequence, 'an algorithm');

function verdict(algorithm: Uint8Array, signature: Uint8Array, key: KeyObject) {
  return verifyBytes({ bytes, algorithm: identifier(algorithm), signature }, key);
}

describe('a signature over bytes', () => {
  it.each<readonly [KeyKind, HashName, Padding]>([
    ['p256', 'sha256', 'pkcs1'],
    ['p384', 'sha384', 'pkcs1'],
    ['p521', 'sha512', 'pkcs1'],
    ['rsa2048', 'sha1', 'pkcs1'],
    ['rsa2048', 'sha512', 'pkcs1'],
    ['rsa2048', 'sha256', 'pss'],
    ['rsa2048', 'sha1', 'pss'],
    ['ed25519', 'sha256', 'pkcs1'],
    ['ed448', 'sha256', 'pkcs1'],
  ])('by %s with %s (%s) is known from one bit less', (kind, hash, padding) => {
    const key = makeKey(kind, 'root');
    const algorithm = signatureAlgorithm(key, hash, padding);
    const signature = signatureOf(bytes, key, hash, padding);
    expect(verdict(algorithm, signature, key)).toBe('valid');
    signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1;
    expect(verdict(algorithm, signature, key)).toBe('invalid');
  });

  it('by ML-DSA-65 is verified', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ml-dsa-65');
    const algorithm = sequence(oid('2.16.840.1.101.3.4.3.18'));
    expect(verdict(algorithm, sign(null, bytes, privateKey), publicKey)).toBe('valid');
    expect(verdict(algorithm, sign(null, Buffer.from('other'), privateKey), publicKey)).toBe('invalid');
  });

  it('by a key that is for RSASSA-PSS only is verified', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa-pss', {
      modulusLength: 2048,
      hashAlgorithm: 'sha256',
      mgf1HashAlgorithm: 'sha256',
    });
    const signature = signatureOf(bytes, privateKey, 'sha256', 'pss');
    const rsa = makeKey('rsa2048', 'root');
    expect(verdict(signatureAlgorithm(rsa, 'sha256', 'pss'), signature, publicKey)).toBe('valid');
    expect(verdict(signatureAlgorithm(rsa, 'sha256', 'pkcs1'), signature, publicKey)).toBe('unusable');
  });

  it('is not verified by another algorithm than was written', () => {
    const key = makeKey('p256', 'root');
    const signature = signatureOf(bytes, key, 'sha256', 'pkcs1');
    const rsa = makeKey('rsa2048', 'root');
    expect(verdict(signatureAlgorithm(rsa, 'sha256', 'pkcs1'), signature, key)).toBe('unusable');
    expect(verdict(signatureAlgorithm(makeKey('ed25519', ''), 'sha256', 'pkcs1'), signature, key)).toBe(
      'unusable',
    );
    expect(verdict(sequence(oid('1.2.3.4')), signature, key)).toBe('unusable');
  });

  it('with parameters of RSASSA-PSS that were not signed by does not hold', () => {
    const key = makeKey('rsa2048', 'root');
    const signature = signatureOf(bytes, key, 'sha256', 'pss');
    const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'), nullValue());
    const sha512 = sequence(oid('2.16.840.1.101.3.4.2.3'), nullValue());
    const mask = (hash: Uint8Array) => explicit(1, sequence(oid('1.2.840.113549.1.1.8'), hash));
    const pss = (...parts: readonly Uint8Array[]) =>
      sequence(oid('1.2.840.113549.1.1.10'), sequence(...parts));
    const salt = (length: number) => explicit(2, integer(length));
    expect(verdict(pss(explicit(0, sha256), mask(sha256), salt(32)), signature, key)).toBe('valid');
    expect(verdict(pss(explicit(0, sha256), mask(sha256)), signature, key)).toBe('invalid');
    expect(verdict(pss(explicit(0, sha256), mask(sha512), salt(32)), signature, key)).toBe('unusable');
    expect(
      verdict(pss(explicit(0, sha256), mask(sha256), salt(32), explicit(3, integer(2))), signature, key),
    ).toBe('unusable');
    expect(verdict(sequence(oid('1.2.840.113549.1.1.10')), signature, key)).toBe('unusable');
  });
});
