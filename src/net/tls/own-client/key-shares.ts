import {
  createPublicKey,
  decapsulate,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

/** Both halves of a hello's key shares: X25519 (RFC 7748), and it together with ML-KEM-768 (draft-ietf-tls-ecdhe-mlkem). */
export type KeyShares = {
  /** As the key_share extension carries it; null for a group that is not spoken here. */
  shareOf(group: number): Uint8Array | null;
  /** Null where the server's share is none of that group. */
  secretWith(group: number, serverShare: Uint8Array): Uint8Array | null;
};

const x25519 = 0x001d;
const x25519MlKem768 = 0x11ec;
/** NamedGroups, and how Node names them and their sizes. */
const groupFacts: ReadonlyMap<number, { readonly group: string; readonly groupBits: number | null }> =
  new Map([
    [x25519, { group: 'X25519', groupBits: 253 }],
    [x25519MlKem768, { group: 'X25519MLKEM768', groupBits: null }],
  ]);

/** As a session tells of it; null for a group that is not spoken here. */
export function factsOfGroup(
  group: number,
): { readonly group: string; readonly groupBits: number | null } | null {
  return groupFacts.get(group) ?? null;
}

export function speaksGroup(name: string | null): boolean {
  return [...groupFacts.values()].some(({ group }) => group === name);
}

/** SubjectPublicKeyInfo of either (RFC 8410 §4, RFC 9935 §4), up to the key itself. */
const x25519Prefix = Buffer.from('302a300506032b656e032100', 'hex');
const mlKemPrefixBytes = 22;
const x25519Bytes = 32;
const ciphertextBytes = 1088;

export function freshKeyShares(): KeyShares {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const share = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');

  function agree(peer: Uint8Array): Uint8Array | null {
    if (peer.length !== x25519Bytes) return null;
    return orNull(() => diffieHellman({ privateKey, publicKey: createPublicKey(inPem(peer)) }));
  }

  return {
    shareOf(group) {
      if (group === x25519) return share;
      return group === x25519MlKem768 ? Buffer.concat([mlKem().share, share]) : null;
    },
    secretWith(group, peer) {
      if (group === x25519) return agree(peer);
      if (group !== x25519MlKem768 || peer.length !== ciphertextBytes + x25519Bytes) return null;
      const agreed = agree(peer.subarray(ciphertextBytes));
      if (agreed === null) return null;
      return orNull(() =>
        Buffer.concat([decapsulate(mlKem().privateKey, peer.subarray(0, ciphertextBytes)), agreed]),
      );
    },
  };
}

/** Node takes a third as long for text as for bytes. */
function inPem(peer: Uint8Array): string {
  const key = Buffer.concat([x25519Prefix, peer]).toString('base64');
  return `-----BEGIN PUBLIC KEY-----\n${key}\n-----END PUBLIC KEY-----\n`;
}

type MlKem = { readonly share: Buffer; readonly privateKey: KeyObject };
let kept: MlKem | null = null;

/** One for the life of the process: few servers take it up, and X25519 beside it is fresh each time. */
function mlKem(): MlKem {
  if (kept !== null) return kept;
  const { publicKey, privateKey } = generateKeyPairSync('ml-kem-768');
  kept = { share: publicKey.export({ format: 'der', type: 'spki' }).subarray(mlKemPrefixBytes), privateKey };
  return kept;
}

/** OpenSSL throws on bytes that are no key, and on a point of small order (RFC 7748 §6.1). */
function orNull(secret: () => Uint8Array): Uint8Array | null {
  try {
    return secret();
  } catch {
    return null;
  }
}
