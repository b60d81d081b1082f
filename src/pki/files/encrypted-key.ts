import { berChildren, octetsOf } from '../asn1/ber.ts';
import { DerError, type Element, readWhole, tags } from '../asn1/der.ts';
import { decrypt } from './encryption/decrypt.ts';
import { LockedError, wrongPassword } from './encryption/locked-error.ts';
import { type Password, passwordsFor } from './encryption/passwords.ts';
import type { Placed } from './file-contents.ts';
import type { Reading } from './parts.ts';
import { publicHalf } from './private-key.ts';

/** EncryptedPrivateKeyInfo (RFC 5958 §3). Adds a key, open or locked. Throws `DerError`. */
export async function readEncryptedKey(
  element: Element,
  placed: Placed,
  reading: Reading,
  passwords: readonly Password[] = passwordsFor(reading.password),
): Promise<void> {
  reading.privateKeySeen = true;
  const [algorithm, data] = berChildren(element, 'the encrypted key');
  if (algorithm === undefined || data === undefined)
    throw new DerError('the encrypted key is cut off', element.start);
  const encryption = { algorithm, data: octetsOf(data, 'the encrypted key') };
  const { parts } = reading;
  const form = 'PKCS#8';
  try {
    const opened = await decrypt(encryption, passwords, asKey, reading);
    if (opened === null) throw wrongPassword(reading.password, 'the private key');
    parts.privateKeys.push({
      ...placed,
      form,
      encrypted: true,
      lock: null,
      ...publicHalf(opened, 'PRIVATE KEY'),
    });
  } catch (thrown) {
    if (!(thrown instanceof LockedError)) throw thrown;
    const { reason, message } = thrown;
    parts.privateKeys.push({
      ...placed,
      form,
      encrypted: true,
      publicKey: null,
      lock: reason,
      problem: null,
    });
    parts.locked.push({ ...placed, what: 'the private key', reason, detail: message });
  }
}

/** A wrong password can leave bytes that are padded well; PrivateKeyInfo starts with a version and an algorithm. */
function asKey(plain: Buffer): Buffer | null {
  try {
    const [version, algorithm] = berChildren(readWhole(plain, tags.sequence, 'the key'), 'the key');
    return version?.tag === tags.integer && algorithm?.tag === tags.sequence ? plain : null;
  } catch (thrown) {
    if (thrown instanceof DerError) return null;
    throw thrown;
  }
}
