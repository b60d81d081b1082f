import { Duplex } from 'node:stream';
import { connect, createSecureContext, type SecureContext } from 'node:tls';
import { byteReader } from '../byte-reader.ts';
import { clientContextSettings } from '../client-settings.ts';
import { extensionType, messageType } from '../messages.ts';
import { strictExtensions } from './strict-messages.ts';

/** The ClientHello that OpenSSL sends here, and where in it stands what differs from one connection to the next. */
export type HelloPattern = {
  /** The handshake message, without its record. */
  readonly message: Buffer;
  /** Of 32 bytes each. */
  readonly randomAt: number;
  readonly sessionIdAt: number;
  /** Where the length of all extensions stands, in 2 bytes. */
  readonly extensionsAt: number;
  /** Of server_name, with its type and length; null: it sends none. */
  readonly serverName: { readonly at: number; readonly end: number } | null;
  readonly shares: readonly { readonly group: number; readonly at: number; readonly end: number }[];
  readonly cipherSuites: readonly number[];
  readonly alpn: readonly string[];
};

const anyName = 'example.org';
const patterns = new Map<string, HelloPattern | null>();
let context: SecureContext | null = null;

/**
 * A server must not be able to tell our handshake from OpenSSL's, so its hello is taken down once and filled in anew. Null where
 * this OpenSSL writes one that is not understood. `alpn`: in order of preference, empty offers none; `named`: with SNI.
 */
export function opensslHello(alpn: readonly string[], named: boolean): HelloPattern | null {
  const key = `${named} ${alpn.join(' ')}`;
  const known = patterns.get(key);
  if (known !== undefined) return known;
  const made = patternOf(firstBytesOf(alpn, named), alpn);
  patterns.set(key, made);
  return made;
}

/** OpenSSL writes its hello before `connect` returns. */
function firstBytesOf(alpn: readonly string[], named: boolean): Buffer {
  const written: Buffer[] = [];
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk, _encoding, done) => {
      written.push(chunk);
      done();
    },
  });
  context ??= createSecureContext({ ...clientContextSettings, ca: [] });
  const secure = connect({
    socket: stream,
    secureContext: context,
    requestOCSP: true,
    ...(named ? { servername: anyName } : {}),
    ...(alpn.length === 0 ? {} : { ALPNProtocols: [...alpn] }),
  });
  secure.on('error', () => undefined);
  const bytes = Buffer.concat(written);
  secure.destroy();
  stream.destroy();
  return bytes;
}

const recordHeader = 5;
const beforeRandom = 4 + 2;

function patternOf(record: Buffer, alpn: readonly string[]): HelloPattern | null {
  const message = record.subarray(recordHeader);
  const reader = byteReader(message);
  const type = reader.number(1);
  const length = reader.number(3);
  reader.bytes(2 + 32);
  const sessionId = reader.vector(1);
  const suites = reader.vector(2);
  reader.vector(1);
  const extensionsAt = message.length - reader.left();
  const extensions = reader.vector(2);
  const whole = reader.intact() && reader.left() === 0 && length === message.length - 4;
  if (!whole || type !== messageType.clientHello || sessionId.length !== 32) return null;
  const found = strictExtensions(extensions);
  const keyShare = found?.get(extensionType.keyShare);
  if (!found || keyShare === undefined) return null;
  const name = found.get(extensionType.serverName);
  const offset = (part: Uint8Array) => part.byteOffset - message.byteOffset;
  return {
    message,
    randomAt: beforeRandom,
    sessionIdAt: offset(sessionId),
    extensionsAt,
    serverName: name === undefined ? null : { at: offset(name) - 4, end: offset(name) + name.length },
    shares: sharesIn(keyShare, offset),
    cipherSuites: numbersIn(suites),
    alpn,
  };
}

function sharesIn(keyShare: Uint8Array, offset: (part: Uint8Array) => number): HelloPattern['shares'] {
  const reader = byteReader(byteReader(keyShare).vector(2));
  const shares: { group: number; at: number; end: number }[] = [];
  while (reader.left() > 0) {
    const group = reader.number(2);
    const share = reader.vector(2);
    shares.push({ group, at: offset(share), end: offset(share) + share.length });
  }
  return shares;
}

function numbersIn(bytes: Uint8Array): readonly number[] {
  const reader = byteReader(bytes);
  const found: number[] = [];
  while (reader.left() > 0) found.push(reader.number(2));
  return found;
}
