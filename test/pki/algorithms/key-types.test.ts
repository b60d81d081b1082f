import { getCurves, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keyText } from '../../../src/pki/certificate/describe.ts';
import { checkSignature } from '../../../src/pki/signatures/verify-signature.ts';
import { nullValue, oid, sequence } from '../../support/certificates/der-writer.ts';
import { anyKey } from '../../support/certificates/keys.ts';
import { readForged } from '../../support/certificates/read.ts';
import { selfSigned } from '../../support/certificates/self-signed.ts';

const noSignature = { algorithm: sequence(oid('1.3.101.112')), sign: () => Buffer.alloc(64) };

function read(key: KeyObject, how: Partial<Parameters<typeof selfSigned>[0]> = {}) {
  return readForged({ der: selfSigned({ key, ...noSignature, ...how }) });
}

const bySelf = (algorithm: string) => ({
  algorithm: sequence(oid(algorithm)),
});

describe('a key that signs by one algorithm of its own', () => {
  it.each([
    ['ed25519', '1.3.101.112', 256, 'Ed25519'],
    ['ed448', '1.3.101.113', 456, 'Ed448'],
    ['ml-dsa-44', '2.16.840.1.101.3.4.3.17', null, 'ML-DSA-44'],
    ['ml-dsa-65', '2.16.840.1.101.3.4.3.18', null, 'ML-DSA-65'],
    ['ml-dsa-87', '2.16.840.1.101.3.4.3.19', null, 'ML-DSA-87'],
    ['slh-dsa-sha2-128s', '2.16.840.1.101.3.4.3.20', null, 'SLH-DSA-SHA2-128s'],
    ['slh-dsa-sha2-128f', '2.16.840.1.101.3.4.3.21', null, 'SLH-DSA-SHA2-128f'],
    ['slh-dsa-sha2-192s', '2.16.840.1.101.3.4.3.22', null, 'SLH-DSA-SHA2-192s'],
    ['slh-dsa-sha2-192f', '2.16.840.1.101.3.4.3.23', null, 'SLH-DSA-SHA2-192f'],
    ['slh-dsa-sha2-256s', '2.16.840.1.101.3.4.3.24', null, 'SLH-DSA-SHA2-256s'],
    ['slh-dsa-sha2-256f', '2.16.840.1.101.3.4.3.25', null, 'SLH-DSA-SHA2-256f'],
    ['slh-dsa-shake-128s', '2.16.840.1.101.3.4.3.26', null, 'SLH-DSA-SHAKE-128s'],
    ['slh-dsa-shake-128f', '2.16.840.1.101.3.4.3.27', null, 'SLH-DSA-SHAKE-128f'],
    ['slh-dsa-shake-192s', '2.16.840.1.101.3.4.3.28', null, 'SLH-DSA-SHAKE-192s'],
    ['slh-dsa-shake-192f', '2.16.840.1.101.3.4.3.29', null, 'SLH-DSA-SHAKE-192f'],
    ['slh-dsa-shake-256s', '2.16.840.1.101.3.4.3.30', null, 'SLH-DSA-SHAKE-256s'],
    ['slh-dsa-shake-256f', '2.16.840.1.101.3.4.3.31', null, 'SLH-DSA-SHAKE-256f'],
  ] as const)('%s', (type, algorithm, bits, shown) => {
    const key = anyKey(type);
    // The slow sets take a second a signature; the fast ones of the same family prove the same code.
    const slow = /^slh-dsa-.*s$/.test(type) && type !== 'slh-dsa-sha2-128s';
    const made = slow ? () => Buffer.alloc(64) : (tbs: Uint8Array) => sign(null, tbs, key);
    const certificate = read(key, { ...bySelf(algorithm), sign: made });
    expect(certificate.publicKey).toMatchObject({ type, bits, curve: null });
    expect(certificate.publicKey.type).toBe(key.asymmetricKeyType);
    expect(keyText(certificate.publicKey)).toBe(shown);
    expect(certificate.signature).toEqual({ algorithm: shown, hash: null });
    expect(certificate.faults).toEqual([]);
    if (!slow) expect(checkSignature(certificate, certificate)).toBe('valid');
  });
});

