import {
  childrenOf,
  constructedTag,
  DerError,
  type Element,
  finish,
  isDone,
  primitiveTag,
  type Reader,
  readWhole,
  tags,
  take,
  takeAny,
  takeIf,
  wholeOf,
} from '../asn1/der.ts';
import { booleanOf, oidOf, smallInteger, wholeBytes } from '../asn1/der-values.ts';
import { type Fault, lint, refuse } from './fault.ts';

/** Where the parts of a certificate stand in its bytes (RFC 5280 §4.1). */
export type CertificateStructure = {
  /** What the signature is over, as it was written. */
  readonly tbs: Uint8Array;
  readonly version: number;
  readonly serial: Element;
  readonly innerAlgorithm: Element;
  readonly issuer: Element;
  readonly notBefore: Element;
  readonly notAfter: Element;
  readonly subject: Element;
  readonly publicKeyInfo: Element;
  readonly extensions: readonly RawExtension[];
  readonly outerAlgorithm: Element;
  readonly signature: Uint8Array;
};

export type RawExtension = {
  /** Dotted OID. */
  readonly oid: string;
  readonly critical: boolean;
  /** The OCTET STRING around its DER. */
  readonly value: Element;
};

const mostExtensions = 200;

/** Throws `DerError` when the skeleton itself is broken; faults that leave it readable go to `faults`. */
export function readStructure(der: Uint8Array, faults: Fault[]): CertificateStructure {
  const certificate = childrenOf(readWhole(der, tags.sequence, 'the certificate'));
  const tbs = take(certificate, tags.sequence, 'tbsCertificate');
  const outerAlgorithm = take(certificate, tags.sequence, 'signatureAlgorithm');
  const signature = wholeBytes(take(certificate, tags.bitString, 'signatureValue'), 'signatureValue');
  finish(certificate, 'the signature');

  const fields = childrenOf(tbs);
  const version = readVersion(fields, faults);
  const serial = take(fields, tags.integer, 'serialNumber');
  const innerAlgorithm = take(fields, tags.sequence, 'signature');
  const issuer = take(fields, tags.sequence, 'issuer');
  const validity = childrenOf(take(fields, tags.sequence, 'validity'));
  const notBefore = takeAny(validity, 'notBefore');
  const notAfter = takeAny(validity, 'notAfter');
  finish(validity, 'validity');
  const subject = take(fields, tags.sequence, 'subject');
  const publicKeyInfo = take(fields, tags.sequence, 'subjectPublicKeyInfo');
  for (const [number, name] of uniqueIdentifiers) {
    if (takeIf(fields, primitiveTag(number), name) !== null && version === 1) {
      refuse(faults, 'version-too-low', `${name} stands in a version 1 certificate`, 'RFC 5280 §4.1.2.8');
    }
  }
  const extensions = readExtensions(fields, version, faults);
  finish(fields, 'tbsCertificate');
  return {
    tbs: wholeOf(tbs),
    version,
    serial,
    innerAlgorithm,
    issuer,
    notBefore,
    notAfter,
    subject,
    publicKeyInfo,
    extensions,
    outerAlgorithm,
    signature,
  };
}

const uniqueIdentifiers = [
  [1, 'issuerUniqueID'],
  [2, 'subjectUniqueID'],
] as const;

function readVersion(fields: Reader, faults: Fault[]): number {
  const wrapper = takeIf(fields, constructedTag(0), 'version');
  if (wrapper === null) return 1;
  const inside = childrenOf(wrapper);
  const version = smallInteger(take(inside, tags.integer, 'version'), 'version') + 1;
  finish(inside, 'version');
  if (version > 3) throw new DerError(`version ${version} does not exist`, wrapper.start);
  if (version === 1) lint(faults, 'default-written', 'version writes out its default value', 'X.690 §11.5');
  return version;
}

function readExtensions(fields: Reader, version: number, faults: Fault[]): readonly RawExtension[] {
  const wrapper = takeIf(fields, constructedTag(3), 'extensions');
  if (wrapper === null) return [];
  const inside = childrenOf(wrapper);
  const list = take(inside, tags.sequence, 'extensions');
  finish(inside, 'extensions');
  if (version !== 3)
    refuse(
      faults,
      'version-too-low',
      `extensions stand in a version ${version} certificate`,
      'RFC 5280 §4.1.2.9',
    );
  return extensionsIn(list, faults);
}

/** A list of extensions, wherever it stands: certificates, CRLs and their entries, OCSP. Throws `DerError`. */
export function extensionsIn(sequence: Element, faults: Fault[]): readonly RawExtension[] {
  const list = childrenOf(sequence);
  if (isDone(list)) refuse(faults, 'extensions-empty', 'the list of extensions is empty', 'RFC 5280 §4.1');
  const extensions: RawExtension[] = [];
  while (!isDone(list)) {
    if (extensions.length >= mostExtensions) throw new DerError('over 200 extensions', list.at);
    extensions.push(readExtension(take(list, tags.sequence, 'an extension'), faults));
  }
  return extensions;
}

export function readExtension(element: Element, faults: Fault[]): RawExtension {
  const parts = childrenOf(element);
  const oid = oidOf(take(parts, tags.oid, 'extnID'), 'extnID');
  const flag = takeIf(parts, tags.boolean, 'critical');
  const critical = flag !== null && booleanOf(flag, 'critical');
  if (flag !== null && !critical) {
    lint(faults, 'default-written', `extension ${oid} writes out "critical: false"`, 'X.690 §11.5');
  }
  const value = take(parts, tags.octetString, 'extnValue');
  finish(parts, `extension ${oid}`);
  return { oid, critical, value };
}
