import { createCipheriv } from 'node:crypto';
import { nonceOf, recordKeys } from './record-keys.ts';
import { contentType } from './records.ts';

/** Makes the one record, the first under `secret`, that protects `content` (RFC 8446 §5.2). Null for an older suite. */
export function sealedRecord(
  cipherSuite: number,
  secret: Uint8Array,
  { type, content }: { readonly type: number; readonly content: Uint8Array },
): Buffer | null {
  const keys = recordKeys(cipherSuite, secret);
  if (keys === null) return null;
  const { cipher, key, tagBytes } = keys;
  const inner = Buffer.concat([content, Buffer.from([type])]);
  const length = inner.length + tagBytes;
  const header = Buffer.from([contentType.applicationData, 3, 3, length >> 8, length & 255]);
  const made = createCipheriv(cipher, key, nonceOf(keys, 0), { authTagLength: tagBytes });
  made.setAAD(header, { plaintextLength: inner.length });
  const sealed = made.update(inner);
  made.final();
  return Buffer.concat([header, sealed, made.getAuthTag()]);
}
