import {
  childrenOf,
  constructedTag,
  contentOf,
  DerError,
  type Element,
  finish,
  primitiveTag,
  type Reader,
  tags,
  take,
  takeAny,
  takeIf,
} from '../../asn1/der.ts';
import { timeOf } from '../../asn1/der-time.ts';
import { oidOf, smallInteger } from '../../asn1/der-values.ts';
import { extensionsIn, type RawExtension } from '../../certificate/structure.ts';
import { revocationReason } from '../revocation-reason.ts';
import { type CertId, type CertIdHash, certIdHashes } from './ocsp-cert-id.ts';
import type { SingleOcspResponse } from './ocsp-response.ts';

const hashesByOid = new Map(
  Object.entries(certIdHashes).map(([hash, oid]) => [oid as string, hash as CertIdHash]),
);

/** SingleResponse (RFC 6960 §4.2.1). Throws `DerError`. */
export function readSingle(element: Element): SingleOcspResponse {
  const fields = childrenOf(element);
  const certId = certIdIn(take(fields, tags.sequence, 'certID'));
  const status = statusOf(takeAny(fields, 'certStatus'));
  const thisUpdate = timeIn(fields, 'thisUpdate');
  const wrapper = takeIf(fields, constructedTag(0), 'nextUpdate');
  const nextUpdate = wrapper === null ? null : timeIn(childrenOf(wrapper), 'nextUpdate');
  const extensions = optionalExtensions(fields, 'singleExtensions');
  finish(fields, 'an answer of the OCSP response');
  return { certId, status, thisUpdate, nextUpdate, extensions };
}

/** `[1] EXPLICIT Extensions`: of the response, or of one answer in it. */
export function optionalExtensions(fields: Reader, what: string): readonly RawExtension[] {
  const wrapper = takeIf(fields, constructedTag(1), what);
  return wrapper === null ? [] : extensionsIn(take(childrenOf(wrapper), tags.sequence, what), []);
}

/** GeneralizedTime, whatever the year: the rule about UTCTime is for certificates and CRLs. */
export function timeIn(fields: Reader, what: string): Date {
  return timeOf(take(fields, tags.generalizedTime, what), what).date;
}

function certIdIn(element: Element): CertId | null {
  const parts = childrenOf(element);
  const algorithm = childrenOf(take(parts, tags.sequence, 'hashAlgorithm'));
  const oid = oidOf(take(algorithm, tags.oid, 'hashAlgorithm'), 'hashAlgorithm');
  const issuerNameHash = contentOf(take(parts, tags.octetString, 'issuerNameHash'));
  const issuerKeyHash = contentOf(take(parts, tags.octetString, 'issuerKeyHash'));
  const serial = contentOf(take(parts, tags.integer, 'serialNumber'));
  finish(parts, 'certID');
  const hash = hashesByOid.get(oid);
  return hash === undefined ? null : { hash, issuerNameHash, issuerKeyHash, serial };
}

function statusOf(choice: Element): SingleOcspResponse['status'] {
  switch (choice.tag) {
    case primitiveTag(0):
      return { kind: 'good' };
    case primitiveTag(2):
      return { kind: 'unknown' };
    case constructedTag(1): {
      const fields = childrenOf(choice);
      const at = timeIn(fields, 'revocationTime');
      const wrapper = takeIf(fields, constructedTag(0), 'revocationReason');
      finish(fields, 'the revocation');
      return { kind: 'revoked', at, reason: wrapper === null ? null : reasonIn(wrapper) };
    }
    default:
      throw new DerError('certStatus is none of good, revoked and unknown', choice.start);
  }
}

function reasonIn(wrapper: Element): ReturnType<typeof revocationReason> {
  const number = take(childrenOf(wrapper), tags.enumerated, 'revocationReason');
  return revocationReason(smallInteger(number, 'revocationReason'));
}
