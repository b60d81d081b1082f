import {
  childrenOf,
  constructedTag,
  contentOf,
  DerError,
  type Element,
  finish,
  isDone,
  type Reader,
  readWhole,
  tags,
  take,
  takeAny,
  takeIf,
  wholeOf,
} from '../../asn1/der.ts';
import { oidOf, smallInteger, wholeBytes } from '../../asn1/der-values.ts';
import { type BasicOcspResponse, type OcspResponse, responderErrors } from './ocsp-response.ts';
import { optionalExtensions, readSingle, timeIn } from './ocsp-single.ts';

const basicType = '1.3.6.1.5.5.7.48.1.1';

/** Far more than any responder sends, far less than would hurt. */
const mostResponses = 1000;
const mostCertificates = 20;

/** Reads one OCSPResponse in DER (RFC 6960 §4.2.1). Never throws: what cannot be read is `malformed`, with the place. */
export function readOcspResponse(der: Uint8Array): OcspResponse {
  try {
    return responseOf(der);
  } catch (thrown) {
    if (thrown instanceof DerError) return { kind: 'malformed', problem: thrown.message };
    throw thrown;
  }
}

function responseOf(der: Uint8Array): OcspResponse {
  const parts = childrenOf(readWhole(der, tags.sequence, 'the OCSP response'));
  const status = smallInteger(take(parts, tags.enumerated, 'responseStatus'), 'responseStatus');
  const wrapper = takeIf(parts, constructedTag(0), 'responseBytes');
  finish(parts, 'the OCSP response');
  if (status !== 0) {
    const known = responderErrors[status as keyof typeof responderErrors];
    if (known === undefined) throw new DerError(`response status ${status} does not exist`, 0);
    return { kind: 'error', status: known };
  }
  if (wrapper === null) throw new DerError('a successful response without content', 0);
  const content = childrenOf(take(childrenOf(wrapper), tags.sequence, 'responseBytes'));
  const type = oidOf(take(content, tags.oid, 'responseType'), 'responseType');
  const response = take(content, tags.octetString, 'response');
  if (type !== basicType) return { kind: 'other-type', type };
  return { kind: 'basic', basic: basicOf(contentOf(response)) };
}

function basicOf(der: Uint8Array): BasicOcspResponse {
  const parts = childrenOf(readWhole(der, tags.sequence, 'the basic response'));
  const data = take(parts, tags.sequence, 'tbsResponseData');
  const algorithm = take(parts, tags.sequence, 'signatureAlgorithm');
  const signature = wholeBytes(take(parts, tags.bitString, 'signature'), 'signature');
  const wrapper = takeIf(parts, constructedTag(0), 'certs');
  finish(parts, 'the basic response');
  const certificates = wrapper === null ? [] : listIn(wrapper, mostCertificates, 'certs').map(wholeOf);
  return { signed: { bytes: wholeOf(data), algorithm, signature }, certificates, ...dataOf(data) };
}

function dataOf(data: Element): Omit<BasicOcspResponse, 'signed' | 'certificates'> {
  const fields = childrenOf(data);
  const version = takeIf(fields, constructedTag(0), 'version');
  if (version !== null && smallInteger(take(childrenOf(version), tags.integer, 'version'), 'version') !== 0) {
    throw new DerError('this version of OCSP does not exist', version.start);
  }
  const responder = responderOf(takeAny(fields, 'responderID'));
  const producedAt = timeIn(fields, 'producedAt');
  const list = take(fields, tags.sequence, 'responses');
  const responses = elementsOf(childrenOf(list), mostResponses, 'responses').map(readSingle);
  const extensions = optionalExtensions(fields, 'responseExtensions');
  finish(fields, 'tbsResponseData');
  return { responder, producedAt, responses, extensions };
}

function responderOf(choice: Element): BasicOcspResponse['responder'] {
  const inside = childrenOf(choice);
  if (choice.tag === constructedTag(1)) {
    return { by: 'name', name: take(inside, tags.sequence, 'the name of the responder') };
  }
  if (choice.tag === constructedTag(2)) {
    return { by: 'key', keyHash: contentOf(take(inside, tags.octetString, 'the key of the responder')) };
  }
  throw new DerError('responderID is neither a name nor a key', choice.start);
}

function listIn(wrapper: Element, most: number, what: string): readonly Element[] {
  return elementsOf(childrenOf(take(childrenOf(wrapper), tags.sequence, what)), most, what);
}

function elementsOf(list: Reader, most: number, what: string): readonly Element[] {
  const elements: Element[] = [];
  while (!isDone(list)) {
    if (elements.length >= most) throw new DerError(`over ${most} ${what}`, list.at);
    elements.push(take(list, tags.sequence, what));
  }
  return elements;
}
