import { createDecipheriv } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

export type Cipher =
  /** `name` as OpenSSL calls it, in CBC mode with padding. */
  | { readonly kind: 'openssl'; readonly name: string; readonly keyBytes: number; readonly ivBytes: number }
  | { readonly kind: 'des' | 'rc4'; readonly keyBytes: number; readonly ivBytes: number }
  /** `bits`: the effective length of the key (RFC 2268 §2). */
  | { readonly kind: 'rc2'; readonly keyBytes: number; readonly ivBytes: number; readonly bits: number };

const aes = '2.16.840.1.101.3.4.1';
const camellia = '1.2.392.200011.61.1.1.1';
const aria = '1.2.410.200046.1.1';

/** By the OID of an encryptionScheme of PBES2. RC2 says the length of its key elsewhere. */
const byOid: Readonly<Record<string, readonly [name: string, keyBytes: number, ivBytes: number]>> = {
  [`${aes}.2`]: ['aes-128-cbc', 16, 16],
  [`${aes}.22`]: ['aes-192-cbc', 24, 16],
  [`${aes}.42`]: ['aes-256-cbc', 32, 16],
  '1.2.840.113549.3.7': ['des-ede3-cbc', 24, 8],
  [`${camellia}.2`]: ['camellia-128-cbc', 16, 16],
  [`${camellia}.3`]: ['camellia-192-cbc', 24, 16],
  [`${camellia}.4`]: ['camellia-256-cbc', 32, 16],
  [`${aria}.2`]: ['aria-128-cbc', 16, 16],
  [`${aria}.7`]: ['aria-192-cbc', 24, 16],
  [`${aria}.12`]: ['aria-256-cbc', 32, 16],
  '1.2.156.10197.1.104.2': ['sm4-cbc', 16, 16],
};

export function cipherByOid(oid: string): Cipher | null {
  const known = byOid[oid];
  if (known !== undefined) {
    const [name, keyBytes, ivBytes] = known;
    return { kind: 'openssl', name, keyBytes, ivBytes };
  }
  return oid === '1.3.14.3.2.7' ? { kind: 'des', keyBytes: 8, ivBytes: 8 } : null;
}

/** By the name in a DEK-Info header; null for what is not known. */
export function cipherByName(name: string): Cipher | null {
  const wanted = name.toLowerCase();
  if (wanted === 'des-cbc') return { kind: 'des', keyBytes: 8, ivBytes: 8 };
  const known = Object.values(byOid).find(([openssl]) => openssl === wanted);
  return known === undefined
    ? null
    : { kind: 'openssl', name: known[0], keyBytes: known[1], ivBytes: known[2] };
}

/** Null when the padding is wrong, as a wrong key leaves it. */
export async function decipher(
  cipher: Cipher,
  key: Buffer,
  iv: Buffer,
  data: Uint8Array,
): Promise<Buffer | null> {
  switch (cipher.kind) {
    case 'openssl':
      return withOpenssl(cipher.name, key, iv, data);
    case 'des':
      // OpenSSL 3 has put single DES away; three times the same key is the same cipher.
      return withOpenssl('des-ede3-cbc', Buffer.concat([key, key, key]), iv, data);
    case 'rc2':
      return withRc2(key, iv, data, cipher.bits);
    case 'rc4':
      return rc4(key, data);
  }
}

function withOpenssl(name: string, key: Buffer, iv: Buffer, data: Uint8Array): Buffer | null {
  try {
    const stream = createDecipheriv(name, key, iv);
    return Buffer.concat([stream.update(data), stream.final()]);
  } catch {
    return null;
  }
}

const blockBytes = 8;
/** node-forge's buffers get slow with their length: 64 KiB at once took 650 ms, in these pieces a few. */
const pieceBytes = 1024;

/** node-forge has what no OpenSSL of today has without its legacy provider; it is loaded when it is needed. */
async function withRc2(key: Buffer, iv: Buffer, data: Uint8Array, bits: number): Promise<Buffer | null> {
  if (data.length === 0 || data.length % blockBytes !== 0) return null;
  const { default: forge } = await import('node-forge');
  const stream = forge.rc2.createDecryptionCipher(binary(key), bits);
  const pieces: Buffer[] = [];
  for (let at = 0; at < data.length; at += pieceBytes) {
    // CBC: every piece starts with the last block of the one before it.
    stream.start(binary(at === 0 ? iv : data.subarray(at - blockBytes, at)));
    stream.update(forge.util.createBuffer(binary(data.subarray(at, at + pieceBytes))));
    pieces.push(Buffer.from(stream.output.getBytes(), 'latin1'));
    if (at % (16 * pieceBytes) === 0) await setImmediate();
  }
  return unpadded(Buffer.concat(pieces));
}

/** RFC 8018 §6.1.1. */
function unpadded(plain: Buffer): Buffer | null {
  const count = plain.at(-1) ?? 0;
  const padding = plain.subarray(-count);
  const sound = count >= 1 && count <= blockBytes && padding.every((byte) => byte === count);
  return sound ? plain.subarray(0, plain.length - count) : null;
}

function binary(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function rc4(key: Buffer, data: Uint8Array): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const swap = (one: number, other: number) => {
    const kept = state[one] ?? 0;
    state[one] = state[other] ?? 0;
    state[other] = kept;
  };
  for (let index = 0, mixed = 0; index < 256; index += 1) {
    mixed = (mixed + (state[index] ?? 0) + (key[index % key.length] ?? 0)) & 0xff;
    swap(index, mixed);
  }
  let at = 0;
  let mixed = 0;
  return Buffer.from(
    data.map((byte) => {
      at = (at + 1) & 0xff;
      mixed = (mixed + (state[at] ?? 0)) & 0xff;
      swap(at, mixed);
      return byte ^ (state[((state[at] ?? 0) + (state[mixed] ?? 0)) & 0xff] ?? 0);
    }),
  );
}
