import { type BerElement, berChildren, octetsOf } from '../../asn1/ber.ts';
import { contentOf, DerError, type Element, tags } from '../../asn1/der.ts';
import { oidOf, smallInteger } from '../../asn1/der-values.ts';
import { type Cipher, cipherByOid } from './ciphers.ts';
import type { ScryptCosts } from './key-derivation.ts';
import { LockedError } from './locked-error.ts';

/** How a password becomes a key, as an AlgorithmIdentifier says it. */
export type KeySource =
  | {
      readonly kind: 'pkcs12' | 'pbkdf1';
      readonly hash: string;
      readonly salt: Uint8Array;
      readonly rounds: number;
    }
  | {
      readonly kind: 'pbkdf2';
      readonly hash: string;
      readonly salt: Uint8Array;
      readonly rounds: number;
      /** Null: as long as the cipher wants. */
      readonly length: number | null;
    }
  | {
      readonly kind: 'scrypt';
      readonly salt: Uint8Array;
      readonly costs: ScryptCosts;
      readonly length: number | null;
    };

export type Scheme = {
  readonly source: KeySource;
  readonly cipher: Cipher;
  /** Null: derived from the password like the key. */
  readonly iv: Buffer | null;
};

const rc2 = (bits: number): Cipher => ({ kind: 'rc2', keyBytes: bits / 8, ivBytes: 8, bits });
const rc4 = (bits: number): Cipher => ({ kind: 'rc4', keyBytes: bits / 8, ivBytes: 0 });
const tripleDes = (keyBytes: number): Cipher => ({
  kind: 'openssl',
  name: 'des-ede3-cbc',
  keyBytes,
  ivBytes: 8,
});
const des: Cipher = { kind: 'des', keyBytes: 8, ivBytes: 8 };

/** RFC 7292 §C. */
const pkcs12Ciphers: Readonly<Record<string, Cipher>> = {
  '1.2.840.113549.1.12.1.1': rc4(128),
  '1.2.840.113549.1.12.1.2': rc4(40),
  '1.2.840.113549.1.12.1.3': tripleDes(24),
  '1.2.840.113549.1.12.1.4': tripleDes(16),
  '1.2.840.113549.1.12.1.5': rc2(128),
  '1.2.840.113549.1.12.1.6': rc2(40),
};

/** PBES1 (RFC 8018 §A.3): eight bytes of key and eight of IV. */
const pbes1: Readonly<Record<string, readonly [hash: string, cipher: Cipher]>> = {
  '1.2.840.113549.1.5.3': ['md5', des],
  '1.2.840.113549.1.5.6': ['md5', rc2(64)],
  '1.2.840.113549.1.5.10': ['sha1', des],
  '1.2.840.113549.1.5.11': ['sha1', rc2(64)],
};

const pbes2 = '1.2.840.113549.1.5.13';

/** HMAC algorithms (RFC 8018 §B.1.2, and SHA-3 of NIST). */
const hmacs: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.6': 'md5',
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
  '1.2.840.113549.2.12': 'sha512-224',
  '1.2.840.113549.2.13': 'sha512-256',
  '2.16.840.1.101.3.4.2.13': 'sha3-224',
  '2.16.840.1.101.3.4.2.14': 'sha3-256',
  '2.16.840.1.101.3.4.2.15': 'sha3-384',
  '2.16.840.1.101.3.4.2.16': 'sha3-512',
};

/** Of an encryption AlgorithmIdentifier. Throws `DerError`, and `LockedError` for what nobody's password would open. */
export function schemeOf(identifier: Element): Scheme {
  const { oid, parameters } = algorithmOf(identifier);
  const known = pkcs12Ciphers[oid];
  if (known !== undefined)
    return {
      source: { kind: 'pkcs12', hash: 'sha1', ...saltAndRounds(parameters) },
      cipher: known,
      iv: null,
    };
  const old = pbes1[oid];
  if (old !== undefined) {
    const [hash, cipher] = old;
    return { source: { kind: 'pbkdf1', hash, ...saltAndRounds(parameters) }, cipher, iv: null };
  }
  if (oid !== pbes2) throw unsupported(`the encryption ${oid}`);
  const [derivation, encryption] = berChildren(present(parameters), 'the parameters of PBES2');
  return { source: keySourceOf(present(derivation)), ...encryptionOf(present(encryption)) };
}

