import { createDecipheriv } from 'node:crypto';
import { expandLabel } from './key-schedule.ts';
import type { TlsRecord } from './records.ts';

/** What was inside a protected record of TLS 1.3. */
export type Opened = { readonly contentType: number; readonly content: Uint8Array };

/** Opens the records of one direction in their order; null for one that does not open. */
export type RecordOpener = (record: TlsRecord) => Opened | null;

/** RFC 8446 §B.4. Node offers the CCM suites only where its settings name them. */
const suites = {
  4865: { cipher: 'aes-128-gcm', hash: 'sha256', keyBytes: 16, tagBytes: 16 },
  4866: { cipher: 'aes-256-gcm', hash: 'sha384', keyBytes: 32, tagBytes: 16 },
  4867: { cipher: 'chacha20-poly1305', hash: 'sha256', keyBytes: 32, tagBytes: 16 },
  4868: { cipher: 'aes-128-ccm', hash: 'sha256', keyBytes: 16, tagBytes: 16 },
  4869: { cipher: 'aes-128-ccm', hash: 'sha256', keyBytes: 16, tagBytes: 8 },
} as const;

/** Hash of a suite of TLS 1.3; null for any other. */
export function hashOfSuite(cipherSuite: number): string | null {
  return suites[cipherSuite as keyof typeof suites]?.hash ?? null;
}

const ivBytes = 12;

/** `secret` is server_handshake_traffic_secret, as OpenSSL logs it. Null for a suite that is not TLS 1.3's. */
export function recordOpener(cipherSuite: number, secret: Uint8Array): RecordOpener | null {
  const suite = suites[cipherSuite as keyof typeof suites];
  if (suite === undefined) return null;
  const key = expandLabel(suite.hash, secret, { label: 'key', length: suite.keyBytes });
  const iv = expandLabel(suite.hash, secret, { label: 'iv', length: ivBytes });
  const { cipher, tagBytes } = suite;
  let sequence = 0;
  return ({ header, body }) => {
    if (body.length <= tagBytes) return null;
    const nonce = nonceOf(iv, sequence);
    sequence += 1;
    const end = body.length - tagBytes;
    // Node's types know the AEAD ciphers by literal names; those of the other modes take the same calls.
    const decipher = createDecipheriv(cipher as 'aes-128-ccm', key, nonce, { authTagLength: tagBytes });
    decipher.setAuthTag(body.subarray(end));
    decipher.setAAD(header, { plaintextLength: end });
    try {
      const padded = decipher.update(body.subarray(0, end));
      decipher.final();
      return unpadded(padded);
    } catch {
      // Not under this key: the peer moved on to its application keys, or the bytes were tampered with.
      return null;
    }
  };
}

/** RFC 8446 §5.3: the sequence number, right-aligned, over the IV. 32 bits are more than a bounded capture holds. */
function nonceOf(iv: Buffer, sequence: number): Buffer {
  const nonce = Buffer.from(iv);
  nonce.writeUInt32BE((nonce.readUInt32BE(ivBytes - 4) ^ sequence) >>> 0, ivBytes - 4);
  return nonce;
}

/** TLSInnerPlaintext (RFC 8446 §5.2): content, its type, then zeros. */
function unpadded(padded: Uint8Array): Opened | null {
  let last = padded.length - 1;
  while (last >= 0 && padded[last] === 0) last -= 1;
  const contentType = padded[last];
  return contentType === undefined ? null : { contentType, content: padded.subarray(0, last) };
}
