import { type KeyObject, verify } from 'node:crypto';
import type { Sct } from './sct.ts';
import { bigEndian, type SignedEntry } from './signed-entry.ts';

/** Hash and signature algorithm of RFC 6962 §2.1.4 by the numbers of TLS 1.2. */
const sha256 = 4;
const algorithms: Readonly<Record<string, number>> = { rsa: 1, ec: 3 };

/** RFC 6962 §2.1.4: ECDSA on P-256 or RSA of at least 2048 bits. */
export function isLogKey(key: KeyObject): boolean {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec') return namedCurve === 'prime256v1';
  return key.asymmetricKeyType === 'rsa' && modulusLength >= 2048;
}

/** Whether the log with this key promised to log that entry (RFC 6962 §3.2). */
export function isSignedByLog(sct: Sct, entry: SignedEntry, key: KeyObject): boolean {
  if (sct.hash !== sha256 || sct.algorithm !== algorithms[key.asymmetricKeyType ?? '']) return false;
  const timestamp = Buffer.alloc(8);
  timestamp.writeBigUInt64BE(BigInt(sct.timestamp.getTime()));
  // Version v1 and SignatureType certificate_timestamp are both 0.
  const head = Buffer.concat([Buffer.from([0, 0]), timestamp]);
  const tail = Buffer.concat([bigEndian(sct.extensions.length, 2), sct.extensions]);
  try {
    return verify('sha256', Buffer.concat([head, entry, tail]), key, sct.signature);
  } catch {
    // OpenSSL throws on some malformed signatures: an answer, not a bug.
    return false;
  }
}
