/**
 * Forges any OCSP response, sound or broken:
 *
 *     const good = forgeOcsp({ certificate: leaf, issuer: intermediate });
 *     const revoked = forgeOcsp({ certificate: leaf, issuer: intermediate, status: { revokedAt, reason: 1 } });
 *
 * Everything has a sound default; dates are relative to `now`, by default the fixed clock of the tests.
 */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { childrenOf, contentOf, readWhole, tags, take } from '../../../src/pki/asn1/der.ts';
import { structureOf } from '../../../src/pki/certificate/extension-value.ts';
import {
  bitString,
  element,
  explicit,
  generalizedTime,
  integer,
  nullValue,
  octetString,
  oid,
  sequence,
} from './der-writer.ts';
import { type ExtensionSpec, extension } from './extensions.ts';
import { daysFrom, type Forged, fixedNow } from './forge.ts';
import { readForged } from './read.ts';
import { type HashName, type Padding, signatureAlgorithm, signatureOf } from './signing.ts';

export type OcspStatus = 'good' | 'unknown' | { readonly revokedAt: Date; readonly reason?: number };

export type OcspEntry = {
  readonly certificate: Pick<Forged, 'der'>;
  readonly issuer: Pick<Forged, 'subject' | 'key'>;
  readonly status?: OcspStatus;
  readonly thisUpdate?: Date;
  /** Null: left out. */
  readonly nextUpdate?: Date | null;
  /** Digest of the CertID: a name that node:crypto knows. */
  readonly idHash?: 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512';
  readonly singleExtensions?: readonly ExtensionSpec[];
};

export type OcspSpec = OcspEntry & {
  readonly now?: Date;
  readonly producedAt?: Date;
  /** A delegated responder in place of the issuer; it signs, and its certificate is sent along. */
  readonly responder?: Forged;
  readonly sendResponder?: boolean;
  readonly by?: 'name' | 'key';
  /** Signs in place of whoever should. */
  readonly signingKey?: KeyObject;
  readonly hash?: HashName;
  readonly padding?: Padding;
  readonly badSignature?: boolean;
  readonly responseExtensions?: readonly ExtensionSpec[];
  /** Put before the entry itself. */
  readonly otherEntries?: readonly OcspEntry[];
};

const digestOids = {
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
} as const;

export const noCheckExtension: ExtensionSpec = { oid: '1.3.6.1.5.5.7.48.1.5', value: nullValue() };

export function forgeOcsp(spec: OcspSpec): Buffer {
  const { issuer, responder, hash = 'sha256', padding = 'pkcs1', by = 'key' } = spec;
  const now = spec.now ?? fixedNow;
  const signer = responder ?? issuer;
  const key = spec.signingKey ?? signer.key;
  const entries = [...(spec.otherEntries ?? []), spec].map((entry) => single(entry, now));
  const data = sequence(
    by === 'key'
      ? explicit(2, octetString(digest('sha1', keyBits(signer.key))))
      : explicit(1, signer.subject),
    generalizedTime(spec.producedAt ?? daysFrom(now, -1 / 24)),
    sequence(...entries),
    ...extensions(spec.responseExtensions),
  );
  const signature = signatureOf(data, key, hash, padding);
  if (spec.badSignature === true) signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1;
  const sent = responder !== undefined && spec.sendResponder !== false;
  const basic = sequence(
    data,
    signatureAlgorithm(key, hash, padding),
    bitString(signature),
    ...(sent ? [explicit(0, sequence(responder.der))] : []),
  );
  return ocspResponseOf(basic);
}

/** A successful response around any bytes. */
export function ocspResponseOf(basic: Uint8Array, type = '1.3.6.1.5.5.7.48.1.1'): Buffer {
  return sequence(enumerated(0), explicit(0, sequence(oid(type), octetString(basic))));
}

/** 1 malformedRequest, 2 internalError, 3 tryLater, 5 sigRequired, 6 unauthorized. */
export function forgeOcspError(status: number): Buffer {
  return sequence(enumerated(status));
}

function single(entry: OcspEntry, now: Date): Buffer {
  const { issuer, certificate, idHash = 'sha1', status = 'good' } = entry;
  const nextUpdate = entry.nextUpdate === undefined ? daysFrom(now, 3) : entry.nextUpdate;
  return sequence(
    sequence(
      sequence(oid(digestOids[idHash]), nullValue()),
      octetString(digest(idHash, issuer.subject)),
      octetString(digest(idHash, keyBits(issuer.key))),
      integer(contentOf(structureOf(readForged(certificate)).serial)),
    ),
    statusElement(status),
    generalizedTime(entry.thisUpdate ?? daysFrom(now, -1)),
    ...(nextUpdate === null ? [] : [explicit(0, generalizedTime(nextUpdate))]),
    ...extensions(entry.singleExtensions),
  );
}

function statusElement(status: OcspStatus): Buffer {
  if (status === 'good') return element(0x80);
  if (status === 'unknown') return element(0x82);
  const { revokedAt, reason } = status;
  return explicit(
    1,
    generalizedTime(revokedAt),
    ...(reason === undefined ? [] : [explicit(0, enumerated(reason))]),
  );
}

function extensions(list: readonly ExtensionSpec[] = []): readonly Buffer[] {
  return list.length === 0 ? [] : [explicit(1, sequence(...list.map(extension)))];
}

function enumerated(value: number): Buffer {
  return element(0x0a, Buffer.from([value]));
}

function keyBits(key: KeyObject): Uint8Array {
  const info = readWhole(
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    tags.sequence,
    'a key',
  );
  const parts = childrenOf(info);
  take(parts, tags.sequence, 'algorithm');
  return contentOf(take(parts, tags.bitString, 'key')).subarray(1);
}

function digest(hash: string, bytes: Uint8Array): Buffer {
  return createHash(hash).update(bytes).digest();
}
