import {
  childrenOf,
  constructedTag,
  contentHex,
  type Element,
  finish,
  primitiveTag,
  readInside,
  tags,
  takeIf,
} from '../asn1/der.ts';
import { type Fault, lint, refuse } from './fault.ts';

const authority = 'RFC 5280 §4.2.1.1';

export type AuthorityKeyParts = {
  readonly keyId: Element | null;
  readonly hasIssuer: boolean;
  readonly hasSerial: boolean;
};

/** Of the SEQUENCE. Throws `DerError`. */
export function authorityKeyPartsOf(sequence: Element): AuthorityKeyParts {
  const parts = childrenOf(sequence);
  const keyId = takeIf(parts, primitiveTag(0), 'keyIdentifier');
  const issuer = takeIf(parts, constructedTag(1), 'authorityCertIssuer');
  const serial = takeIf(parts, primitiveTag(2), 'authorityCertSerialNumber');
  finish(parts, 'authorityKeyIdentifier');
  return { keyId, hasIssuer: issuer !== null, hasSerial: serial !== null };
}

/** keyIdentifier, hexadecimal; null when only issuer and serial number are given. Throws `DerError`. */
export function authorityKeyIdOf(value: Element, faults: Fault[]): string | null {
  const sequence = readInside(value, tags.sequence, 'authorityKeyIdentifier');
  const { keyId, hasIssuer, hasSerial } = authorityKeyPartsOf(sequence);
  if (hasIssuer !== hasSerial) {
    const text = 'authorityKeyIdentifier has an issuer or a serial number without the other';
    refuse(faults, 'authority-key-id-pair', text, authority, value.start);
  }
  if (keyId === null) {
    const text = 'authorityKeyIdentifier has no keyIdentifier';
    lint(faults, 'authority-key-id-without-key-id', text, authority, value.start);
    return null;
  }
  judgeLength(keyId, 'authorityKeyIdentifier', authority, faults);
  return contentHex(keyId);
}

/** Hexadecimal. Throws `DerError`. */
export function subjectKeyIdOf(value: Element, faults: Fault[]): string {
  const keyId = readInside(value, tags.octetString, 'subjectKeyIdentifier');
  judgeLength(keyId, 'subjectKeyIdentifier', 'RFC 5280 §4.2.1.2', faults);
  return contentHex(keyId);
}

/** Any length is legal; nothing and more than any hash has are mistakes. */
function judgeLength({ body, end, start }: Element, what: string, citation: string, faults: Fault[]): void {
  const length = end - body;
  if (length > 0 && length <= 64) return;
  const text =
    length === 0
      ? `the key identifier of ${what} is empty`
      : `the key identifier of ${what} has ${length} bytes`;
  lint(faults, 'key-id-length', text, citation, start);
}
