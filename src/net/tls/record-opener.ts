import { createDecipheriv } from 'node:crypto';
import { nonceOf, recordKeys } from './record-keys.ts';
import type { TlsRecord } from './records.ts';

/** What was inside a protected record of TLS 1.3. */
export type Opened = { readonly contentType: number; readonly content: Uint8Array };

/** Opens the records of one direction in their order; null for one that does not open. */
export type RecordOpener = (record: TlsRecord) => Opened | null;

/** `secret` is server_handshake_traffic_secret, as OpenSSL logs it. Null for a suite that is not TLS 1.3's. */
export function recordOpener(cipherSuite: number, secret: Uint8Array): RecordOpener | null {
  const keys = recordKeys(cipherSuite, secret);
  if (keys === null) return null;
  const { cipher, key, tagBytes } = keys;
  let sequence = 0;
  return ({ header, body }) => {
    if (body.length <= tagBytes) return null;
    const nonce = nonceOf(keys, sequence);
    sequence += 1;
    const end = body.length - tagBytes;
    const decipher = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes });
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

/** TLSInnerPlaintext (RFC 8446 §5.2): content, its type, then zeros. */
function unpadded(padded: Uint8Array): Opened | null {
  let last = padded.length - 1;
  while (last >= 0 && padded[last] === 0) last -= 1;
  const contentType = padded[last];
  return contentType === undefined ? null : { contentType, content: padded.subarray(0, last) };
}
