import { extension, handshakeMessage, numbers, vector } from './byte-writer.ts';
import { extensionType, messageType } from './messages.ts';

export type ClientHello = {
  /** On offer, highest first; 0x0304 is TLS 1.3. With 0x0300 alone no extension is sent: SSLv3 has none. */
  readonly versions: readonly number[];
  readonly cipherSuites: readonly number[];
  /** 0 is none, which every hello must hold (RFC 5246 §7.4.1.2); left out: only that. */
  readonly compression?: readonly number[];
  readonly serverName: string | null;
  readonly alpn: readonly string[];
  /** 32 bytes. */
  readonly random: Uint8Array;
  /** At most 32 bytes. */
  readonly sessionId: Uint8Array;
  /** NamedGroups on offer, in order; those in `shares` come with a key. */
  readonly groups: readonly number[];
  readonly shares: readonly { readonly group: number; readonly share: Uint8Array }[];
  readonly signatureAlgorithms: readonly number[];
  /** Of a HelloRetryRequest. */
  readonly cookie: Uint8Array | null;
  /** Further extensions, written out. */
  readonly also?: readonly Uint8Array[];
};

/** TLS 1.3's, then what TLS 1.2 servers of the last fifteen years take. */
export const usualSuites: readonly number[] = [
  0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc009, 0xc013, 0xc00a, 0xc014,
  0x009c, 0x009d, 0x002f, 0x0035,
];
/** ECDSA, EdDSA, ML-DSA, RSA-PSS, RSA PKCS#1; SHA-1 last, for old TLS 1.2 (RFC 8446 §4.2.3). */
export const usualSignatureAlgorithms: readonly number[] = [
  0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0904, 0x0905, 0x0906, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a,
  0x080b, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201,
];

const sslv3 = 0x0300;
const tls12 = 0x0303;
const tls13 = 0x0304;

/**
 * A ClientHello of any version (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2, RFC 6101 §5.6.1.2) that asks for SCTs (RFC 6962
 * §3.3.1) and an OCSP response: Node's client can be made to offer neither these nor old versions. The handshake
 * message, without its record.
 */
export function clientHello(hello: ClientHello): Buffer {
  const highest = hello.versions[0] ?? tls13;
  const body = Buffer.concat([
    // TLS 1.3 shows itself in an extension only (RFC 8446 §4.2.1).
    numbers(2, [Math.min(highest, tls12)]),
    hello.random,
    vector(1, hello.sessionId),
    vector(2, numbers(2, hello.cipherSuites)),
    vector(1, Buffer.from(hello.compression ?? [0])),
  ]);
  const extensions = highest === sslv3 ? [] : [vector(2, ...padded(extensionsOf(hello), body.length))];
  return handshakeMessage(messageType.clientHello, Buffer.concat([body, ...extensions]));
}

function extensionsOf(hello: ClientHello): readonly Uint8Array[] {
  const { serverName, alpn, groups } = hello;
  const protocols = alpn.map((name) => vector(1, Buffer.from(name)));
  const name = serverName === null ? null : Buffer.from(serverName);
  return [
    ...(name === null
      ? []
      : [extension(extensionType.serverName, vector(2, numbers(1, [0]), vector(2, name)))]),
    // status_type ocsp, no responders, no extensions (RFC 6066 §8).
    extension(extensionType.statusRequest, Buffer.from([1, 0, 0, 0, 0])),
    ...(groups.length === 0
      ? []
      : [
          extension(extensionType.supportedGroups, vector(2, numbers(2, groups))),
          extension(extensionType.pointFormats, vector(1, Buffer.from([0]))),
        ]),
    ...(protocols.length === 0 ? [] : [extension(extensionType.alpn, vector(2, ...protocols))]),
    extension(extensionType.signedCertificateTimestamp),
    extension(extensionType.extendedMasterSecret),
    extension(extensionType.renegotiationInfo, vector(1)),
    ...ofNewVersions(hello),
    ...(hello.also ?? []),
  ];
}

/** Signature algorithms came with TLS 1.2 (RFC 5246 §7.4.1.4.1), the rest with TLS 1.3. */
function ofNewVersions({ versions, signatureAlgorithms, cookie, shares }: ClientHello): readonly Buffer[] {
  const highest = versions[0] ?? tls13;
  if (highest < tls12) return [];
  const algorithms = extension(extensionType.signatureAlgorithms, vector(2, numbers(2, signatureAlgorithms)));
  if (highest < tls13) return [algorithms];
  const keys = shares.map(({ group, share }) => Buffer.concat([numbers(2, [group]), vector(2, share)]));
  return [
    algorithms,
    extension(extensionType.supportedVersions, vector(1, numbers(2, versions))),
    ...(cookie === null ? [] : [extension(extensionType.cookie, vector(2, cookie))]),
    // psk_dhe_ke: without it some servers take the hello for incomplete.
    extension(extensionType.pskKeyExchangeModes, vector(1, Buffer.from([1]))),
    extension(extensionType.keyShare, vector(2, ...keys)),
  ];
}

/** Some old servers hang on a hello of 256 to 511 bytes (RFC 7685 §1). `before`: its bytes up to the extensions. */
function padded(extensions: readonly Uint8Array[], before: number): readonly Uint8Array[] {
  const length = 4 + before + 2 + extensions.reduce((sum, one) => sum + one.length, 0);
  if (length < 256 || length > 511) return extensions;
  return [...extensions, extension(extensionType.padding, Buffer.alloc(Math.max(1, 512 - length - 4)))];
}
