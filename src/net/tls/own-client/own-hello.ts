import { randomFillSync } from 'node:crypto';
import { extension, handshakeRecord, numbers, vector } from '../byte-writer.ts';
import { extensionType } from '../messages.ts';
import { freshKeyShares, type KeyShares } from './key-shares.ts';
import { type HelloPattern, opensslHello } from './openssl-hello.ts';

/** A ClientHello as OpenSSL's, with a random, a session id and key shares of our own. */
export type OwnHello = {
  /** The handshake message, as the transcript takes it. */
  readonly message: Buffer;
  readonly record: Buffer;
  readonly sessionId: Buffer;
  readonly shares: KeyShares;
  readonly cipherSuites: readonly number[];
  readonly alpn: readonly string[];
};

/** `serverName`: normalised, as it is sent; null sends none. Null where OpenSSL's hello is not understood. */
export function ownHello(serverName: string | null, alpn: readonly string[]): OwnHello | null {
  const pattern = opensslHello(alpn, serverName !== null);
  if (pattern === null) return null;
  const shares = freshKeyShares();
  const filled = Buffer.from(pattern.message);
  randomFillSync(filled, pattern.randomAt, 32);
  randomFillSync(filled, pattern.sessionIdAt, 32);
  for (const { group, at, end } of pattern.shares) {
    const share = shares.shareOf(group);
    if (share === null || share.length !== end - at) return null;
    filled.set(share, at);
  }
  const message = serverName === null ? filled : named(filled, serverName, pattern);
  return {
    message,
    record: handshakeRecord(message),
    sessionId: filled.subarray(pattern.sessionIdAt, pattern.sessionIdAt + 32),
    shares,
    cipherSuites: pattern.cipherSuites,
    alpn: pattern.alpn,
  };
}

/** With that name in place of the pattern's, and the two lengths around it. */
function named(filled: Buffer, name: string, { serverName, extensionsAt }: HelloPattern): Buffer {
  if (serverName === null) return filled;
  const list = vector(2, numbers(1, [0]), vector(2, Buffer.from(name, 'latin1')));
  const entry = extension(extensionType.serverName, list);
  const message = Buffer.concat([filled.subarray(0, serverName.at), entry, filled.subarray(serverName.end)]);
  const longer = message.length - filled.length;
  message.writeUIntBE(message.length - 4, 1, 3);
  message.writeUInt16BE(filled.readUInt16BE(extensionsAt) + longer, extensionsAt);
  return message;
}
