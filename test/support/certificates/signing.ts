import { constants, type KeyObject, sign } from 'node:crypto';
import { explicit, integer, nullValue, oid, sequence } from './der-writer.ts';

export type HashName = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';
export type Padding = 'pkcs1' | 'pss';

const hashes: Readonly<Record<HashName, { rsa: string; ec: string; oid: string; bytes: number }>> = {
  md5: { rsa: '1.2.840.113549.1.1.4', ec: '', oid: '1.2.840.113549.2.5', bytes: 16 },
  sha1: { rsa: '1.2.840.113549.1.1.5', ec: '1.2.840.10045.4.1', oid: '1.3.14.3.2.26', bytes: 20 },
  sha224: {
    rsa: '1.2.840.113549.1.1.14',
    ec: '1.2.840.10045.4.3.1',
    oid: '2.16.840.1.101.3.4.2.4',
    bytes: 28,
  },
  sha256: {
    rsa: '1.2.840.113549.1.1.11',
    ec: '1.2.840.10045.4.3.2',
    oid: '2.16.840.1.101.3.4.2.1',
    bytes: 32,
  },
  sha384: {
    rsa: '1.2.840.113549.1.1.12',
    ec: '1.2.840.10045.4.3.3',
    oid: '2.16.840.1.101.3.4.2.2',
    bytes: 48,
  },
  sha512: {
    rsa: '1.2.840.113549.1.1.13',
    ec: '1.2.840.10045.4.3.4',
    oid: '2.16.840.1.101.3.4.2.3',
    bytes: 64,
  },
};

/** The AlgorithmIdentifier of a signature by this key. */
export function signatureAlgorithm(key: KeyObject, hash: HashName, padding: Padding): Buffer {
  switch (key.asymmetricKeyType) {
    case 'ed25519':
      return sequence(oid('1.3.101.112'));
    case 'ed448':
      return sequence(oid('1.3.101.113'));
    case 'ml-dsa-65':
      return sequence(oid('2.16.840.1.101.3.4.3.18'));
    case 'ec':
      return sequence(oid(hashes[hash].ec));
    default:
      return padding === 'pss' ? pssAlgorithm(hash) : sequence(oid(hashes[hash].rsa), nullValue());
  }
}

/** RSASSA-PSS-params (RFC 4055 §3.1). */
function pssAlgorithm(hash: HashName): Buffer {
  const digest = sequence(oid(hashes[hash].oid), nullValue());
  const mask = sequence(oid('1.2.840.113549.1.1.8'), digest);
  const parameters = [explicit(0, digest), explicit(1, mask), explicit(2, integer(hashes[hash].bytes))];
  return sequence(oid('1.2.840.113549.1.1.10'), sequence(...parameters));
}

export function signatureOf(bytes: Uint8Array, key: KeyObject, hash: HashName, padding: Padding): Buffer {
  const type = key.asymmetricKeyType;
  const digest = type === 'ed25519' || type === 'ed448' || type === 'ml-dsa-65' ? null : hash;
  if (padding === 'pkcs1') return sign(digest, bytes, key);
  const saltLength = hashes[hash].bytes;
  return sign(digest, bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
}
