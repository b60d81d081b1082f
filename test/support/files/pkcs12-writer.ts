import { createCipheriv, createHmac, type KeyObject, pbkdf2Sync, randomBytes } from 'node:crypto';
import forge from 'node-forge';
import {
  element,
  explicit,
  integer,
  nullValue,
  octetString,
  oid,
  sequence,
  setOf,
  string,
} from '../certificates/der-writer.ts';

/** What a PKCS#12 store of the tests holds, where no tool on the machine can write it. */
export type Pkcs12Spec = {
  readonly certificates: readonly {
    readonly der: Uint8Array;
    readonly name?: string;
    readonly trusted?: boolean;
  }[];
  readonly keys?: readonly { readonly key: KeyObject; readonly name: string }[];
  /** Null: absent, as no bytes at all. */
  readonly password: string | null;
  readonly mac: 'sha1' | 'sha256' | 'pbmac1' | 'none';
  /** The certificates stand open, in a part that is not encrypted. */
  readonly open?: boolean;
  /** Rounds of every key derivation. */
  readonly rounds?: number;
  /** What is written in their place, for a file that asks for more than it was made with. */
  readonly claimedRounds?: number;
  /** PBES2 gets the password as a BMPString. */
  readonly bmpForPbes2?: boolean;
  /** Lengths are indefinite and strings in pieces, as NSS writes them. */
  readonly ber?: boolean;
};

type Rounds = { readonly real: number; readonly written: number };

const data = '1.2.840.113549.1.7.1';
const encryptedData = '1.2.840.113549.1.7.6';
const bag = '1.2.840.113549.1.12.10.1';

/** PFX (RFC 7292 §4): certificates in one encrypted part, keys in shrouded bags, PBES2 with AES-256 throughout. */
export function writePkcs12(spec: Pkcs12Spec): Buffer {
  const { certificates, keys = [], password } = spec;
  const bytes =
    spec.bmpForPbes2 === true ? Buffer.from(`${password}\0`, 'utf16le').swap16() : (password ?? '');
  const rounds = { real: spec.rounds ?? 2048, written: spec.claimedRounds ?? spec.rounds ?? 2048 };
  const certificateBags = sequence(...certificates.map(certificateBag));
  const keyBags = sequence(
    ...keys.map(({ key, name }) => {
      const plain = key.export({ type: 'pkcs8', format: 'der' });
      const { algorithm, encrypted } = encrypt(plain, bytes, rounds);
      return safeBag('2', sequence(algorithm, octetString(encrypted)), nameAttribute(name));
    }),
  );
  const parts = [
    spec.open === true
      ? contentInfo(data, octetString(certificateBags))
      : contentInfo(encryptedData, encryptedContent(encrypt(certificateBags, bytes, rounds))),
    ...(keys.length === 0 ? [] : [contentInfo(data, octetString(keyBags))]),
  ];
  const safe = sequence(...parts);
  const mac = spec.mac === 'none' ? [] : [macData(safe, spec.mac, password, rounds)];
  if (spec.ber === true) {
    const pieces = [safe.subarray(0, 100), safe.subarray(100)].map((piece) => octetString(piece));
    const content = indefinite(0x30, oid(data), indefinite(0xa0, indefinite(0x24, ...pieces)));
    return indefinite(0x30, integer(3), content, ...mac);
  }
  return sequence(integer(3), contentInfo(data, octetString(safe)), ...mac);
}

export function indefinite(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.from([tag, 0x80]), ...parts, Buffer.from([0, 0])]);
}

function encryptedContent({ algorithm, encrypted }: ReturnType<typeof encrypt>): Buffer {
  return sequence(integer(0), sequence(oid(data), algorithm, element(0x80, encrypted)));
}

function contentInfo(type: string, content: Uint8Array): Buffer {
  return sequence(oid(type), explicit(0, content));
}

