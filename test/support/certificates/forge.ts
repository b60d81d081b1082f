/**
 * Forges any certificate, valid or broken, with its key:
 *
 *     const root = forgeRoot();
 *     const intermediate = forgeIntermediate(root, { pathLength: 0 });
 *     const leaf = forgeLeaf(intermediate, { dns: ['site.test'], notAfter: daysFrom(fixedNow, -1) });
 *
 * Everything has a sound default; naming a property makes it so, and null leaves the part out. Dates are relative
 * to `fixedNow`, or to `now` where a test runs against the real clock. Whole chains for each fault: scenarios.ts.
 */
import { createHash, createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { writePem } from '../../../src/pki/files/pem/pem.ts';
import { bitString, explicit, integer, sequence, time } from './der-writer.ts';
import {
  authorityInformation,
  authorityKeyIdentifier,
  basicConstraints,
  certificatePolicies,
  crlDistributionPoints,
  type ExtensionSpec,
  embeddedScts,
  extendedKeyUsage,
  extension,
  type KeyUsage,
  keyUsage,
  mustStaple,
  type NameConstraintsSpec,
  nameConstraints,
  subjectAltName,
  subjectKeyIdentifier,
  unknownExtension,
} from './extensions.ts';
import { type KeyKind, makeKey } from './keys.ts';
import { distinguishedName, type GeneralNameSpec, type NameSpec } from './names.ts';
import { type HashName, type Padding, signatureAlgorithm, signatureOf } from './signing.ts';

/** The clock of all tests that do not say otherwise. */
export const fixedNow = new Date('2026-06-15T12:00:00Z');

export type CertificateSpec = {
  readonly now?: Date;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly subject?: NameSpec;
  /** The issuer field, when it shall not be the issuer's real subject. */
  readonly issuerName?: NameSpec;
  /** A kind, or a private key to use again. */
  readonly key?: KeyKind | KeyObject;
  /** Of the signature; ignored by Ed25519 and Ed448. */
  readonly hash?: HashName;
  readonly padding?: Padding;
  /** True: one bit of the signature is flipped. */
  readonly badSignature?: boolean;
  readonly version?: 1 | 2 | 3;
  /** Bytes are taken as they are. */
  readonly serial?: number | bigint | Uint8Array;
  readonly dns?: readonly string[];
  readonly ip?: readonly string[];
  /** Further GeneralNames, see `generalName`. */
  readonly names?: readonly GeneralNameSpec[];
  readonly sanCritical?: boolean;
  /** Null: no basicConstraints at all. */
  readonly ca?: boolean | null;
  readonly pathLength?: number | null;
  readonly keyUsage?: readonly KeyUsage[] | null;
  readonly extendedKeyUsage?: readonly string[] | null;
  readonly subjectKeyId?: Uint8Array | null;
  readonly authorityKeyId?: Uint8Array | null;
  readonly nameConstraints?: NameConstraintsSpec;
  readonly policies?: readonly string[];
  readonly caIssuers?: readonly string[];
  readonly ocsp?: readonly string[];
  readonly crl?: readonly string[];
  readonly mustStaple?: boolean;
  readonly scts?: number;
  readonly unknownExtension?: 'critical' | 'plain';
  readonly extensions?: readonly ExtensionSpec[];
};

export type Forged = {
  readonly der: Buffer;
  readonly pem: string;
  /** Private. */
  readonly key: KeyObject;
  readonly keyPem: string;
  /** DER of the subject Name. */
  readonly subject: Buffer;
  readonly subjectKeyId: Uint8Array | null;
  readonly fingerprint256: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
};

export type Issuer = Pick<Forged, 'key' | 'subject' | 'subjectKeyId'>;

export function forgeRoot(spec: CertificateSpec = {}): Forged {
  const kind = 'root';
  return forge(null, kind, {
    ...authorityDefaults,
    subject: 'Test Root CA',
    ...years(spec, -5, 15),
    ...spec,
  });
}

export function forgeIntermediate(issuer: Issuer, spec: CertificateSpec = {}): Forged {
  const subject = 'Test Intermediate CA';
  return forge(issuer, 'intermediate', { ...authorityDefaults, subject, ...years(spec, -1, 4), ...spec });
}

/** A 90-day server certificate for `site.test`, 30 days old; the CN is its first name. */
export function forgeLeaf(issuer: Issuer | null, spec: CertificateSpec = {}): Forged {
  const now = spec.now ?? fixedNow;
  const dns = spec.dns ?? (spec.ip === undefined && spec.names === undefined ? ['site.test'] : []);
  const filled: CertificateSpec = {
    subject: dns[0] ?? spec.ip?.[0] ?? 'Test leaf',
    notBefore: daysFrom(now, -30),
    notAfter: daysFrom(now, 60),
    ca: false,
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: ['serverAuth'],
    scts: 2,
    ...spec,
    dns,
  };
  return forge(issuer, 'leaf', filled);
}

export function daysFrom(date: Date, days: number): Date {
  return new Date(date.getTime() + days * 86_400_000);
}

const authorityDefaults: CertificateSpec = { ca: true, keyUsage: ['keyCertSign', 'cRLSign'] };

function years(
  spec: CertificateSpec,
  from: number,
  to: number,
): Pick<CertificateSpec, 'notBefore' | 'notAfter'> {
  const now = spec.now ?? fixedNow;
  return { notBefore: daysFrom(now, from * 365), notAfter: daysFrom(now, to * 365) };
}

/** Without an issuer the certificate signs itself. */
function forge(issuer: Issuer | null, role: string, spec: CertificateSpec): Forged {
  const { notBefore = fixedNow, notAfter = fixedNow, hash = 'sha256', padding = 'pkcs1', version = 3 } = spec;
  const key = typeof spec.key === 'object' ? spec.key : makeKey(spec.key ?? 'p256', role);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const subject = distinguishedName(spec.subject ?? null);
  const subjectKeyId = spec.subjectKeyId === undefined ? keyIdOf(publicKey) : spec.subjectKeyId;
  const signer = issuer ?? { key, subject, subjectKeyId: null };
  const algorithm = signatureAlgorithm(signer.key, hash, padding);
  const extensions = extensionsOf(spec, subjectKeyId, signer.subjectKeyId).map(extension);
  const tbs = sequence(
    ...(version === 1 ? [] : [explicit(0, integer(version - 1))]),
    integer(spec.serial ?? Buffer.concat([Buffer.from([0x2a]), randomBytes(15)])),
    algorithm,
    spec.issuerName === undefined ? signer.subject : distinguishedName(spec.issuerName),
    sequence(time(notBefore), time(notAfter)),
    subject,
    publicKey,
    ...(extensions.length === 0 || version !== 3 ? [] : [explicit(3, sequence(...extensions))]),
  );
  const signature = signatureOf(tbs, signer.key, hash, padding);
  if (spec.badSignature === true) flipLastBit(signature);
  const der = sequence(tbs, algorithm, bitString(signature));
  const keyPem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const fingerprint256 = createHash('sha256').update(der).digest('hex');
  const validity = { notBefore, notAfter };
  return { der, pem: writePem(der), key, keyPem, subject, subjectKeyId, fingerprint256, ...validity };
}

function extensionsOf(
  spec: CertificateSpec,
  subjectKeyId: Uint8Array | null,
  issuerKeyId: Uint8Array | null,
): readonly ExtensionSpec[] {
  const { dns = [], ip = [], names = [], caIssuers = [], ocsp = [], crl = [], ca = null } = spec;
  const authorityKeyId = spec.authorityKeyId === undefined ? issuerKeyId : spec.authorityKeyId;
  const alternatives = [
    ...dns.map((name) => `dns:${name}`),
    ...ip.map((address) => `ip:${address}`),
    ...names,
  ];
  const list: (ExtensionSpec | null)[] = [
    ca === null ? null : basicConstraints(ca, spec.pathLength ?? null),
    spec.keyUsage == null ? null : keyUsage(spec.keyUsage),
    spec.extendedKeyUsage == null ? null : extendedKeyUsage(spec.extendedKeyUsage),
    subjectKeyId === null ? null : subjectKeyIdentifier(subjectKeyId),
    authorityKeyId === null ? null : authorityKeyIdentifier(authorityKeyId),
    alternatives.length === 0 ? null : subjectAltName(alternatives, spec.sanCritical),
    spec.nameConstraints === undefined ? null : nameConstraints(spec.nameConstraints),
    spec.policies === undefined ? null : certificatePolicies(spec.policies),
    caIssuers.length + ocsp.length === 0 ? null : authorityInformation(caIssuers, ocsp),
    crl.length === 0 ? null : crlDistributionPoints(crl),
    spec.mustStaple === true ? mustStaple() : null,
    spec.scts === undefined || spec.scts === 0 ? null : embeddedScts(spec.scts),
    spec.unknownExtension === undefined ? null : unknownExtension(spec.unknownExtension === 'critical'),
  ];
  return [...list.filter((one) => one !== null), ...(spec.extensions ?? [])];
}

/** Any value unique to the key will do (RFC 5280 §4.2.1.2). */
function keyIdOf(publicKey: Buffer): Buffer {
  return createHash('sha1').update(publicKey).digest();
}

function flipLastBit(bytes: Buffer): void {
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] ?? 0) ^ 1;
}
