import { createPublicKey, type KeyObject } from 'node:crypto';
import {
  childrenOf,
  constructedTag,
  DerError,
  type Element,
  isDone,
  readWhole,
  tags,
  take,
  takeAny,
  takeIf,
  wholeOf,
} from '../asn1/der.ts';
import { oidOf, wholeBytes } from '../asn1/der-values.ts';
import { publicKeyFacts } from '../certificate/algorithms.ts';
import type { SubjectAltNames } from '../certificate/certificate.ts';
import type { Fault } from '../certificate/fault.ts';
import { extensionOids } from '../certificate/object-identifiers.ts';
import { alternativeNamesOf } from '../certificate/subject-alt-names.ts';
import { nameOf } from '../names/names-der.ts';
import { verifyBytes } from '../signatures/verify-bytes.ts';
import type { FoundRequest, Placed } from './file-contents.ts';
import { addUnreadable, type Parts } from './parts.ts';

/** extensionRequest of RFC 2985 §5.4.2, and the one of Microsoft's tools. */
const extensionRequests = ['1.2.840.113549.1.9.14', '1.3.6.1.4.1.311.2.1.14'];

export function readRequest(der: Uint8Array, placed: Placed, parts: Parts): void {
  try {
    parts.requests.push({ ...placed, ...factsOf(der) });
  } catch (thrown) {
    if (!(thrown instanceof DerError)) throw thrown;
    addUnreadable('a certificate request', thrown.message, placed, parts);
  }
}

/** RFC 2986 §4. */
function factsOf(der: Uint8Array): Omit<FoundRequest, 'place' | 'alias'> {
  const request = childrenOf(readWhole(der, tags.sequence, 'the request'));
  const info = take(request, tags.sequence, 'certificationRequestInfo');
  const algorithm = take(request, tags.sequence, 'signatureAlgorithm');
  const signature = wholeBytes(take(request, tags.bitString, 'signature'), 'the signature');
  const fields = childrenOf(info);
  const faults: Fault[] = [];
  take(fields, tags.integer, 'version');
  const subject = nameOf(take(fields, tags.sequence, 'subject'), 'the subject', faults);
  const keyInfo = take(fields, tags.sequence, 'subjectPKInfo');
  const attributes = takeIf(fields, constructedTag(0), 'attributes');
  const key = keyOf(wholeOf(keyInfo));
  return {
    subject,
    names: attributes === null ? null : namesIn(attributes, faults),
    publicKey: publicKeyFacts(keyInfo, faults),
    signature: key === null ? 'unusable' : verifyBytes({ bytes: wholeOf(info), algorithm, signature }, key),
    faults,
  };
}

function keyOf(spki: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}

function namesIn(attributes: Element, faults: Fault[]): SubjectAltNames | null {
  const list = childrenOf(attributes);
  while (!isDone(list)) {
    const attribute = childrenOf(take(list, tags.sequence, 'an attribute'));
    const type = oidOf(take(attribute, tags.oid, 'an attribute'), 'an attribute');
    const values = childrenOf(take(attribute, tags.set, 'the values of an attribute'));
    if (!extensionRequests.includes(type) || isDone(values)) continue;
    const value = extensionIn(take(values, tags.sequence, 'the requested extensions'));
    if (value !== null) return alternativeNamesOf(value, 'subjectAltName', faults);
  }
  return null;
}

/** The OCTET STRING of the subjectAltName that is asked for. */
function extensionIn(extensions: Element): Element | null {
  const list = childrenOf(extensions);
  while (!isDone(list)) {
    const parts = childrenOf(take(list, tags.sequence, 'an extension'));
    const oid = oidOf(take(parts, tags.oid, 'extnID'), 'extnID');
    takeIf(parts, tags.boolean, 'critical');
    const value = takeAny(parts, 'extnValue');
    if (oid === extensionOids.subjectAltName) return value;
  }
  return null;
}
