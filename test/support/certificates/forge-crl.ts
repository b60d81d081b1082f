/**
 * Forges any CRL, valid or broken:
 *
 *     const crl = forgeCrl(root, { entries: [{ serial: 5, reason: 1 }], number: 7 });
 *
 * Everything has a sound default; naming a property makes it so, and null leaves the part out. Without `entries` the
 * list is absent, as RFC 5280 §5.1.2.6 wants it.
 */
import { writePem } from '../../../src/pki/files/pem/pem.ts';
import { bitString, element, explicit, generalizedTime, integer, sequence, time } from './der-writer.ts';
import { issuingScope, type ScopeSpec } from './distribution-points.ts';
import { authorityKeyIdentifier, type ExtensionSpec, extension } from './extensions.ts';
import { daysFrom, fixedNow, type Issuer } from './forge.ts';
import { distinguishedName, type NameSpec } from './names.ts';
import { type HashName, type Padding, signatureAlgorithm, signatureOf } from './signing.ts';

export type EntrySpec = {
  /** Bytes are taken as they are. */
  readonly serial: number | bigint | Uint8Array;
  readonly at?: Date;
  /** CRLReason: 1 keyCompromise, 6 certificateHold, 8 removeFromCRL. */
  readonly reason?: number;
  readonly invalidityDate?: Date;
  /** DER of a name: this entry and those after it are certificates of that issuer. */
  readonly certificateIssuer?: Uint8Array;
  readonly extensions?: readonly ExtensionSpec[];
};

export type CrlSpec = {
  readonly version?: 1 | 2;
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date | null;
  readonly number?: number | bigint | null;
  readonly numberCritical?: boolean;
  /** BaseCRLNumber: makes it a delta CRL. */
  readonly baseNumber?: number;
  readonly authorityKeyId?: Uint8Array | null;
  readonly scope?: ScopeSpec;
  readonly extensions?: readonly ExtensionSpec[];
  /** Bytes are one element, taken as they are. */
  readonly entries?: readonly (EntrySpec | Uint8Array)[];
  readonly issuerName?: NameSpec;
  readonly hash?: HashName;
  readonly padding?: Padding;
  /** True: one bit of the signature is flipped. */
  readonly badSignature?: boolean;
  /** The AlgorithmIdentifier inside, when it shall not be the one outside. */
  readonly innerAlgorithm?: Uint8Array;
};

export type ForgedCrl = { readonly der: Buffer; readonly pem: string };

export function forgeCrl(issuer: Issuer, spec: CrlSpec = {}): ForgedCrl {
  const { hash = 'sha256', padding = 'pkcs1', version = 2, nextUpdate = daysFrom(fixedNow, 6) } = spec;
  const algorithm = signatureAlgorithm(issuer.key, hash, padding);
  const extensions = extensionsOf(spec, issuer.subjectKeyId).map(extension);
  const tbs = sequence(
    ...(version === 1 ? [] : [integer(1)]),
    spec.innerAlgorithm ?? algorithm,
    spec.issuerName === undefined ? issuer.subject : distinguishedName(spec.issuerName),
    time(spec.thisUpdate ?? daysFrom(fixedNow, -1)),
    ...(nextUpdate === null ? [] : [time(nextUpdate)]),
    ...(spec.entries === undefined ? [] : [sequence(Buffer.concat(spec.entries.map(entry)))]),
    ...(extensions.length === 0 ? [] : [explicit(0, sequence(...extensions))]),
  );
  const signature = signatureOf(tbs, issuer.key, hash, padding);
  if (spec.badSignature === true) signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1;
  const der = sequence(tbs, algorithm, bitString(signature));
  return { der, pem: writePem(der, 'X509 CRL') };
}

function extensionsOf(spec: CrlSpec, issuerKeyId: Uint8Array | null): readonly ExtensionSpec[] {
  if (spec.version === 1) return spec.extensions ?? [];
  const { number = 1, authorityKeyId = issuerKeyId, baseNumber, scope } = spec;
  const list: (ExtensionSpec | null)[] = [
    authorityKeyId === null ? null : authorityKeyIdentifier(authorityKeyId),
    number === null ? null : crlNumber(number, spec.numberCritical),
    baseNumber === undefined ? null : { oid: '2.5.29.27', critical: true, value: integer(baseNumber) },
    scope === undefined ? null : issuingScope(scope),
  ];
  return [...list.filter((one) => one !== null), ...(spec.extensions ?? [])];
}

function crlNumber(number: number | bigint, critical = false): ExtensionSpec {
  return { oid: '2.5.29.20', critical, value: integer(number) };
}

function entry(spec: EntrySpec | Uint8Array): Uint8Array {
  if (spec instanceof Uint8Array) return spec;
  const { reason, invalidityDate, certificateIssuer } = spec;
  const list: (ExtensionSpec | null)[] = [
    reason === undefined ? null : { oid: '2.5.29.21', value: element(0x0a, Buffer.from([reason])) },
    invalidityDate === undefined ? null : { oid: '2.5.29.24', value: generalizedTime(invalidityDate) },
    certificateIssuer === undefined
      ? null
      : { oid: '2.5.29.29', critical: true, value: sequence(explicit(4, certificateIssuer)) },
  ];
  const extensions = [...list.filter((one) => one !== null), ...(spec.extensions ?? [])];
  return sequence(
    integer(spec.serial),
    time(spec.at ?? daysFrom(fixedNow, -2)),
    ...(extensions.length === 0 ? [] : [sequence(...extensions.map(extension))]),
  );
}

/** A CRL of many entries with reason codes, for measuring; serial numbers of 16 bytes count up from `first`. */
export function forgeLargeCrl(issuer: Issuer, count: number, spec: CrlSpec = {}): ForgedCrl {
  const reason = sequence(extension({ oid: '2.5.29.21', value: element(0x0a, Buffer.from([1])) }));
  const date = time(daysFrom(fixedNow, -2));
  const entries = Array.from({ length: count }, (_, index) =>
    sequence(integer(largeSerial(index)), date, reason),
  );
  return forgeCrl(issuer, { ...spec, entries });
}

/** Spread over the range, as random ones are. */
export function largeSerial(index: number): Buffer {
  const serial = Buffer.alloc(16, 0x2a);
  serial.writeUInt32BE(Math.imul(index, 2654435761) >>> 0, 4);
  serial.writeUInt32BE(index, 12);
  return serial;
}
