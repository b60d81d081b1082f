import { createHash, createHmac, createSecretKey } from 'node:crypto';

export type Expansion = {
  readonly label: string;
  /** Hash of the transcript; empty for keys and IVs. */
  readonly context?: Uint8Array;
  /** Within one block of the hash. */
  readonly length: number;
};

const nothing = new Uint8Array(0);

/** HKDF-Expand-Label (RFC 8446 §7.1). */
export function expandLabel(
  hash: string,
  secret: Uint8Array,
  { label, context = nothing, length }: Expansion,
): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const head = Buffer.from([0, length, name.length]);
  const info = Buffer.concat([head, name, Buffer.from([context.length]), context, Buffer.from([1])]);
  return hmac(hash, secret, info).subarray(0, length);
}

/** Traffic secrets of the handshake, and what all that come after it are made from. */
export type HandshakeSecrets = {
  readonly handshake: Buffer;
  readonly client: Buffer;
  readonly server: Buffer;
};

/** RFC 8446 §7.1, without a PSK. `transcript`: hash of the messages from the first ClientHello up to the ServerHello. */
export function handshakeSecrets(hash: string, shared: Uint8Array, transcript: Uint8Array): HandshakeSecrets {
  const { length } = transcript;
  const handshake = hmac(hash, startWithoutPsk(hash, length), shared);
  const trafficSecret = (label: string) =>
    expandLabel(hash, handshake, { label, context: transcript, length });
  return { handshake, client: trafficSecret('c hs traffic'), server: trafficSecret('s hs traffic') };
}

/** client_application_traffic_secret_0. `transcript`: hash up to the server's Finished. */
export function clientApplicationSecret(
  hash: string,
  { handshake }: HandshakeSecrets,
  transcript: Uint8Array,
): Buffer {
  const { length } = transcript;
  const master = hmac(hash, derived(hash, handshake), Buffer.alloc(length));
  return expandLabel(hash, master, { label: 'c ap traffic', context: transcript, length });
}

/** verify_data of a Finished (RFC 8446 §4.4.4) under one side's traffic secret; `transcript`: hash of all before it. */
export function finishedData(hash: string, secret: Uint8Array, transcript: Uint8Array): Buffer {
  return hmac(hash, expandLabel(hash, secret, { label: 'finished', length: secret.length }), transcript);
}

/** As `handshakeSecrets`, of the messages themselves. */
export function serverHandshakeSecret(hash: string, shared: Uint8Array, transcript: Uint8Array): Buffer {
  return handshakeSecrets(hash, shared, createHash(hash).update(transcript).digest()).server;
}

/** The same for all handshakes of one hash. */
const starts = new Map<string, Buffer>();

function startWithoutPsk(hash: string, length: number): Buffer {
  const known = starts.get(hash);
  if (known !== undefined) return known;
  const zeros = Buffer.alloc(length);
  const made = derived(hash, hmac(hash, zeros, zeros));
  starts.set(hash, made);
  return made;
}

function derived(hash: string, secret: Uint8Array): Buffer {
  return expandLabel(hash, secret, {
    label: 'derived',
    context: createHash(hash).digest(),
    length: secret.length,
  });
}

/** Node takes three times as long for a key that is a buffer: it looks first whether it is a key of another kind. */
function hmac(hash: string, key: Uint8Array, data: Uint8Array): Buffer {
  return createHmac(hash, createSecretKey(key)).update(data).digest();
}