/** keyDerivationFunc of PBES2 and PBMAC1. */
export function keySourceOf(identifier: Element): KeySource {
  const { oid, parameters } = algorithmOf(identifier);
  const parts = berChildren(present(parameters), 'the key derivation');
  const [salt, ...rest] = parts;
  if (salt?.tag !== tags.octetString) throw unsupported('a salt that is not written out');
  const numbers = rest
    .filter(({ tag }) => tag === tags.integer)
    .map((one) => smallInteger(one, 'a number of the key derivation'));
  if (oid === '1.2.840.113549.1.5.12') {
    const [rounds, length = null] = numbers;
    const prf = rest.find(({ tag }) => tag === tags.sequence);
    return {
      kind: 'pbkdf2',
      hash: prf === undefined ? 'sha1' : hmacOf(prf),
      salt: contentOf(salt),
      rounds: rounds ?? 0,
      length,
    };
  }
  if (oid === '1.3.6.1.4.1.11591.4.11') {
    const [N = 0, r = 0, p = 0, length = null] = numbers;
    return { kind: 'scrypt', salt: contentOf(salt), costs: { N, r, p }, length };
  }
  throw unsupported(`the key derivation ${oid}`);
}

/** "sha256", of hmacWithSHA256. */
export function hmacOf(identifier: Element): string {
  const { oid } = algorithmOf(identifier);
  const hash = hmacs[oid];
  if (hash === undefined) throw unsupported(`the message authentication ${oid}`);
  return hash;
}

export function algorithmOf(identifier: Element): { oid: string; parameters: BerElement | undefined } {
  const [oid, parameters] = berChildren(identifier, 'an algorithm');
  return { oid: oidOf(present(oid), 'an algorithm'), parameters };
}

function encryptionOf(identifier: Element): { cipher: Cipher; iv: Buffer } {
  const { oid, parameters } = algorithmOf(identifier);
  if (oid === '1.2.840.113549.3.2') return rc2Of(present(parameters));
  const cipher = cipherByOid(oid);
  if (cipher === null) throw unsupported(`the cipher ${oid}`);
  return { cipher, iv: ivOf(present(parameters), cipher) };
}

/** RFC 8018 §B.2.3: the version stands for the effective length of the key. */
function rc2Of(parameters: Element): { cipher: Cipher; iv: Buffer } {
  const [version, iv] = berChildren(parameters, 'the parameters of RC2');
  const code = version === undefined ? 0 : smallInteger(version, 'the version of RC2');
  const bits = { 160: 40, 120: 64, 58: 128 }[code] ?? code;
  if (bits < 40 || bits > 1024)
    throw new DerError('the version of RC2 stands for no length of a key', parameters.start);
  const cipher: Cipher = { kind: 'rc2', keyBytes: Math.ceil(bits / 8), ivBytes: 8, bits };
  return { cipher, iv: ivOf(present(iv), cipher) };
}

function ivOf(element: Element, { ivBytes }: Cipher): Buffer {
  const iv = Buffer.from(octetsOf(element, 'the IV'));
  if (element.tag !== tags.octetString || iv.length !== ivBytes)
    throw new DerError('the IV has a wrong length', element.start);
  return iv;
}

function saltAndRounds(parameters: BerElement | undefined): { salt: Uint8Array; rounds: number } {
  const [salt, rounds] = berChildren(present(parameters), 'the parameters of the encryption');
  return {
    salt: octetsOf(present(salt), 'the salt'),
    rounds: smallInteger(present(rounds), 'the number of rounds'),
  };
}

function present<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new DerError('a part of an algorithm is missing', 0);
  return part;
}

function unsupported(what: string): LockedError {
  return new LockedError('unsupported', `${what} is not known here`);
}