describe('a key that signs nothing', () => {
  it.each([
    ['x25519', {}, 256, 'X25519'],
    ['x448', {}, 448, 'X448'],
    ['ml-kem-512', {}, null, 'ML-KEM-512'],
    ['ml-kem-768', {}, null, 'ML-KEM-768'],
    ['ml-kem-1024', {}, null, 'ML-KEM-1024'],
    ['dh', { group: 'modp14' }, 2048, 'DH 2048'],
  ] as const)('%s', (type, options, bits, shown) => {
    const certificate = read(anyKey(type, options));
    expect(certificate.publicKey).toMatchObject({ type, bits, curve: null });
    expect(keyText(certificate.publicKey)).toBe(shown);
    expect(certificate.faults).toEqual([]);
  });
});

const nist: Readonly<Record<string, string>> = {
  prime192v1: 'P-192',
  secp224r1: 'P-224',
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};
/** Known to OpenSSL without an object identifier, so that no certificate can name them. */
const nameless = ['Oakley-EC2N-3', 'Oakley-EC2N-4'];

describe('an EC key', () => {
  it.each(getCurves().filter((curve) => !nameless.includes(curve)))('on %s', (namedCurve) => {
    const key = anyKey('ec', { namedCurve });
    const digest = namedCurve === 'SM2' ? 'sm3' : 'sha256';
    const algorithm = namedCurve === 'SM2' ? '1.2.156.10197.1.501' : '1.2.840.10045.4.3.2';
    const certificate = read(key, { ...bySelf(algorithm), sign: (tbs) => sign(digest, tbs, key) });
    const curve = nist[namedCurve] ?? namedCurve;
    expect(certificate.publicKey).toMatchObject({ type: 'ec', curve });
    const named = /(\d{3})/.exec(namedCurve)?.[1];
    if (named !== undefined) expect(certificate.publicKey.bits).toBe(Number(named));
    expect(certificate.publicKey.bits).toBeGreaterThan(111);
    expect(certificate.faults).toEqual([]);
    if (namedCurve !== 'SM2') expect(checkSignature(certificate, certificate)).toBe('valid');
  });

  it('that writes out its curve has a length and no name', () => {
    const key = anyKey('ec', { namedCurve: 'prime256v1', paramEncoding: 'explicit' });
    const certificate = read(key);
    expect(certificate.publicKey).toMatchObject({ type: 'ec', bits: 256, curve: null });
    expect(certificate.faults).toMatchObject([{ code: 'ec-curve-not-named', weight: 'refuse' }]);
    const binary = read(anyKey('ec', { namedCurve: 'sect283r1', paramEncoding: 'explicit' }));
    expect(binary.publicKey).toMatchObject({ type: 'ec', bits: 283, curve: null });
  });
});

