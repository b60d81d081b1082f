import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  bitString,
  boolean,
  element,
  explicit,
  implicit,
  integer,
  namedBits,
  octetString,
  oid,
  sequence,
  time,
} from '../pki/asn1/der-writer.ts';

/** A certificate of the canary with its key, which never leaves this process's memory. */
export type Forged = { readonly der: Buffer; readonly key: KeyObject; readonly serial: Buffer };

export type Authority = Forged & { readonly name: Buffer; readonly keyId: Buffer };

export type Validity = { readonly notBefore: Date; readonly notAfter: Date };

type Leaf = Validity & {
  readonly ip: readonly [number, number, number, number];
  /** Where the list of revoked ones is. */
  readonly crlUrl: string;
};

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
const serverAuth = '1.3.6.1.5.5.7.3.1';

/** A root that is trusted by nobody but the engine that it is handed to. */
export function forgeAuthority(validity: Validity): Authority {
  const made = keyPair();
  const name = commonName('Notafter canary root');
  const der = certificate({ ...made, name, issuer: { name, ...made }, validity }, [
    extension('2.5.29.19', sequence(boolean(true)), true),
    // keyCertSign and cRLSign.
    extension('2.5.29.15', namedBits([5, 6]), true),
    extension('2.5.29.14', octetString(made.keyId)),
  ]);
  return { ...made, name, der };
}

export function forgeLeaf(issuer: Authority, { ip, crlUrl, ...validity }: Leaf): Forged {
  const made = keyPair();
  const der = certificate({ ...made, name: commonName('Notafter canary'), issuer, validity }, [
    extension('2.5.29.19', sequence(), true),
    // digitalSignature.
    extension('2.5.29.15', namedBits([0]), true),
    extension('2.5.29.37', sequence(oid(serverAuth))),
    extension('2.5.29.14', octetString(made.keyId)),
    extension('2.5.29.35', sequence(implicit(0, issuer.keyId))),
    extension('2.5.29.17', sequence(implicit(7, Buffer.from(ip)))),
    extension('2.5.29.31', distributionPoint(crlUrl)),
  ]);
  return { ...made, der };
}

/** A list of the revoked ones (RFC 5280 §5.1), each for a key that was compromised. */
export function forgeRevocations(
  issuer: Authority,
  revoked: readonly Forged[],
  { notBefore, notAfter }: Validity,
): Buffer {
  const reason = extension('2.5.29.21', element(0x0a, Buffer.from([1])));
  const entries = revoked.map(({ serial }) => sequence(integer(serial), time(notBefore), sequence(reason)));
  const extensions = sequence(
    extension('2.5.29.35', sequence(implicit(0, issuer.keyId))),
    extension('2.5.29.20', integer(1)),
  );
  const listed = sequence(
    integer(1),
    ecdsaWithSha256,
    issuer.name,
    time(notBefore),
    time(notAfter),
    sequence(...entries),
    explicit(0, extensions),
  );
  return signed(listed, issuer.key);
}

type Parts = Omit<Authority, 'der'> & {
  readonly spki: Buffer;
  readonly issuer: Pick<Authority, 'name' | 'key'>;
  readonly validity: Validity;
};

function certificate(
  { serial, issuer, validity, name, spki }: Omit<Parts, 'key'>,
  extensions: readonly Uint8Array[],
): Buffer {
  const body = sequence(
    explicit(0, integer(2)),
    integer(serial),
    ecdsaWithSha256,
    issuer.name,
    sequence(time(validity.notBefore), time(validity.notAfter)),
    name,
    spki,
    explicit(3, sequence(...extensions)),
  );
  return signed(body, issuer.key);
}

function signed(body: Buffer, key: KeyObject): Buffer {
  return sequence(body, ecdsaWithSha256, bitString(sign('sha256', body, key)));
}

function keyPair(): Pick<Parts, 'key' | 'spki' | 'keyId' | 'serial'> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  // Positive and in its shortest form, whatever is drawn.
  const serial = Buffer.concat([Buffer.from([0x2a]), randomBytes(15)]);
  return { key: privateKey, spki, serial, keyId: createHash('sha1').update(spki).digest() };
}

function commonName(text: string): Buffer {
  return sequence(element(0x31, sequence(oid('2.5.4.3'), element(0x0c, Buffer.from(text)))));
}

function extension(type: string, value: Uint8Array, critical = false): Buffer {
  return sequence(oid(type), ...(critical ? [boolean(true)] : []), octetString(value));
}

function distributionPoint(url: string): Buffer {
  return sequence(sequence(explicit(0, explicit(0, implicit(6, Buffer.from(url))))));
}
