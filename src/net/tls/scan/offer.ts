import { randomBytes } from 'node:crypto';
import { extension, handshakeRecord } from '../byte-writer.ts';
import { clientHello, usualSignatureAlgorithms } from '../client-hello.ts';
import { finiteFieldGroups, modernGroups, olderCurves } from '../groups/named-groups.ts';
import { extensionType } from '../messages.ts';
import { sslv3, tls12, tls13 } from './versions.ts';

/** One ClientHello of a scan: exactly one version, and what is left out is offered as widely as it goes. */
export type Offer = {
  readonly version: number;
  readonly suites: readonly number[];
  readonly groups?: readonly number[];
  /** With keys (TLS 1.3 only); none unless given: a server then names its group in a HelloRetryRequest, unsigned. */
  readonly withShares?: boolean;
  readonly alpn?: readonly string[];
  /** DEFLATE before none (RFC 3749). */
  readonly compression?: boolean;
  /** TLS_FALLBACK_SCSV: "I tried a newer version before" (RFC 7507). */
  readonly fallback?: boolean;
  /** False leaves out server_name. */
  readonly named?: boolean;
};

/** TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746 §3.3): the extension of those who have no extensions. */
const renegotiationScsv = 0x00ff;
const fallbackScsv = 0x5600;
/** For TLS 1.2: everything, DSA and SHA-1 and MD5 too, lest an old certificate be hidden. */
const everySignature = [...usualSignatureAlgorithms, 0x0301, 0x0303, 0x0402, 0x0302, 0x0202, 0x0101];

const x25519 = 0x001d;
const p256 = 0x0017;
/** The generator of P-256 (SEC 2 §2.4.2), uncompressed: a point whose secret nobody needs, since nothing is decrypted. */
const p256Point = Buffer.from(
  '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
  'hex',
);

export function offerBytes(offer: Offer, serverName: string | null): Buffer {
  const { version, suites, alpn = [], compression, fallback, named = true } = offer;
  const groups = offer.groups ?? (version === tls13 ? modernGroups : [...olderCurves, ...finiteFieldGroups]);
  const signalled = [
    ...suites,
    ...(version === sslv3 ? [renegotiationScsv] : []),
    ...(fallback === true ? [fallbackScsv] : []),
  ];
  const hello = clientHello({
    versions: [version],
    cipherSuites: signalled,
    compression: compression === true ? [1, 0] : [0],
    serverName: named ? serverName : null,
    alpn,
    random: randomBytes(32),
    // Middleboxes expect one of TLS 1.3 (RFC 8446 §D.4); an older server gives its own.
    sessionId: version === tls13 ? randomBytes(32) : Buffer.alloc(0),
    groups,
    shares: offer.withShares === true ? sharesOf(groups) : [],
    signatureAlgorithms: version === tls12 ? everySignature : usualSignatureAlgorithms,
    cookie: null,
    also: version === tls13 ? [] : oldExtensions(),
  });
  return handshakeRecord(hello, version === sslv3 ? sslv3 : 0x0301);
}

function sharesOf(groups: readonly number[]) {
  const keys = [
    { group: x25519, share: randomBytes(32) },
    { group: p256, share: p256Point },
  ];
  return keys.filter(({ group }) => groups.includes(group));
}

function oldExtensions(): readonly Buffer[] {
  return [
    extension(extensionType.encryptThenMac),
    extension(extensionType.sessionTicket),
    // peer_allowed_to_send: only whether it is answered is looked at; no heartbeat is ever sent.
    extension(extensionType.heartbeat, Buffer.from([1])),
  ];
}
