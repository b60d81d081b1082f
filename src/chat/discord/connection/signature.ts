import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { SignedRequest } from '../../../core/doors/interaction-door.ts';
import { UserError } from '../../../core/errors.ts';

/** What stands before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410 §4). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** Older ones may be somebody's who listened; clocks that are further apart are wrong. */
export const longestAgeMs = 5 * 60_000;

/** The public key as the Developer Portal shows it: 64 hexadecimal digits. */
export function publicKeyFrom(hex: string): KeyObject {
  if (!/^[0-9a-f]{64}$/i.test(hex)) {
    throw new UserError('DISCORD_PUBLIC_KEY has 64 hexadecimal digits: "Public Key" of the application.');
  }
  return createPublicKey({
    key: Buffer.concat([spkiPrefix, Buffer.from(hex, 'hex')]),
    format: 'der',
    type: 'spki',
  });
}

/**
 * The signature in one spelling where it is Discord's over this time and this body ("Validating Security Request Headers"),
 * and the time is now; else null.
 */
export function verifiedSignature(
  { signature, timestamp, body }: SignedRequest,
  key: KeyObject,
  now: Date,
): string | null {
  if (signature === undefined || !/^[0-9a-f]{128}$/i.test(signature)) return null;
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return null;
  if (Math.abs(now.getTime() - Number(timestamp) * 1000) > longestAgeMs) return null;
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  const bytes = Buffer.from(signature, 'hex');
  return verify(null, signed, key, bytes) ? bytes.toString('hex') : null;
}
