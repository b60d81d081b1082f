import {
  childrenOf,
  constructedTag,
  type Element,
  finish,
  isDone,
  primitiveTag,
  type Reader,
  readFirst,
  tags,
  take,
  takeAny,
  takeIf,
  wholeOf,
} from '../asn1/der.ts';
import { checkWholeBytes, smallInteger } from '../asn1/der-values.ts';
import { type RawExtension, readRawExtensions } from './extension-list.ts';
import { type Fault, lint, refuse } from './fault.ts';
import { noteBroken, readOr } from './recovering.ts';

export { extensionsIn, type RawExtension, readExtension } from './extension-list.ts';

/** Where the parts of a certificate stand in its bytes (RFC 5280 §4.1). */
export type CertificateStructure = {
  /** The input without what may have followed. */
  readonly whole: Uint8Array;
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
  /** Dotted OIDs of extensions that stand there and cannot be read; null where not even that can. */
  readonly lost: readonly (string | null)[];
  readonly outerAlgorithm: Element;
  readonly signature: Uint8Array;
};

/** The same before any view is made of what was signed and of the signature. */
export type Skeleton = Omit<CertificateStructure, 'tbs' | 'signature'> & {
  readonly tbs: Element;
  readonly signature: Element;
};

/** Throws `DerError` where `readSkeleton` does. */
export function readStructure(der: Uint8Array, faults: Fault[]): CertificateStructure {
  const skeleton = readSkeleton(der, faults);
  const { bytes, body, end } = skeleton.signature;
  // Past the count of unused bits, of which a signature has none.
  return { ...skeleton, tbs: wholeOf(skeleton.tbs), signature: bytes.subarray(Math.min(body + 1, end), end) };
}

/**
 * Throws `DerError` when the skeleton is broken: the three parts of the outermost sequence, or the fields up to the
 * public key do not stand there. Everything else that is wrong goes to `faults`.
 */
export function readSkeleton(der: Uint8Array, faults: Fault[]): Skeleton {
  const whole = outermost(der, faults);
  const certificate = childrenOf(whole);
  const tbs = take(certificate, tags.sequence, 'tbsCertificate');
  const outerAlgorithm = take(certificate, tags.sequence, 'signatureAlgorithm');
  const signature = take(certificate, tags.bitString, 'signatureValue');
  // Whoever verifies it finds it bad; everything that was signed can still be told.
  readOr(
    null,
    () => checkWholeBytes(signature, 'signatureValue'),
    faults,
    'signature-bits',
    'RFC 5280 §4.1.1.3',
  );
  finish(certificate, 'the signature');

  const fields = childrenOf(tbs);
  const version = readVersion(fields, faults);
  const serial = takeField(fields, tags.integer, 'serialNumber', faults);
  const innerAlgorithm = takeField(fields, tags.sequence, 'signature', faults);
  const issuer = takeField(fields, tags.sequence, 'issuer', faults);
  const [notBefore, notAfter] = readValidity(takeField(fields, tags.sequence, 'validity', faults), faults);
  const subject = takeField(fields, tags.sequence, 'subject', faults);
  const publicKeyInfo = takeField(fields, tags.sequence, 'subjectPublicKeyInfo', faults);
  const list = readTail(fields, version, faults);
  return {
    whole: whole.end === der.length ? der : der.subarray(0, whole.end),
    tbs,
    version,
    serial,
    innerAlgorithm,
    issuer,
    notBefore,
    notAfter,
    subject,
    publicKeyInfo,
    extensions: list.extensions,
    lost: list.lost,
    outerAlgorithm,
    signature,
  };
}

const citation = 'RFC 5280 §4.1';

/** Bytes after the certificate do not keep it from being read. */
function outermost(der: Uint8Array, faults: Fault[]): Element {
  const certificate = readFirst(der, tags.sequence, 'the certificate');
  const left = der.length - certificate.end;
  if (left > 0) {
    const text = `${left} ${left === 1 ? 'byte' : 'bytes'} too many after the certificate`;
    refuse(faults, 'trailing-bytes', text, citation, certificate.end);
  }
  return certificate;
}

/** A field of the wrong type is taken as it is, for what reads it to make of it what it can. */
function takeField(fields: Reader, tag: number, what: string, faults: Fault[]): Element {
  const field = takeAny(fields, what);
  if (field.tag !== tag) {
    const found = `0x${field.tag.toString(16).padStart(2, '0')}`;
    refuse(faults, 'field-type', `${what} is of the wrong type (tag ${found})`, citation, field.start);
  }
  return field;
}

function readVersion(fields: Reader, faults: Fault[]): number {
  const wrapper = takeIf(fields, constructedTag(0), 'version');
  if (wrapper === null) return 1;
  const version = readOr(0, () => versionIn(wrapper), faults, 'version-malformed', 'RFC 5280 §4.1.2.1');
  if (version > 3) {
    const text = `version ${version} does not exist`;
    refuse(faults, 'version-unknown', text, 'RFC 5280 §4.1.2.1', wrapper.start);
  }
  if (version === 1) {
    lint(faults, 'default-written', 'version writes out its default value', 'X.690 §11.5', wrapper.start);
  }
  return version;
}

function versionIn(wrapper: Element): number {
  const inside = childrenOf(wrapper);
  const version = smallInteger(take(inside, tags.integer, 'version'), 'version') + 1;
  finish(inside, 'version');
  return version;
}

/** Elements that hold nothing stand for dates that are not there. */
function readValidity(validity: Element, faults: Fault[]): readonly [Element, Element] {
  const nothing: Element = { ...validity, tag: 0, start: validity.end, body: validity.end };
  const found: Element[] = [];
  try {
    const dates = childrenOf(validity);
    found.push(takeAny(dates, 'notBefore'), takeAny(dates, 'notAfter'));
    finish(dates, 'validity');
  } catch (thrown) {
    noteBroken(thrown, faults, 'validity-malformed', 'RFC 5280 §4.1.2.5');
  }
  return [found[0] ?? nothing, found[1] ?? nothing];
}

const uniqueIdentifiers = [
  [1, 'issuerUniqueID'],
  [2, 'subjectUniqueID'],
] as const;

type ExtensionList = Pick<CertificateStructure, 'extensions' | 'lost'>;

/** What may follow the public key. */
function readTail(fields: Reader, version: number, faults: Fault[]): ExtensionList {
  try {
    for (const [number, name] of uniqueIdentifiers)
      readUniqueIdentifier(fields, number, name, version, faults);
    const wrapper = takeIf(fields, constructedTag(3), 'extensions');
    if (!isDone(fields)) {
      const text = 'tbsCertificate goes on after its last field';
      refuse(faults, 'field-unknown', text, citation, fields.at);
    }
    if (wrapper === null) return { extensions: [], lost: isDone(fields) ? [] : [null] };
    return readRawExtensions(wrapper, version, faults);
  } catch (thrown) {
    noteBroken(thrown, faults, 'extensions-malformed', 'RFC 5280 §4.1.2.9');
    return { extensions: [], lost: [null] };
  }
}

function readUniqueIdentifier(
  fields: Reader,
  number: number,
  name: string,
  version: number,
  faults: Fault[],
): void {
  const identifier = takeIf(fields, primitiveTag(number), name);
  if (identifier === null) return;
  const source = 'RFC 5280 §4.1.2.8';
  lint(faults, 'unique-identifier', `${name} is there, which no CA may write`, source, identifier.start);
  if (version === 1) {
    refuse(faults, 'version-too-low', `${name} stands in a version 1 certificate`, source, identifier.start);
  }
}
