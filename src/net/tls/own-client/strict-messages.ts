import { byteReader } from '../byte-reader.ts';
import { extensionType, readCertificateStatus, readServerHello } from '../messages.ts';

/*
 * What a server may answer to a hello of ours, to the letter: whoever answers otherwise is looked at by OpenSSL, which
 * knows what to think of it. Each is null then.
 */

/** Null: cut, or one came twice (RFC 8446 §4.2). */
export function strictExtensions(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> | null {
  const reader = byteReader(bytes);
  const extensions = new Map<number, Uint8Array>();
  while (reader.left() > 0) {
    const type = reader.number(2);
    const value = reader.vector(2);
    if (!reader.intact() || extensions.has(type)) return null;
    extensions.set(type, value);
  }
  return extensions;
}

export type AgreedHello = {
  readonly cipherSuite: number;
  readonly group: number;
  readonly share: Uint8Array;
};

const tls12 = 0x0303;
const tls13 = 0x0304;

/** Body of a ServerHello of TLS 1.3 (RFC 8446 §4.1.3). */
export function agreedHello(
  body: Uint8Array,
  sent: { readonly sessionId: Uint8Array; readonly cipherSuites: readonly number[] },
): AgreedHello | null {
  const reader = byteReader(body);
  const legacyVersion = reader.number(2);
  reader.bytes(32);
  const echo = reader.vector(1);
  const cipherSuite = reader.number(2);
  const compression = reader.number(1);
  const extensions = extensionsAtEnd(reader, [extensionType.supportedVersions, extensionType.keyShare]);
  const { version, retry } = readServerHello(body);
  const keyShare = extensions?.get(extensionType.keyShare);
  if (keyShare === undefined || retry || version !== tls13) return null;
  const entry = byteReader(keyShare);
  const group = entry.number(2);
  const share = entry.vector(2);
  const said = legacyVersion === tls12 && compression === 0 && entry.intact() && entry.left() === 0;
  const ours = Buffer.compare(echo, sent.sessionId) === 0 && sent.cipherSuites.includes(cipherSuite);
  return said && ours ? { cipherSuite, group, share } : null;
}

/** Body of EncryptedExtensions (RFC 8446 §4.3.1): the application protocol, if one was chosen. */
export function agreedProtocol(
  body: Uint8Array,
  offered: readonly string[],
): { readonly alpn: string | null } | null {
  const { serverName, supportedGroups, alpn } = extensionType;
  const extensions = extensionsAtEnd(byteReader(body), [serverName, supportedGroups, alpn]);
  if (extensions === null) return null;
  const chosen = extensions.get(alpn);
  if (chosen === undefined) return { alpn: null };
  const outer = byteReader(chosen);
  const list = byteReader(outer.vector(2));
  const name = Buffer.from(list.vector(1)).toString('latin1');
  const one = outer.left() === 0 && list.left() === 0 && outer.intact() && list.intact();
  return one && offered.includes(name) ? { alpn: name } : null;
}

export type SentCertificates = {
  /** DER, in the order sent. */
  readonly chain: readonly [Uint8Array, ...Uint8Array[]];
  /** Of the first; null when none came. */
  readonly stapled: Uint8Array | null;
};

/** Body of a Certificate of TLS 1.3 (RFC 8446 §4.4.2). */
export function sentCertificates(body: Uint8Array): SentCertificates | null {
  const message = byteReader(body);
  const requestContext = message.vector(1);
  const list = byteReader(message.vector(3));
  if (!message.intact() || message.left() > 0 || requestContext.length > 0) return null;
  const chain: Uint8Array[] = [];
  let stapled: Uint8Array | null = null;
  while (list.left() > 0) {
    const certificate = list.vector(3);
    const extensions = extensionsAtEnd(list, [extensionType.statusRequest], 'one-of-many');
    if (extensions === null || certificate.length === 0) return null;
    const status = extensions.get(extensionType.statusRequest);
    if (chain.length === 0 && status !== undefined) stapled = readCertificateStatus(status);
    chain.push(certificate);
  }
  const [leaf, ...others] = chain;
  return leaf === undefined ? null : { chain: [leaf, ...others], stapled };
}

/** The last field of a message, with none but these in it. */
function extensionsAtEnd(
  reader: ReturnType<typeof byteReader>,
  known: readonly number[],
  place: 'last' | 'one-of-many' = 'last',
): ReadonlyMap<number, Uint8Array> | null {
  const extensions = strictExtensions(reader.vector(2));
  const whole = reader.intact() && (place === 'one-of-many' || reader.left() === 0);
  if (extensions === null || !whole) return null;
  return [...extensions.keys()].every((type) => known.includes(type)) ? extensions : null;
}
