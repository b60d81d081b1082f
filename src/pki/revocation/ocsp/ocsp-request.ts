import { sequence } from '../../asn1/der-writer.ts';
import type { Certificate } from '../../certificate/certificate.ts';
import { type CertIdHash, certIdOf, encodeCertId } from './ocsp-cert-id.ts';

/**
 * DER of an OCSPRequest for one certificate, without nonce or signature, so that a responder's cache can answer
 * (RFC 5019 §2.1). SHA-1 names the certificate, it protects nothing: responders are bound to know that one only.
 */
export function ocspRequest(
  certificate: Certificate,
  issuer: Certificate,
  hash: CertIdHash = 'sha1',
): Uint8Array {
  const request = sequence(encodeCertId(certIdOf(certificate, issuer, hash)));
  const requestList = sequence(request);
  const toBeSigned = sequence(requestList);
  return sequence(toBeSigned);
}

/** RFC 5019 §5: the whole URL, scheme and all. */
const longestGetUrl = 255;

/** The URL to GET (RFC 6960 appendix A.1), or null when the request has to be a POST. */
export function ocspGetUrl(responder: string, request: Uint8Array): string | null {
  // Behind a query the request would not be the path any more.
  if (responder.length > longestGetUrl || /[?#]/.test(responder)) return null;
  const path = encodeURIComponent(Buffer.from(request).toString('base64'));
  const url = `${responder.replace(/\/+$/, '')}/${path}`;
  return url.length <= longestGetUrl ? url : null;
}
