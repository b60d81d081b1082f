import { domainToASCII } from 'node:url';
import {
  childrenOf,
  constructedTag,
  contentOf,
  DerError,
  type Element,
  isDone,
  readWhole,
  tags,
  take,
  takeAny,
} from '../asn1/der.ts';
import { textOf } from '../asn1/der-text.ts';
import { oidOf } from '../asn1/der-values.ts';
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
    while (!isDone(list)) {
      const element = takeAny(list, 'a name');
      found.push(generalNameOf(element, 'a name'), ...mailboxIn(element));
    }
    return found;
  }
  // RFC 5280 §4.2.1.10: without a SAN the address in the subject is what is constrained.
  for (const { oid, text } of attributesOf(subject, 'the subject').flat()) {
    if (oid === emailAddress && text !== null) found.push({ kind: 'email', value: text });
  }
  return found;
}

const smtpUtf8Mailbox = '1.3.6.1.5.5.7.8.9';
const utf8String = 0x0c;

/**
 * RFC 9598 §6: what is asked of the hosts of mailboxes holds for an SmtpUTF8Mailbox, too, its domain in A-labels. A
 * single mailbox that is constrained is another one: that form has no letters outside ASCII.
 */
function mailboxIn(element: Element): ConstrainedNames {
  if (element.tag !== constructedTag(0)) return [];
  const parts = childrenOf(element);
  if (oidOf(take(parts, tags.oid, 'an otherName'), 'an otherName') !== smtpUtf8Mailbox) return [];
  const value = childrenOf(take(parts, constructedTag(0), 'a mailbox'));
  const text = textOf(take(value, utf8String, 'a mailbox'))?.text ?? '';
  const at = text.lastIndexOf('@');
  const host = domainToASCII(text.slice(at + 1));
  return [{ kind: 'email', value: `${encodeURIComponent(text.slice(0, Math.max(0, at)))}@${host}` }];
}

function orMalformed<Value>(read: () => Value): Value | 'malformed' {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof DerError) return 'malformed';
    throw thrown;
  }
}
