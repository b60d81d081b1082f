import { constants, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { structureOf } from '../../../src/pki/certificate/extension-value.ts';
import { checkSignature } from '../../../src/pki/signatures/verify-signature.ts';
import {
  bitString,
  explicit,
  integer,
  nullValue,
  oid,
  sequence,
} from '../../support/certificates/der-writer.ts';
import { anyKey } from '../../support/certificates/keys.ts';
import { readForged } from '../../support/certificates/read.ts';
import { selfSigned, spkiOf } from '../../support/certificates/self-signed.ts';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const byEc = { key: ec, algorithm: sequence(oid('1.2.840.10045.4.3.2')), sign: () => Buffer.alloc(64) };

function faultsOf(how: Partial<Parameters<typeof selfSigned>[0]>) {
  return readForged({ der: selfSigned({ ...byEc, ...how }) }).faults;
}

const p256 = sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7'));
const point = spkiOf(ec).subarray(-64);
const ecKey = (bytes: Uint8Array, algorithm: Uint8Array = p256) => sequence(algorithm, bitString(bytes));
const withX = (first: number, bytes: Uint8Array) => Buffer.concat([Buffer.from([first]), bytes]);
const offCurve = Buffer.concat([point.subarray(0, 63), Buffer.from([(point[63] ?? 0) ^ 1])]);
const rsaAlgorithm = sequence(oid('1.2.840.113549.1.1.1'), nullValue());
const modulus = Buffer.concat([Buffer.from([0, 0xc5]), Buffer.alloc(254, 0x5b), Buffer.from([1])]);
const rsaKey = (n: Uint8Array, e: number | Uint8Array, algorithm: Uint8Array = rsaAlgorithm) =>
  sequence(algorithm, bitString(sequence(integer(n), integer(e))));
const even = Buffer.concat([modulus.subarray(0, 255), Buffer.from([2])]);
const raw = (type: string, length: number, ...parameters: Uint8Array[]) =>
  sequence(sequence(oid(type), ...parameters), bitString(Buffer.alloc(length, 7)));
const dsa = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey;

describe('a key', () => {
  it.each<[string, string, 'refuse' | 'lint', Buffer]>([
    ['off its curve', 'ec-point-off-curve', 'refuse', ecKey(withX(4, offCurve))],
    ['at infinity', 'ec-point-infinity', 'refuse', ecKey(Buffer.from([0]))],
    ['compressed', 'ec-point-compressed', 'lint', ecKey(withX(2, point.subarray(0, 32)))],
    ['in hybrid form', 'ec-point-form', 'refuse', ecKey(withX(6, point))],
    ['a byte short', 'ec-point-length', 'refuse', ecKey(withX(4, point.subarray(1)))],
    [
      'without a curve',
      'key-malformed',
      'refuse',
      ecKey(withX(4, point), sequence(oid('1.2.840.10045.2.1'))),
    ],
    [
      'with an inherited curve',
      'ec-curve-not-named',
      'refuse',
      ecKey(withX(4, point), sequence(oid('1.2.840.10045.2.1'), nullValue())),
    ],
    ['of an even modulus', 'rsa-modulus', 'refuse', rsaKey(even, 65_537)],
    ['of a negative modulus', 'rsa-modulus', 'refuse', rsaKey(modulus.subarray(1), 65_537)],
    ['of an even exponent', 'rsa-exponent', 'refuse', rsaKey(modulus, 65_536)],
    ['of exponent 1', 'rsa-exponent', 'refuse', rsaKey(modulus, 1)],
    ['of exponent 3', 'rsa-exponent-small', 'lint', rsaKey(modulus, 3)],
    ['of a padded modulus', 'key-malformed', 'refuse', rsaKey(Buffer.concat([Buffer.alloc(1), modulus]), 3)],
    [
      'without NULL',
      'key-parameters',
      'refuse',
      rsaKey(modulus, 65_537, sequence(oid('1.2.840.113549.1.1.1'))),
    ],
    ['Ed25519 with parameters', 'key-parameters', 'refuse', raw('1.3.101.112', 32, nullValue())],
    ['Ed25519 of 31 bytes', 'key-malformed', 'refuse', raw('1.3.101.112', 31)],
    ['ML-DSA-65 of 32 bytes', 'key-malformed', 'refuse', raw('2.16.840.1.101.3.4.3.18', 32)],
    [
      'ML-KEM-768 with parameters',
      'key-parameters',
      'refuse',
      raw('2.16.840.1.101.3.4.4.2', 1184, nullValue()),
    ],
    ['SLH-DSA of a wrong length', 'key-malformed', 'refuse', raw('2.16.840.1.101.3.4.3.20', 48)],
    [
      'DSA without parameters',
      'dsa-parameters-inherited',
      'lint',
      sequence(sequence(oid('1.2.840.10040.4.1')), bitString(integer(5))),
    ],
    ['that is no sequence inside', 'key-malformed', 'refuse', sequence(rsaAlgorithm, bitString(integer(1)))],
    [
      'with bytes after it',
      'key-malformed',
      'refuse',
      sequence(p256, bitString(withX(4, point)), nullValue()),
    ],
  ])('%s', (_name, code, weight, spki) => {
    expect(faultsOf({ spki })).toMatchObject([{ code, weight, at: expect.any(Number) }]);
  });

  it('of a type nobody knows is told by its identifier', () => {
    const { publicKey, faults } = readForged({ der: selfSigned({ ...byEc, spki: raw('1.2.3.4', 9) }) });
    expect([publicKey.type, publicKey.bits, faults]).toEqual(['1.2.3.4', null, []]);
  });

  it('of DSA is read with its own parameters', () => {
    expect(faultsOf({ spki: spkiOf(dsa) })).toEqual([]);
  });
});

const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'), nullValue());
const sha384 = sequence(oid('2.16.840.1.101.3.4.2.2'), nullValue());
const sha1 = sequence(oid('1.3.14.3.2.26'), nullValue());
const mgf1 = (hash: Uint8Array) => sequence(oid('1.2.840.113549.1.1.8'), hash);
const pss = (...parameters: Uint8Array[]) => sequence(oid('1.2.840.113549.1.1.10'), ...parameters);
const fields = (hash: Uint8Array, mask: Uint8Array, salt: number, ...more: Uint8Array[]) =>
  sequence(explicit(0, hash), explicit(1, mgf1(mask)), explicit(2, integer(salt)), ...more);

describe('the algorithm of a signature', () => {
  it.each<[string, string, 'refuse' | 'lint', Buffer]>([
    ['ECDSA with NULL', 'signature-parameters', 'refuse', sequence(oid('1.2.840.10045.4.3.2'), nullValue())],
    ['Ed25519 with NULL', 'signature-parameters', 'refuse', sequence(oid('1.3.101.112'), nullValue())],
    [
      'RSA with a sequence',
      'signature-parameters',
      'refuse',
      sequence(oid('1.2.840.113549.1.1.11'), sequence()),
    ],
    ['PSS without parameters', 'signature-parameters', 'refuse', pss()],
    [
      'PSS with another trailer',
      'signature-parameters',
      'refuse',
      pss(fields(sha256, sha256, 32, explicit(3, integer(2)))),
    ],
    ['PSS with another mask', 'signature-parameters', 'refuse', pss(sequence(explicit(1, sha256)))],
    ['PSS with two hashes', 'pss-hashes-differ', 'lint', pss(fields(sha256, sha384, 32))],
    [
      'PSS that writes out SHA-1',
      'default-written',
      'lint',
      pss(sequence(explicit(0, sha1), explicit(2, integer(32)))),
    ],
    ['no algorithm', 'signature-algorithm-malformed', 'refuse', sequence(integer(1))],
  ])('%s', (_name, code, weight, algorithm) => {
    expect(faultsOf({ algorithm })).toMatchObject([{ code, weight }]);
  });

  it('may be RSA without the NULL, as RFC 4055 §5 wants it accepted', () => {
    const faults = faultsOf({ algorithm: sequence(oid('1.2.840.113549.1.1.11')) });
    expect(faults).toMatchObject([{ code: 'signature-null-missing', weight: 'lint' }]);
  });

  it('of PSS says hash, mask and salt, and its key says what it is restricted to', () => {
    const options = {
      modulusLength: 2048,
      hashAlgorithm: 'sha256',
      mgf1HashAlgorithm: 'sha256',
      saltLength: 20,
    };
    const key = anyKey('rsa-pss', options);
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    const certificate = readForged({
      der: selfSigned({
        key,
        algorithm: pss(fields(sha256, sha256, 48)),
        sign: (tbs) => sign('sha256', tbs, { key, padding, saltLength: 48 }),
      }),
    });
    expect(certificate.signature).toEqual({
      algorithm: 'RSASSA-PSS',
      hash: 'sha256',
      pss: { hash: 'sha256', mgfHash: 'sha256', saltLength: 48 },
    });
    const restricted = { hash: 'sha256', mgfHash: 'sha256', saltLength: 20 };
    expect(certificate.publicKey).toMatchObject({ type: 'rsa-pss', bits: 2048, pss: restricted });
    expect(certificate.faults).toEqual([]);
    expect(checkSignature(certificate, certificate)).toBe('valid');
  });

  it('must be the same inside and outside, whatever it verifies', () => {
    const inner = sequence(oid('1.2.840.113549.1.1.11'), nullValue());
    const signed = readForged({
      der: selfSigned({ key: rsa, algorithm: inner, sign: (tbs) => sign('sha512-256', tbs, rsa) }),
    });
    const { tbs, signature } = structureOf(signed);
    const outer = sequence(oid('1.2.840.113549.1.1.16'), nullValue());
    const differing = readForged({ der: sequence(tbs, outer, bitString(signature)) });
    expect(differing.faults).toMatchObject([{ code: 'algorithms-differ', weight: 'refuse' }]);
    expect(checkSignature(differing, differing)).toBe('invalid');
  });

  it('is verified by what it says, not by what the key would like', () => {
    const by = (algorithm: Buffer) => {
      const made = (tbs: Uint8Array) => sign('sha256', tbs, rsa);
      const read = readForged({ der: selfSigned({ key: rsa, algorithm, sign: made }) });
      return checkSignature(read, read);
    };
    expect(by(sequence(oid('1.2.840.113549.1.1.11'), nullValue()))).toBe('valid');
    expect(by(sequence(oid('1.2.840.113549.1.1.12'), nullValue()))).toBe('invalid');
    expect(by(pss(fields(sha256, sha256, 32)))).not.toBe('valid');
  });
});
