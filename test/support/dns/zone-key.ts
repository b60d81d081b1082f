import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { integer, nameBytes } from './zone-data.ts';

/** A key of a zone, made at test time. */
export type ForgedKey = {
  readonly algorithm: number;
  readonly keyTag: number;
  /** Data of its DNSKEY record. */
  readonly data: Buffer;
  sign(data: Buffer): Buffer;
};

export type KeySettings = {
  readonly algorithm?: number;
  /** 257: an entry point; 256: not. */
  readonly flags?: number;
  readonly bits?: number;
};

const hashes: Readonly<Record<number, string>> = {
  5: 'sha1',
  7: 'sha1',
  8: 'sha256',
  10: 'sha512',
  13: 'sha256',
  14: 'sha384',
};

export function forgeKey({ algorithm = 13, flags = 257, bits = 2048 }: KeySettings = {}): ForgedKey {
  const { publicKey, privateKey } = keyPair(algorithm, bits);
  const data = Buffer.concat([
    integer(2, flags),
    Buffer.from([3, algorithm]),
    publicBytes(publicKey, algorithm),
  ]);
  return {
    algorithm,
    keyTag: tagOf(data),
    data,
    sign: (bytes) => sign(hashes[algorithm] ?? null, bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  };
}

function keyPair(algorithm: number, bits: number): { publicKey: KeyObject; privateKey: KeyObject } {
  switch (algorithm) {
    case 13:
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 14:
      return generateKeyPairSync('ec', { namedCurve: 'P-384' });
    case 15:
      return generateKeyPairSync('ed25519');
    case 16:
      return generateKeyPairSync('ed448');
    default:
      return generateKeyPairSync('rsa', { modulusLength: bits });
  }
}

function publicBytes(key: KeyObject, algorithm: number): Buffer {
  const { x = '', y = '', n = '', e = '' } = key.export({ format: 'jwk' }) as Record<string, string>;
  const part = (text: string) => Buffer.from(text, 'base64url');
  if (algorithm === 13 || algorithm === 14) return Buffer.concat([part(x), part(y)]);
  if (algorithm === 15 || algorithm === 16) return part(x);
  return Buffer.concat([integer(1, part(e).length), part(e), part(n)]);
}

/** RFC 4034 appendix B, as it stands there. */
export function tagOf(data: Buffer): number {
  let sum = 0;
  for (let at = 0; at < data.length; at += 1) sum += (at & 1) === 1 ? (data[at] ?? 0) : (data[at] ?? 0) << 8;
  sum += (sum >> 16) & 0xffff;
  return sum & 0xffff;
}

const digestNames: Readonly<Record<number, string>> = { 1: 'sha1', 2: 'sha256', 4: 'sha384' };

/** Data of the DS record that names this key. */
export function dsData(
  zone: string,
  key: Pick<ForgedKey, 'algorithm' | 'keyTag' | 'data'>,
  digestType = 2,
): Buffer {
  const digest = createHash(digestNames[digestType] ?? 'sha256')
    .update(nameBytes(zone))
    .update(key.data)
    .digest();
  return Buffer.concat([integer(2, key.keyTag), Buffer.from([key.algorithm, digestType]), digest]);
}