function certificateBag({ der, name, trusted }: Pkcs12Spec['certificates'][number]): Buffer {
  const value = sequence(oid('1.2.840.113549.1.9.22.1'), explicit(0, octetString(der)));
  // Java takes a certificate for trusted when this attribute of Oracle's stands there; the value is any purpose.
  const trust = attribute('2.16.840.1.113894.746875.1.1', oid('2.5.29.37.0'));
  const attributes = [
    ...(name === undefined ? [] : [nameAttribute(name)]),
    ...(trusted === true ? [trust] : []),
  ];
  return safeBag('3', value, ...attributes);
}

function safeBag(kind: string, value: Uint8Array, ...attributes: readonly Uint8Array[]): Buffer {
  const list = attributes.length === 0 ? [] : [setOf(...attributes)];
  return sequence(oid(`${bag}.${kind}`), explicit(0, value), ...list);
}

function nameAttribute(name: string): Buffer {
  return attribute('1.2.840.113549.1.9.20', string('bmp', name));
}

function attribute(type: string, value: Uint8Array): Buffer {
  return sequence(oid(type), setOf(value));
}

function encrypt(plain: Uint8Array, password: string | Uint8Array, rounds: Rounds) {
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const key = pbkdf2Sync(password, salt, rounds.real, 32, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const encryption = sequence(oid('2.16.840.1.101.3.4.1.42'), octetString(iv));
  return {
    algorithm: sequence(
      oid('1.2.840.113549.1.5.13'),
      sequence(pbkdf2Algorithm(salt, rounds, null), encryption),
    ),
    encrypted: Buffer.concat([cipher.update(plain), cipher.final()]),
  };
}

const hmacSha256 = () => sequence(oid('1.2.840.113549.2.9'), nullValue());

function pbkdf2Algorithm(salt: Uint8Array, rounds: Rounds, length: number | null): Buffer {
  const parts = [
    octetString(salt),
    integer(rounds.written),
    ...(length === null ? [] : [integer(length)]),
    hmacSha256(),
  ];
  return sequence(oid('1.2.840.113549.1.5.12'), sequence(...parts));
}

const digests = { sha1: ['1.3.14.3.2.26', 20], sha256: ['2.16.840.1.101.3.4.2.1', 32] } as const;

function macData(
  safe: Buffer,
  kind: 'sha1' | 'sha256' | 'pbmac1',
  password: string | null,
  rounds: Rounds,
): Buffer {
  const salt = randomBytes(8);
  if (kind === 'pbmac1') {
    // RFC 9579 §4: salt and rounds of MacData itself have no meaning.
    const key = pbkdf2Sync(password ?? '', salt, rounds.real, 32, 'sha256');
    const parameters = sequence(pbkdf2Algorithm(salt, rounds, 32), hmacSha256());
    const algorithm = sequence(oid('1.2.840.113549.1.5.14'), parameters);
    const mac = createHmac('sha256', key).update(safe).digest();
    return sequence(sequence(algorithm, octetString(mac)), octetString(Buffer.from('unused')), integer(1));
  }
  const [digest, length] = digests[kind];
  const key = pkcs12Key(password, salt, rounds.real, length, kind);
  const mac = createHmac(kind, key).update(safe).digest();
  const info = sequence(sequence(oid(digest), nullValue()), octetString(mac));
  return sequence(info, octetString(salt), integer(rounds.written));
}

/** RFC 7292 §B.2 by node-forge: a second opinion on the product's own. */
function pkcs12Key(
  password: string | null,
  salt: Buffer,
  rounds: number,
  length: number,
  hash: 'sha1' | 'sha256',
) {
  const bytes = forge.util.createBuffer(salt.toString('latin1'));
  const generate = forge.pkcs12.generateKey as unknown as GenerateKey;
  return Buffer.from(
    generate(password, bytes, 3, rounds, length, forge.md[hash].create()).getBytes(),
    'latin1',
  );
}

/** As it is; its published types leave out the null and the hash. */
type GenerateKey = (
  password: string | null,
  salt: forge.util.ByteStringBuffer,
  id: number,
  rounds: number,
  length: number,
  hash: forge.md.MessageDigest,
) => forge.util.ByteStringBuffer;
