import { createHash, createHmac } from 'node:crypto';

export type Expansion = {
  readonly label: string;
  /** Hash of the transcript; empty for keys and IVs. */
  readonly context?: Uint8Array;
  /** Within one block of the hash. */
  readonly length: number;
};

/** HKDF-Expand-Label (RFC 8446 §7.1). */
export function expandLabel(
  hash: string,
  secret: Uint8Array,
  { label, context = new Uint8Array(0), length }: Expansion,
): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const head = Buffer.from([0, length, name.length]);
  const info = Buffer.concat([head, name, Buffer.from([context.length]), context, Buffer.from([1])]);
  return createHmac(hash, secret).update(info).digest().subarray(0, length);
}

/**
 * server_handshake_traffic_secret (RFC 8446 §7.1) without a PSK. `transcript`: the handshake messages from the first
 * ClientHello up to the ServerHello.
 */
export function serverHandshakeSecret(hash: string, shared: Uint8Array, transcript: Uint8Array): Buffer {
  const length = createHash(hash).digest().length;
  const zeros = Buffer.alloc(length);
  const early = createHmac(hash, zeros).update(zeros).digest();
  const derived = expandLabel(hash, early, {
    label: 'derived',
    context: createHash(hash).digest(),
    length,
  });
  const handshake = createHmac(hash, derived).update(shared).digest();
  const context = createHash(hash).update(transcript).digest();
  return expandLabel(hash, handshake, { label: 's hs traffic', context, length });
}
