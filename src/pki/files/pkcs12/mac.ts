import { createHmac, timingSafeEqual } from 'node:crypto';
import { berChildren, octetsOf } from '../../asn1/ber.ts';
import { DerError, type Element, tags } from '../../asn1/der.ts';
import { smallInteger } from '../../asn1/der-values.ts';
import { hashOf } from '../../certificate/algorithms.ts';
import { deriveKey } from '../encryption/decrypt.ts';
import { derivePkcs12 } from '../encryption/key-derivation.ts';
import { LockedError } from '../encryption/locked-error.ts';
import type { Password } from '../encryption/passwords.ts';
import { algorithmOf, hmacOf, keySourceOf } from '../encryption/schemes.ts';
import type { Reading } from '../parts.ts';

/** MacData (RFC 7292 §4), with the iterations of its default. */
type MacData = {
  readonly algorithm: Element;
  readonly digest: Uint8Array;
  readonly salt: Uint8Array;
  readonly rounds: number;
};

const pbmac1 = '1.2.840.113549.1.5.14';

/** The password whose MAC over the contents is right; null when none is. Throws `DerError` and `LockedError`. */
export async function macPassword(
  macData: Element,
  contents: Uint8Array,
  passwords: readonly Password[],
  reading: Reading,
): Promise<Password | null> {
  const mac = macDataOf(macData);
  for (const password of passwords) {
    const computed = await computeMac(mac, contents, password, reading);
    if (computed.length === mac.digest.length && timingSafeEqual(computed, mac.digest)) return password;
  }
  return null;
}

async function computeMac(
  { algorithm, salt, rounds }: MacData,
  contents: Uint8Array,
  password: Password,
  reading: Reading,
): Promise<Buffer> {
  const { oid, parameters } = algorithmOf(algorithm);
  if (oid === pbmac1) return computePbmac1(parameters, contents, password, reading);
  const hash = hashOf(algorithm);
  if (hash === null) throw new LockedError('unsupported', `a MAC with the hash ${oid} is not known here`);
  const length = createHmac(hash, '').digest().length;
  const key = await derivePkcs12('mac', password.bmp, { hash, salt, rounds, length }, reading);
  return createHmac(hash, key).update(contents).digest();
}

/** RFC 9579: salt and rounds of MacData itself say nothing here. */
async function computePbmac1(
  parameters: Element | undefined,
  contents: Uint8Array,
  password: Password,
  reading: Reading,
): Promise<Buffer> {
  if (parameters === undefined) throw new DerError('PBMAC1 has no parameters', 0);
  const [derivation, scheme] = berChildren(parameters, 'the parameters of PBMAC1');
  if (derivation === undefined || scheme === undefined)
    throw new DerError('PBMAC1 is cut off', parameters.start);
  const source = keySourceOf(derivation);
  const hash = hmacOf(scheme);
  if (source.kind !== 'pbkdf2') throw new LockedError('unsupported', 'PBMAC1 is known with PBKDF2 only');
  // RFC 9579 §4: a reader must refuse a key whose length is left to guessing, and a key too short is no key.
  if (source.length === null || source.length < 20) {
    throw new DerError('PBMAC1 says no length of its key, or one under 20 bytes', parameters.start);
  }
  const key = await deriveKey(source, password.bytes, source.length, reading);
  return createHmac(hash, key).update(contents).digest();
}

function macDataOf(element: Element): MacData {
  const [digestInfo, salt, rounds] = berChildren(element, 'the MAC');
  const [algorithm, digest] = digestInfo === undefined ? [] : berChildren(digestInfo, 'the MAC');
  if (algorithm?.tag !== tags.sequence || digest === undefined || salt === undefined) {
    throw new DerError('the MAC is cut off', element.start);
  }
  return {
    algorithm,
    digest: octetsOf(digest, 'the MAC'),
    salt: octetsOf(salt, 'the salt of the MAC'),
    rounds: rounds === undefined ? 1 : smallInteger(rounds, 'the rounds of the MAC'),
  };
}
