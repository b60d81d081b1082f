import { createECDH, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';

/** Our half of one Diffie-Hellman exchange (RFC 8446 §4.2.8). */
export type KeyExchange = {
  /** NamedGroup. */
  readonly group: number;
  /** As the key_share extension carries it. */
  readonly share: Uint8Array;
  /** Null when the peer's share is no point of the group. */
  secretWith(peerShare: Uint8Array): Uint8Array | null;
};

const curves: Readonly<Record<number, string>> = { 23: 'prime256v1', 24: 'secp384r1', 25: 'secp521r1' };
const x25519 = 29;

/** NamedGroups that can be exchanged here, in the order of preference. */
export const exchangeableGroups: readonly number[] = [x25519, 23, 24, 25];

/** Null for another group. */
export function startKeyExchange(group: number): KeyExchange | null {
  if (group === x25519) return exchangeX25519();
  const curve = curves[group];
  return curve === undefined ? null : exchangeOnCurve(group, curve);
}

function exchangeOnCurve(group: number, curve: string): KeyExchange {
  const own = createECDH(curve);
  const share = own.generateKeys();
  return { group, share, secretWith: (peerShare) => orNull(() => own.computeSecret(peerShare)) };
}

function exchangeX25519(): KeyExchange {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return {
    group: x25519,
    share: Buffer.from(x, 'base64url'),
    secretWith: (peerShare) =>
      orNull(() => {
        const key = { kty: 'OKP', crv: 'X25519', x: Buffer.from(peerShare).toString('base64url') };
        return diffieHellman({ privateKey, publicKey: createPublicKey({ key, format: 'jwk' }) });
      }),
  };
}

/** OpenSSL throws on bytes that are no key of the group. */
function orNull(secret: () => Uint8Array): Uint8Array | null {
  try {
    return secret();
  } catch {
    return null;
  }
}
