import { berChildren, octetsOf } from '../asn1/ber.ts';
import { DerError, type Element, readWhole, tags } from '../asn1/der.ts';
import { decrypt } from './encryption/decrypt.ts';
import { wrongPassword } from './encryption/locked-error.ts';
import { type Password, passwordsFor } from './encryption/passwords.ts';
import type { Placed } from './file-contents.ts';
import type { Reading } from './parts.ts';
import { addEncryptedKey, type OpenedKey } from './private-key.ts';

/** EncryptedPrivateKeyInfo (RFC 5958 §3). */
export async function readEncryptedKey(
  element: Element,
  placed: Placed,
  reading: Reading,
  passwords: readonly Password[] = passwordsFor(reading.password),
): Promise<void> {
  await addEncryptedKey('PKCS#8', placed, reading, async () => {
    const [algorithm, data] = berChildren(element, 'the encrypted key');
    if (algorithm === undefined || data === undefined)
      throw new DerError('the encrypted key is cut off', element.start);
    const encryption = { algorithm, data: octetsOf(data, 'the encrypted key') };
    const opened = await decrypt(encryption, passwords, asKey, reading);
    if (opened === null) throw wrongPassword(reading.password);
    return opened;
  });
}

/** A wrong password can leave bytes that are padded well; PrivateKeyInfo starts with a version and an algorithm. */
function asKey(der: Buffer): OpenedKey | null {
  try {
    const [version, algorithm] = berChildren(readWhole(der, tags.sequence, 'the key'), 'the key');
    const sound = version?.tag === tags.integer && algorithm?.tag === tags.sequence;
    return sound ? { der, label: 'PRIVATE KEY' } : null;
  } catch (thrown) {
    if (thrown instanceof DerError) return null;
    throw thrown;
  }
}
