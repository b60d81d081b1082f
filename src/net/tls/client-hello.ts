import { extensionType, messageType } from './messages.ts';

export type ClientHello = {
  readonly serverName: string | null;
  readonly alpn: readonly string[];
  /** 32 bytes each. */
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  /** NamedGroups on offer, in order; those in `shares` come with a key. */
  readonly groups: readonly number[];
  readonly shares: readonly { readonly group: number; readonly share: Uint8Array }[];
  /** Of a HelloRetryRequest. */
  readonly cookie: Uint8Array | null;
};

/** TLS 1.3's, then what TLS 1.2 servers of the last fifteen years take. */
const cipherSuites = [
  0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc009, 0xc013, 0xc00a, 0xc014,
  0x009c, 0x009d, 0x002f, 0x0035,
];
/** ECDSA, EdDSA, ML-DSA, RSA-PSS, RSA PKCS#1; SHA-1 last, for old TLS 1.2 (RFC 8446 §4.2.3). */
const signatureAlgorithms = [
  0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0904, 0x0905, 0x0906, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a,
  0x080b, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201,
];

/**
 * A ClientHello for TLS 1.3 and 1.2 (RFC 8446 §4.1.2) that asks for SCTs (RFC 6962 §3.3.1) and an OCSP response: Node's
 * client cannot be made to ask for the first. The handshake message, without its record.
 */
export function clientHello(hello: ClientHello): Buffer {
  const body = Buffer.concat([
    numbers(2, [0x0303]),
    hello.random,
    vector(1, hello.sessionId),
    vector(2, numbers(2, cipherSuites)),
    // No compression.
    vector(1, Buffer.from([0])),
    vector(2, Buffer.concat(extensionsOf(hello))),
  ]);
  return handshakeMessage(messageType.clientHello, body);
}

function extensionsOf({ serverName, alpn, groups, shares, cookie }: ClientHello): readonly Buffer[] {
  const keys = shares.map(({ group, share }) => Buffer.concat([numbers(2, [group]), vector(2, share)]));
  const protocols = alpn.map((name) => vector(1, Buffer.from(name)));
  const name = serverName === null ? null : Buffer.from(serverName);
  return [
    ...(name === null
      ? []
      : [extension(extensionType.serverName, vector(2, numbers(1, [0]), vector(2, name)))]),
    // status_type ocsp, no responders, no extensions (RFC 6066 §8).
    extension(extensionType.statusRequest, Buffer.from([1, 0, 0, 0, 0])),
    extension(extensionType.supportedGroups, vector(2, numbers(2, groups))),
    extension(extensionType.pointFormats, vector(1, Buffer.from([0]))),
    extension(extensionType.signatureAlgorithms, vector(2, numbers(2, signatureAlgorithms))),
    ...(protocols.length === 0 ? [] : [extension(extensionType.alpn, vector(2, ...protocols))]),
    extension(extensionType.signedCertificateTimestamp),
    extension(extensionType.extendedMasterSecret),
    extension(extensionType.renegotiationInfo, vector(1)),
    extension(extensionType.supportedVersions, vector(1, numbers(2, [0x0304, 0x0303]))),
    ...(cookie === null ? [] : [extension(extensionType.cookie, vector(2, cookie))]),
    // psk_dhe_ke: without it some servers take the hello for incomplete.
    extension(extensionType.pskKeyExchangeModes, vector(1, Buffer.from([1]))),
    extension(extensionType.keyShare, vector(2, ...keys)),
  ];
}

function extension(type: number, ...content: readonly Uint8Array[]): Buffer {
  return Buffer.concat([numbers(2, [type]), vector(2, ...content)]);
}

export function handshakeMessage(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([numbers(1, [type]), vector(3, body)]);
}

function vector(lengthBytes: number, ...content: readonly Uint8Array[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([numbers(lengthBytes, [length]), ...content]);
}

function numbers(bytes: number, values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(bytes * values.length);
  for (const [index, value] of values.entries()) buffer.writeUIntBE(value, index * bytes, bytes);
  return buffer;
}
