import { createCipheriv, createHmac } from 'node:crypto';
import { records } from './flight.ts';

/** How the protected part of a hand-made TLS 1.3 flight is cut and sealed. */
export type Sealing = {
  /** 0x1301 to 0x1305. */
  readonly suite: number;
  /** server_handshake_traffic_secret. */
  readonly secret: Uint8Array;
  /** Longest content of one record; default 2^14. */
  readonly fragment?: number;
  /** Zeros behind the content of each record (RFC 8446 §5.4). */
  readonly padding?: number;
};

const suites: Readonly<Record<number, { cipher: string; hash: string; keyBytes: number; tagBytes: number }>> =
  {
    4865: { cipher: 'aes-128-gcm', hash: 'sha256', keyBytes: 16, tagBytes: 16 },
    4866: { cipher: 'aes-256-gcm', hash: 'sha384', keyBytes: 32, tagBytes: 16 },
    4867: { cipher: 'chacha20-poly1305', hash: 'sha256', keyBytes: 32, tagBytes: 16 },
    4868: { cipher: 'aes-128-ccm', hash: 'sha256', keyBytes: 16, tagBytes: 16 },
    4869: { cipher: 'aes-128-ccm', hash: 'sha256', keyBytes: 16, tagBytes: 8 },
  };

const changeCipherSpec = records(20, Buffer.from([1]));
/** SHA-256 of "HelloRetryRequest" (RFC 8446 §4.1.3). */
const retryRandom = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');

/** ServerHello in the clear, then the messages under the handshake key; `retry` puts a HelloRetryRequest in front. */
export function flight13(messages: readonly Uint8Array[], sealing: Sealing, retry = false): Buffer {
  const { suite } = sealing;
  const hello = records(22, serverHello13(suite, Buffer.alloc(32, 7)));
  const before = retry ? [records(22, serverHello13(suite, retryRandom)), changeCipherSpec] : [];
  return Buffer.concat([...before, hello, changeCipherSpec, sealed(Buffer.concat(messages), sealing)]);
}

/** Certificate of TLS 1.3 (RFC 8446 §4.4.2), without extensions; as long as its 24-bit lengths allow. */
export function certificate13(ders: readonly Uint8Array[]): Buffer {
  const entries = ders.map((der) => Buffer.concat([length(3, der.length), der, Buffer.from([0, 0])]));
  const list = Buffer.concat(entries);
  return message13(11, Buffer.concat([Buffer.from([0]), length(3, list.length), list]));
}

export function message13(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([type]), length(3, body.length), body]);
}

function serverHello13(suite: number, random: Uint8Array): Buffer {
  const versions = Buffer.from([0, 43, 0, 2, 3, 4]);
  const fixed = Buffer.from([0, suite >> 8, suite & 0xff, 0]);
  const extensions = Buffer.concat([length(2, versions.length), versions]);
  return message13(2, Buffer.concat([Buffer.from([3, 3]), random, fixed, extensions]));
}

export function sealed(content: Buffer, { suite, secret, fragment = 16_384, padding = 0 }: Sealing): Buffer {
  const form = suites[suite];
  if (form === undefined) throw new Error(`no suite ${suite}`);
  const { cipher, hash, keyBytes, tagBytes } = form;
  const [key, iv] = [expand(hash, secret, 'key', keyBytes), expand(hash, secret, 'iv', 12)];
  const parts: Buffer[] = [];
  for (let at = 0, sequence = 0; at < content.length; at += fragment, sequence += 1) {
    const inner = Buffer.concat([
      content.subarray(at, at + fragment),
      Buffer.from([22]),
      Buffer.alloc(padding),
    ]);
    const header = Buffer.concat([Buffer.from([23, 3, 3]), length(2, inner.length + tagBytes)]);
    const nonce = Buffer.from(iv);
    nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ sequence) >>> 0, 8);
    const seal = createCipheriv(cipher as 'aes-128-ccm', key, nonce, { authTagLength: tagBytes });
    seal.setAAD(header, { plaintextLength: inner.length });
    parts.push(header, seal.update(inner), seal.final(), seal.getAuthTag());
  }
  return Buffer.concat(parts);
}

/** HKDF-Expand-Label (RFC 8446 §7.1) of one block, written apart from the product's own. */
function expand(hash: string, secret: Uint8Array, label: string, bytes: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([length(2, bytes), Buffer.from([name.length]), name, Buffer.from([0, 1])]);
  return createHmac(hash, secret).update(info).digest().subarray(0, bytes);
}

function length(bytes: number, value: number): Buffer {
  const written = Buffer.alloc(bytes);
  written.writeUIntBE(value, 0, bytes);
  return written;
}
