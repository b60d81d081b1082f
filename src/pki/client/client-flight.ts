import { randomBytes } from 'node:crypto';

/** What a TLS 1.2 server sends first (RFC 5246 §7.4.2, §7.4.3): no private key is needed to say that much. */
export function serverFlight(chain: readonly Uint8Array[], cipher: number): Buffer {
  return Buffer.concat(records(Buffer.concat([serverHello(cipher), certificateMessage(chain)])));
}

const handshakeRecord = 22;
/** RFC 5246 §6.2.1: at most 2^14 bytes in one record. */
const mostInRecord = 16_000;

function records(messages: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < messages.length; at += mostInRecord) {
    const fragment = messages.subarray(at, at + mostInRecord);
    const header = Buffer.from([handshakeRecord, 3, 3, 0, 0]);
    header.writeUInt16BE(fragment.length, 3);
    found.push(header, fragment);
  }
  return found;
}

/** With an empty renegotiation_info (RFC 5746 §3.6), without which OpenSSL ends the handshake. */
function serverHello(cipher: number): Buffer {
  const suite = Buffer.alloc(2);
  suite.writeUInt16BE(cipher);
  const noSession = Buffer.from([0]);
  const noCompressionAndRenegotiation = Buffer.from([0, 0, 5, 0xff, 1, 0, 1, 0]);
  return message(
    2,
    Buffer.concat([Buffer.from([3, 3]), randomBytes(32), noSession, suite, noCompressionAndRenegotiation]),
  );
}

function certificateMessage(chain: readonly Uint8Array[]): Buffer {
  const list = Buffer.concat(chain.flatMap((der) => [length24(der.length), der]));
  return message(11, Buffer.concat([length24(list.length), list]));
}

function message(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type]), length24(body.length), body]);
}

function length24(length: number): Buffer {
  const bytes = Buffer.alloc(3);
  bytes.writeUIntBE(length, 0, 3);
  return bytes;
}
