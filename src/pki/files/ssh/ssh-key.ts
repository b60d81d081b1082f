import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { readWhole, tags } from '../../asn1/der.ts';
import { publicKeyFacts } from '../../certificate/algorithms.ts';
import type { PublicKeyFacts } from '../../certificate/certificate.ts';
import type { FoundPrivateKey, Placed } from '../file-contents.ts';
import { takeBytes, takeString, takeUint32, type WireReader, wireReader } from './wire-reader.ts';

const magic = 'openssh-key-v1\0';

export function isOpensshKey(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, magic.length)).toString('latin1') === magic;
}

/** OpenSSH's own format (PROTOCOL.key): the public half is always open. Throws `CutOffError`. */
export function readOpensshKey(bytes: Uint8Array, placed: Placed): FoundPrivateKey {
  const reader = wireReader(bytes);
  takeBytes(reader, magic.length);
  const cipher = takeString(reader).toString('latin1');
  takeString(reader);
  takeString(reader);
  takeUint32(reader);
  const publicKey = sshKeyFacts(takeString(reader));
  const problem = publicKey === null ? 'the key is of a kind that is not known here' : null;
  return { ...placed, form: 'OpenSSH', encrypted: cipher !== 'none', publicKey, lock: null, problem };
}

/** Of a public key in SSH's wire format (RFC 4253 §6.6); null for kinds that no certificate holds. */
export function sshKeyFacts(blob: Uint8Array): PublicKeyFacts | null {
  const reader = wireReader(blob);
  const type = takeString(reader).toString('latin1');
  const jwk = jwkOf(type, reader);
  if (jwk === null) return null;
  try {
    const spki = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' });
    return publicKeyFacts(readWhole(spki, tags.sequence, 'the public key'), []);
  } catch {
    return null;
  }
}

const curves: Readonly<Record<string, readonly [name: string, bytes: number]>> = {
  nistp256: ['P-256', 32],
  nistp384: ['P-384', 48],
  nistp521: ['P-521', 66],
};

function jwkOf(type: string, reader: WireReader): JsonWebKey | null {
  if (type === 'ssh-rsa') {
    const e = unsigned(takeString(reader));
    return { kty: 'RSA', e, n: unsigned(takeString(reader)) };
  }
  if (type === 'ssh-ed25519')
    return { kty: 'OKP', crv: 'Ed25519', x: takeString(reader).toString('base64url') };
  const curve = curves[type.replace(/^ecdsa-sha2-/, '')];
  if (curve === undefined) return null;
  takeString(reader);
  const point = takeString(reader);
  const [crv, bytes] = curve;
  const x = point.subarray(1, 1 + bytes).toString('base64url');
  return { kty: 'EC', crv, x, y: point.subarray(1 + bytes).toString('base64url') };
}

function unsigned(number: Buffer): string {
  return number.subarray(number[0] === 0 ? 1 : 0).toString('base64url');
}
