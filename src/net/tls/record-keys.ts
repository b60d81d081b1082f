import { createSecretKey, type KeyObject } from 'node:crypto';
import { expandLabel } from './key-schedule.ts';

/** RFC 8446 §B.4. Node offers the CCM suites only where its settings name them. */
const suites = {
  4865: { cipher: 'aes-128-gcm', hash: 'sha256', keyBytes: 16, tagBytes: 16 },
  4866: { cipher: 'aes-256-gcm', hash: 'sha384', keyBytes: 32, tagBytes: 16 },
  4867: { cipher: 'chacha20-poly1305', hash: 'sha256', keyBytes: 32, tagBytes: 16 },
  4868: { cipher: 'aes-128-ccm', hash: 'sha256', keyBytes: 16, tagBytes: 16 },
  4869: { cipher: 'aes-128-ccm', hash: 'sha256', keyBytes: 16, tagBytes: 8 },
} as const;

/** Hash of a suite of TLS 1.3; null for any other. */
export function hashOfSuite(cipherSuite: number): 'sha256' | 'sha384' | null {
  return suites[cipherSuite as keyof typeof suites]?.hash ?? null;
}

/** What protects the records of one direction under one secret. */
export type RecordKeys = {
  /**
   * Of `createCipheriv`. Node's types know the AEAD ciphers by literal names; those of the other modes take the same
   * calls.
   */
  readonly cipher: 'aes-128-ccm';
  readonly tagBytes: number;
  readonly key: KeyObject;
  /** 12 bytes. */
  readonly iv: Buffer;
};

const ivBytes = 12;

/** RFC 8446 §7.3. `secret`: a traffic secret. Null for a suite that is not TLS 1.3's. */
export function recordKeys(cipherSuite: number, secret: Uint8Array): RecordKeys | null {
  const suite = suites[cipherSuite as keyof typeof suites];
  if (suite === undefined) return null;
  return {
    cipher: suite.cipher as 'aes-128-ccm',
    tagBytes: suite.tagBytes,
    key: createSecretKey(expandLabel(suite.hash, secret, { label: 'key', length: suite.keyBytes })),
    iv: expandLabel(suite.hash, secret, { label: 'iv', length: ivBytes }),
  };
}

/** RFC 8446 §5.3: the sequence number, right-aligned, over the IV. 32 bits are more than a bounded capture holds. */
export function nonceOf({ iv }: RecordKeys, sequence: number): Buffer {
  const nonce = Buffer.from(iv);
  nonce.writeUInt32BE((nonce.readUInt32BE(ivBytes - 4) ^ sequence) >>> 0, ivBytes - 4);
  return nonce;
}
