import { byteReader } from './byte-reader.ts';

export const messageType = {
  clientHello: 1,
  serverHello: 2,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  finished: 20,
  certificateStatus: 22,
  messageHash: 254,
} as const;

export const extensionType = {
  serverName: 0,
  statusRequest: 5,
  supportedGroups: 10,
  pointFormats: 11,
  signatureAlgorithms: 13,
  heartbeat: 15,
  alpn: 16,
  signedCertificateTimestamp: 18,
  padding: 21,
  encryptThenMac: 22,
  extendedMasterSecret: 23,
  sessionTicket: 35,
  supportedVersions: 43,
  cookie: 44,
  pskKeyExchangeModes: 45,
  certificateAuthorities: 47,
  keyShare: 51,
  renegotiationInfo: 0xff01,
} as const;

/** SHA-256 of "HelloRetryRequest": the random that makes a ServerHello one (RFC 8446 §4.1.3). */
const helloRetryRandom = Buffer.from(
  'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c',
  'hex',
);

export type ServerHello = {
  /** 0x0304 for TLS 1.3. */
  readonly version: number;
  readonly cipherSuite: number;
  readonly retry: boolean;
};

export type CertificateList = {
  /** DER, in the order sent. */
  readonly certificates: readonly Uint8Array[];
  /** OCSPResponse of the first certificate's own extension: TLS 1.3 only. */
  readonly stapled: Uint8Array | null;
  /** SignedCertificateTimestampList, there too. */
  readonly scts: Uint8Array | null;
};

/** RFC 8446 §4.1.3 and RFC 5246 §7.4.1.3. */
export function readServerHello(body: Uint8Array): ServerHello {
  const reader = byteReader(body);
  const legacyVersion = reader.number(2);
  const random = reader.bytes(32);
  reader.vector(1);
  const cipherSuite = reader.number(2);
  reader.number(1);
  const selected = extensionsIn(reader.vector(2)).get(extensionType.supportedVersions);
  const version = selected === undefined ? legacyVersion : byteReader(selected).number(2);
  return { version, cipherSuite, retry: helloRetryRandom.equals(random) };
}

/** The one protocol a server chose (RFC 7301 §3.1), out of the extensions of its ServerHello or its EncryptedExtensions. */
export function readAlpn(extensions: ReadonlyMap<number, Uint8Array>): string | null {
  const list = byteReader(extensions.get(extensionType.alpn) ?? new Uint8Array(0)).vector(2);
  const name = byteReader(list).vector(1);
  return name.length === 0 ? null : Buffer.from(name).toString('latin1');
}

/** The body of an EncryptedExtensions message (RFC 8446 §4.3.1). */
export function readEncryptedExtensions(body: Uint8Array): ReadonlyMap<number, Uint8Array> {
  return extensionsIn(byteReader(body).vector(2));
}

/** The extensions of a ServerHello or a HelloRetryRequest, by their numbers. */
export function readHelloExtensions(body: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const reader = byteReader(body);
  reader.bytes(2 + 32);
  reader.vector(1);
  reader.bytes(2 + 1);
  return extensionsIn(reader.vector(2));
}

/**
 * As many as the 100 KiB hold that clients take. A message five times that size, of entries without content, would have a
 * hundred thousand.
 */
const mostCertificates = 400;

/** RFC 8446 §4.4.2 (`tls13`) and RFC 5246 §7.4.2; of a malformed or endless list, what stands before the fault. */
export function readCertificate(body: Uint8Array, tls13: boolean): CertificateList {
  const message = byteReader(body);
  if (tls13) message.vector(1);
  const list = byteReader(message.vector(3));
  const certificates: Uint8Array[] = [];
  let stapled: Uint8Array | null = null;
  let scts: Uint8Array | null = null;
  while (list.left() > 0 && certificates.length < mostCertificates) {
    const certificate = list.vector(3);
    const extensions = extensionsIn(tls13 ? list.vector(2) : new Uint8Array(0));
    if (!list.intact()) break;
    certificates.push(certificate);
    if (certificates.length > 1) continue;
    const status = extensions.get(extensionType.statusRequest);
    if (status !== undefined) stapled = readCertificateStatus(status);
    scts = extensions.get(extensionType.signedCertificateTimestamp) ?? null;
  }
  return { certificates, stapled, scts };
}

/** RFC 6066 §8: status_type ocsp (1), then the response. Null when it is anything else or empty. */
export function readCertificateStatus(body: Uint8Array): Uint8Array | null {
  const reader = byteReader(body);
  if (reader.number(1) !== 1) return null;
  const response = reader.vector(3);
  return response.length > 0 && reader.intact() ? response : null;
}

/** The DER names of acceptable issuers, by version: RFC 8446 §4.2.4, RFC 5246 §7.4.4, RFC 2246 §7.4.4. */
export function readCertificateAuthorities(body: Uint8Array, version: number): readonly Uint8Array[] {
  const reader = byteReader(body);
  reader.vector(1);
  // Signature algorithms came with TLS 1.2.
  if (version === 0x0303) reader.vector(2);
  const last = reader.vector(2);
  if (version <= 0x0303) return vectorsOf(last);
  const extension = extensionsIn(last).get(extensionType.certificateAuthorities);
  return extension === undefined ? [] : vectorsOf(byteReader(extension).vector(2));
}

function vectorsOf(bytes: Uint8Array): Uint8Array[] {
  const reader = byteReader(bytes);
  const vectors: Uint8Array[] = [];
  while (reader.left() > 0) {
    const vector = reader.vector(2);
    if (reader.intact()) vectors.push(vector);
  }
  return vectors;
}

function extensionsIn(bytes: Uint8Array): Map<number, Uint8Array> {
  const reader = byteReader(bytes);
  const extensions = new Map<number, Uint8Array>();
  while (reader.left() > 0) {
    const type = reader.number(2);
    const value = reader.vector(2);
    if (reader.intact()) extensions.set(type, value);
  }
  return extensions;
}