describe('a finite-field key', () => {
  const dsa = anyKey('dsa', { modulusLength: 2048, divisorLength: 256 });

  it.each([
    ['1.2.840.10040.4.3', 'dsa-with-sha1', 'sha1'],
    ['2.16.840.1.101.3.4.3.1', 'dsa-with-sha224', 'sha224'],
    ['2.16.840.1.101.3.4.3.2', 'dsa-with-sha256', 'sha256'],
    ['2.16.840.1.101.3.4.3.3', 'dsa-with-sha384', 'sha384'],
    ['2.16.840.1.101.3.4.3.4', 'dsa-with-sha512', 'sha512'],
    ['2.16.840.1.101.3.4.3.6', 'dsa-with-SHA3-256', 'sha3-256'],
    ['2.16.840.1.101.3.4.3.8', 'dsa-with-SHA3-512', 'sha3-512'],
  ])('dsa by %s', (algorithm, name, hash) => {
    const certificate = read(dsa, { ...bySelf(algorithm), sign: (tbs) => sign(hash, tbs, dsa) });
    expect(certificate.publicKey).toMatchObject({ type: 'dsa', bits: 2048 });
    expect(keyText(certificate.publicKey)).toBe('DSA 2048');
    expect(certificate.signature).toEqual({ algorithm: name, hash });
    expect(certificate.faults).toEqual([]);
    expect(checkSignature(certificate, certificate)).toBe('valid');
  });

  const rsa = anyKey('rsa', { modulusLength: 2048 });
  it.each([
    ['1.2.840.113549.1.1.4', 'md5WithRSAEncryption', 'md5'],
    ['1.2.840.113549.1.1.5', 'sha1WithRSAEncryption', 'sha1'],
    ['1.2.840.113549.1.1.14', 'sha224WithRSAEncryption', 'sha224'],
    ['1.2.840.113549.1.1.11', 'sha256WithRSAEncryption', 'sha256'],
    ['1.2.840.113549.1.1.12', 'sha384WithRSAEncryption', 'sha384'],
    ['1.2.840.113549.1.1.13', 'sha512WithRSAEncryption', 'sha512'],
    ['1.2.840.113549.1.1.15', 'sha512-224WithRSAEncryption', 'sha512-224'],
    ['1.2.840.113549.1.1.16', 'sha512-256WithRSAEncryption', 'sha512-256'],
    ['2.16.840.1.101.3.4.3.13', 'sha3-224WithRSAEncryption', 'sha3-224'],
    ['2.16.840.1.101.3.4.3.14', 'sha3-256WithRSAEncryption', 'sha3-256'],
    ['2.16.840.1.101.3.4.3.15', 'sha3-384WithRSAEncryption', 'sha3-384'],
    ['2.16.840.1.101.3.4.3.16', 'sha3-512WithRSAEncryption', 'sha3-512'],
    ['1.3.14.3.2.29', 'sha1WithRSA', 'sha1'],
    ['1.3.36.3.3.1.2', 'ripemd160WithRSA', 'ripemd160'],
  ])('rsa by %s', (algorithm, name, hash) => {
    const certificate = read(rsa, {
      algorithm: sequence(oid(algorithm), nullValue()),
      sign: (tbs) => sign(hash, tbs, rsa),
    });
    expect(certificate.publicKey).toMatchObject({ type: 'rsa', bits: 2048 });
    expect(certificate.signature).toEqual({ algorithm: name, hash });
    expect(certificate.faults).toEqual([]);
    expect(checkSignature(certificate, certificate)).toBe('valid');
  });

  const p256 = anyKey('ec', { namedCurve: 'P-256' });
  it.each([
    ['1.2.840.10045.4.1', 'ecdsa-with-SHA1', 'sha1'],
    ['1.2.840.10045.4.3.1', 'ecdsa-with-SHA224', 'sha224'],
    ['1.2.840.10045.4.3.3', 'ecdsa-with-SHA384', 'sha384'],
    ['1.2.840.10045.4.3.4', 'ecdsa-with-SHA512', 'sha512'],
    ['2.16.840.1.101.3.4.3.9', 'ecdsa-with-SHA3-224', 'sha3-224'],
    ['2.16.840.1.101.3.4.3.10', 'ecdsa-with-SHA3-256', 'sha3-256'],
    ['2.16.840.1.101.3.4.3.11', 'ecdsa-with-SHA3-384', 'sha3-384'],
    ['2.16.840.1.101.3.4.3.12', 'ecdsa-with-SHA3-512', 'sha3-512'],
  ])('ec by %s', (algorithm, name, hash) => {
    const certificate = read(p256, { ...bySelf(algorithm), sign: (tbs) => sign(hash, tbs, p256) });
    expect(certificate.signature).toEqual({ algorithm: name, hash });
    expect(certificate.faults).toEqual([]);
    expect(checkSignature(certificate, certificate)).toBe('valid');
  });
});
