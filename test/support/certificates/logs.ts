import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { structureOf } from '../../../src/pki/certificate/extension-value.ts';
import type { LogState } from '../../../src/pki/ct/log-list.ts';
import { octetString } from './der-writer.ts';
import { type CertificateSpec, type Forged, forgeLeaf, type Issuer } from './forge.ts';
import { type KeyKind, makeKey } from './keys.ts';
import { readForged } from './read.ts';

/** A transparency log that signs what it is told to. */
export type ForgedLog = {
  readonly operator: string;
  readonly description: string;
  readonly key: KeyObject;
  readonly id: Buffer;
  readonly tiled: boolean;
  readonly state: LogState;
  readonly since: Date;
  readonly interval: readonly [from: Date, to: Date] | null;
};

export type LogSpec = Partial<Omit<ForgedLog, 'id' | 'key'>> & { readonly key?: KeyKind };

export function forgeLog(operator: string, spec: LogSpec = {}): ForgedLog {
  const key = makeKey(spec.key ?? 'p256', `log of ${operator}`);
  const id = createHash('sha256').update(publicDer(key)).digest();
  return {
    description: `${operator} 'Log'`,
    tiled: false,
    state: 'usable',
    since: new Date('2020-01-01T00:00:00Z'),
    interval: null,
    ...spec,
    operator,
    key,
    id,
  };
}

/** A log list in Chrome's schema v3. */
export function logListText(logs: readonly ForgedLog[], date = new Date('2026-06-15T00:00:00Z')): string {
  const operators = [...new Set(logs.map(({ operator }) => operator))].map((name) => ({
    name,
    email: ['nobody@example.org'],
    logs: logs.filter((log) => log.operator === name && !log.tiled).map(listed),
    tiled_logs: logs.filter((log) => log.operator === name && log.tiled).map(listed),
  }));
  return JSON.stringify({ version: '1.2', log_list_timestamp: withoutFraction(date), operators });
}

function listed({ description, id, key, state, since, interval }: ForgedLog) {
  const timestamp = withoutFraction(since);
  return {
    description,
    log_id: id.toString('base64'),
    key: publicDer(key).toString('base64'),
    url: 'https://log.invalid/',
    mmd: 86_400,
    state: { [state]: { timestamp } },
    ...(interval === null
      ? {}
      : {
          temporal_interval: {
            start_inclusive: withoutFraction(interval[0]),
            end_exclusive: withoutFraction(interval[1]),
          },
        }),
  };
}

function withoutFraction(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

export type SctSpec = {
  readonly log: ForgedLog;
  readonly at: Date;
  /** True: one bit of the signature is flipped. */
  readonly broken?: boolean;
  readonly version?: number;
  /** Numbers of RFC 5246; by the key unless given. */
  readonly algorithm?: number;
  readonly hash?: number;
  /** False: an SCT of a tiled log without the index it should carry. */
  readonly leafIndex?: boolean;
};

/** One serialized SCT over an entry: x509_entry (0, the DER) or precert_entry (1, key hash and TBS). */
export function sctOver(entry: Uint8Array, spec: SctSpec): Buffer {
  const { log, at, broken = false, version = 0, hash = 4, leafIndex = log.tiled } = spec;
  const extensions = leafIndex ? Buffer.from('0000050000000007', 'hex') : Buffer.alloc(0);
  const timestamp = Buffer.alloc(8);
  timestamp.writeBigUInt64BE(BigInt(at.getTime()));
  const signed = Buffer.concat([Buffer.from([0, 0]), timestamp, entry, vector(2, extensions)]);
  const signature = sign('sha256', signed, log.key);
  if (broken) flipBit(signature);
  const algorithm = spec.algorithm ?? (log.key.asymmetricKeyType === 'rsa' ? 1 : 3);
  return Buffer.concat([
    Buffer.from([version]),
    log.id,
    timestamp,
    vector(2, extensions),
    Buffer.from([hash, algorithm]),
    vector(2, signature),
  ]);
}

export function x509EntryOf(der: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0, 0]), vector(3, der)]);
}

/** SignedCertificateTimestampList (RFC 6962 §3.3). */
export function sctList(scts: readonly Uint8Array[]): Buffer {
  return vector(2, Buffer.concat(scts.map((sct) => vector(2, sct))));
}

/**
 * A leaf with these SCTs embedded. The entry they sign is the TBSCertificate of the same certificate forged without the
 * extension, so that nothing of what is tested makes it.
 */
export function forgeLoggedLeaf(issuer: Issuer, spec: CertificateSpec, scts: readonly SctSpec[]): Forged {
  const key = typeof spec.key === 'object' ? spec.key : makeKey(spec.key ?? 'p256', 'leaf');
  const serial = spec.serial ?? Buffer.concat([Buffer.from([0x2a]), randomBytes(15)]);
  const same = { ...spec, key, serial, scts: 0 };
  const bare = readForged(forgeLeaf(issuer, same));
  const issuerKeyHash = createHash('sha256').update(publicDer(issuer.key)).digest();
  const entry = Buffer.concat([Buffer.from([0, 1]), issuerKeyHash, vector(3, structureOf(bare).tbs)]);
  const value = octetString(sctList(scts.map((sct) => sctOver(entry, sct))));
  const embedded = { oid: '1.3.6.1.4.1.11129.2.4.2', value };
  return forgeLeaf(issuer, { ...same, extensions: [...(spec.extensions ?? []), embedded] });
}

function publicDer(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

function flipBit(bytes: Buffer): void {
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] ?? 0) ^ 1;
}

export function vector(lengthBytes: number, body: Uint8Array): Buffer {
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntBE(body.length, 0, lengthBytes);
  return Buffer.concat([length, body]);
}
