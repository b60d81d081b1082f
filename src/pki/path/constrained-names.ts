import { childrenOf, contentOf, DerError, isDone, readWhole, tags, takeAny } from '../asn1/der.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { extensionValue, structureOf } from '../certificate/extension-value.ts';
import { extensionOids } from '../certificate/object-identifiers.ts';
import { attributesOf, type GeneralName, generalNameOf } from '../names/names-der.ts';
import { type NameConstraints, nameConstraintsOf } from './name-constraints-der.ts';

/** What a CA's name constraints are held against: all names of the subject (RFC 5280 §6.1.3 b and c). */
export type ConstrainedNames = readonly GeneralName[];

const emailAddress = '1.2.840.113549.1.9.1';

const constraints = new WeakMap<Certificate, NameConstraints | 'malformed' | null>();
const names = new WeakMap<Certificate, ConstrainedNames | 'malformed'>();

/** Null: the certificate constrains nothing. */
export function constraintsOf(certificate: Certificate): NameConstraints | 'malformed' | null {
  const known = constraints.get(certificate);
  if (known !== undefined) return known;
  const read = orMalformed(() => {
    const found = extensionValue(certificate, extensionOids.nameConstraints);
    return found === null ? null : nameConstraintsOf(found);
  });
  constraints.set(certificate, read);
  return read;
}

export function constrainedNamesOf(certificate: Certificate): ConstrainedNames | 'malformed' {
  const known = names.get(certificate);
  if (known !== undefined) return known;
  const read = orMalformed(() => readNames(certificate));
  names.set(certificate, read);
  return read;
}

function readNames(certificate: Certificate): ConstrainedNames {
  const found: GeneralName[] = [];
  const { subject } = structureOf(certificate);
  if (contentOf(subject).length > 0) found.push({ kind: 'directory', value: subject });
  const alternatives = extensionValue(certificate, extensionOids.subjectAltName);
  if (alternatives !== null) {
    const list = childrenOf(readWhole(alternatives, tags.sequence, 'subjectAltName'));
    while (!isDone(list)) found.push(generalNameOf(takeAny(list, 'a name'), 'a name'));
    return found;
  }
  // RFC 5280 §4.2.1.10: without a SAN the address in the subject is what is constrained.
  for (const { oid, text } of attributesOf(subject, 'the subject').flat()) {
    if (oid === emailAddress && text !== null) found.push({ kind: 'email', value: text });
  }
  return found;
}

function orMalformed<Value>(read: () => Value): Value | 'malformed' {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof DerError) return 'malformed';
    throw thrown;
  }
}
