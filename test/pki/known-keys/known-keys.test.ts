import { createPublicKey, hash, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../src/pki/certificate/certificate.ts';
import { keyNumberOf } from '../../../src/pki/known-keys/key-number.ts';
import { knownKeyGroups } from '../../../src/pki/known-keys/known-key-groups.ts';
import { loadKnownKeys } from '../../../src/pki/known-keys/known-keys.ts';
import { bitString, nullValue, oid, sequence } from '../../support/certificates/der-writer.ts';
import { forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { anyKey } from '../../support/certificates/keys.ts';
import { readForged } from '../../support/certificates/read.ts';
import { selfSigned, spkiOf } from '../../support/certificates/self-signed.ts';

const root = forgeRoot();

/** RFC 9500 §2.3: the P-256 key whose private half stands in the RFC. */
const publishedPoint = createPublicKey({
  key: {
    kty: 'EC',
    crv: 'P-256',
    x: 'QiVI-I-3gv-17KN0RFLHKh5Vj71vc75eSOkyMsxFxbE',
    y: 'bEzRDEy41bihcTnpSILImSVymTQl9BQZq36QpCpJQnI',
  },
  format: 'jwk',
});

function withSpki(spki: Uint8Array): Certificate {
  const key = anyKey('ed25519');
  return readForged({
    der: selfSigned({ key, algorithm: sequence(oid('1.3.101.112')), sign: () => Buffer.alloc(64), spki }),
  });
}

describe('a published key', () => {
  it('is known by its exact public key', () => {
    const read = withSpki(spkiOf(publishedPoint));
    expect(loadKnownKeys().find(read)).toEqual({ name: 'RFC 9500', source: 'the test keys of RFC 9500 §2' });
    expect(loadKnownKeys().find(readForged(forgeLeaf(root)))).toBeNull();
  });

  it('stands in one group only, with a source', () => {
    const all = knownKeyGroups.flatMap(({ spki256 }) => spki256);
    expect(new Set(all).size).toBe(all.length);
    for (const key of all) expect(key).toMatch(/^[0-9a-f]{64}$/);
    for (const { name, source } of knownKeyGroups)
      expect(Math.min(name.length, source.length)).toBeGreaterThan(1);
  });
});

describe('KNOWN_KEYS_FILE', () => {
  const rsa = readForged(forgeLeaf(root, { key: 'rsa2048' }));
  const other = readForged(forgeLeaf(root, { key: 'rsa1024' }));
  const modulus = keyNumberOf(rsa) ?? Buffer.alloc(0);
  const sha1 = hash('sha1', `Modulus=${modulus.toString('hex').toUpperCase()}\n`);
  const find = (file: string | Buffer, certificate: Certificate) =>
    loadKnownKeys(Buffer.from(file)).find(certificate)?.name ?? null;
  const listed = 'a key of KNOWN_KEYS_FILE';

  it.each([
    ['the SHA-256 of the public key', `# mine\n\n${rsa.publicKey.spki256}\n`],
    ['the same in capitals, with a remark', `${rsa.publicKey.spki256.toUpperCase()}  # server 7\r\n`],
    ['a line of openssl-blacklist', `# comment\n00000000000000000000\n${sha1.slice(20)}\n`],
    ['a whole SHA-1', `${sha1}\n`],
  ])('finds a key by %s', (_name, text) => {
    expect(find(text, rsa)).toBe(listed);
    expect(find(text, other)).toBeNull();
    expect(find(text, readForged(forgeLeaf(root)))).toBeNull();
  });

  it.each<[string, KeyObject]>([
    ['rsa', anyKey('rsa', { modulusLength: 1024 })],
    ['rsa-pss', anyKey('rsa-pss', { modulusLength: 1024 })],
    ['ec', anyKey('ec', { namedCurve: 'P-384' })],
    ['dsa', anyKey('dsa', { modulusLength: 1024, divisorLength: 160 })],
    ['ed25519', anyKey('ed25519')],
    ['ml-dsa-44', anyKey('ml-dsa-44')],
  ])('finds a %s key in a blocklist of badkeys', (_type, key) => {
    const wanted = withSpki(spkiOf(key));
    const records = [wanted, rsa, other, ...Array.from({ length: 30 }, () => readForged(forgeLeaf(root)))]
      .map((certificate) => {
        const sum = hash('sha256', keyNumberOf(certificate) ?? '', 'buffer');
        return Buffer.concat([sum.subarray(0, 15), Buffer.from([3])]);
      })
      .toSorted(Buffer.compare);
    const file = Buffer.concat(records);
    expect(find(file, wanted)).toBe(listed);
    expect(find(file, rsa)).toBe(listed);
    expect(find(file, readForged(forgeLeaf(root)))).toBeNull();
  });

  it('takes a point for the same, compressed or not', () => {
    const spki = spkiOf(publishedPoint);
    const x = spki.subarray(-64, -32);
    const algorithm = sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7'));
    const compressed = sequence(algorithm, bitString(Buffer.concat([Buffer.from([2]), x])));
    expect(keyNumberOf(withSpki(spki))).toEqual(x);
    expect(keyNumberOf(withSpki(compressed))).toEqual(x);
  });

  it('says which line is no hash, and takes an empty file', () => {
    expect(() => loadKnownKeys(Buffer.from('# ok\nhello there\n'))).toThrow(
      /^KNOWN_KEYS_FILE has "hello there" in line 2, which is no hash of a key\. Wanted: 64/,
    );
    expect(find('', rsa)).toBeNull();
  });

  it('never fails on a key that cannot be read', () => {
    const broken = withSpki(
      sequence(sequence(oid('1.2.840.113549.1.1.1'), nullValue()), bitString(Buffer.from([1]))),
    );
    expect(find(`${sha1}\n`, broken)).toBeNull();
    expect(keyNumberOf(broken)).toBeNull();
  });
});
