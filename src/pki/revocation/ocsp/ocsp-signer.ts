import { type Element, wholeHex } from '../../asn1/der.ts';
import { signatureFacts } from '../../certificate/algorithms.ts';
import type { Certificate } from '../../certificate/certificate.ts';
import { extensionValue } from '../../certificate/extension-value.ts';
import { parseCertificate } from '../../certificate/parse-certificate.ts';
import { nameKey } from '../../names/name-key.ts';
import { nameOf } from '../../names/names-der.ts';
import { isOver } from '../../path/path-rules.ts';
import { verifyBytes } from '../../signatures/verify-bytes.ts';
import { isSignedBy, publicKeyOf } from '../../signatures/verify-signature.ts';
import type { OcspFailure, OcspSigner, Unauthorized } from './ocsp-answer.ts';
import { keyHashOf, same } from './ocsp-cert-id.ts';
import type { BasicOcspResponse } from './ocsp-response.ts';

type Found = { readonly signer: OcspSigner } | { readonly failure: OcspFailure };

/**
 * Who signed a response, and by what right: the issuer itself, or a responder whose certificate the issuer signed
 * directly for OCSP (RFC 6960 §4.2.2.2). A responder trusted locally is not known here.
 */
export function ocspSigner(basic: BasicOcspResponse, issuer: Certificate, now: Date): Found {
  const named = candidates(basic, issuer).filter((candidate) => isNamed(basic, candidate));
  const failures: OcspFailure[] = [];
  for (const candidate of named) {
    const failure = signatureFailure(basic, candidate);
    if (failure !== null) {
      failures.push(failure);
      continue;
    }
    if (candidate.publicKey.spki256 === issuer.publicKey.spki256) return { signer: { kind: 'issuer' } };
    const because = unauthorized(candidate, issuer, now);
    if (because === null) {
      return { signer: { kind: 'delegated', certificate: candidate, noCheck: hasNoCheck(candidate) } };
    }
    failures.unshift({ kind: 'unauthorized-responder', responder: candidate.subject.text, because });
  }
  const [worst] = failures;
  if (worst !== undefined) return { failure: worst };
  const responder = responderText(basic);
  return { failure: { kind: 'unauthorized-responder', responder, because: 'no-certificate' } };
}

/** The issuer first: its certificate need not be sent along, and another of the same key is as good. */
function candidates(basic: BasicOcspResponse, issuer: Certificate): readonly Certificate[] {
  const sent = basic.certificates.flatMap((der) => {
    const read = parseCertificate(der);
    return 'unreadable' in read ? [] : [read];
  });
  return [issuer, ...sent];
}

function isNamed({ responder }: BasicOcspResponse, certificate: Certificate): boolean {
  if (responder.by === 'key') return same(responder.keyHash, keyHashOf(certificate));
  return nameKey(wholeHex(responder.name)) === nameKey(certificate.subject.raw);
}

function signatureFailure({ signed }: BasicOcspResponse, signer: Certificate): OcspFailure | null {
  const { algorithm, hash } = signatureFacts(signed.algorithm);
  if (hash === 'md5' || hash === 'md2') return { kind: 'unusable-signature', algorithm };
  const key = publicKeyOf(signer);
  const verdict = key === null ? 'unusable' : verifyBytes(signed, key);
  switch (verdict) {
    case 'valid':
      return null;
    case 'invalid':
      return { kind: 'bad-signature', responder: signer.subject.text };
    case 'unusable':
      return { kind: 'unusable-signature', algorithm };
  }
}

const noCheck = '1.3.6.1.5.5.7.48.1.5';

function unauthorized(responder: Certificate, issuer: Certificate, now: Date): Unauthorized | null {
  if (nameKey(responder.issuer.raw) !== nameKey(issuer.subject.raw) || !isSignedBy(responder, issuer)) {
    return 'not-issued-by-the-issuer';
  }
  // anyExtendedKeyUsage is not enough: the right to speak for the issuer is given by name.
  if (responder.extendedKeyUsage?.includes('OCSPSigning') !== true) return 'no-ocsp-signing';
  const { keyUsage } = responder;
  // RFC 5280 §4.2.1.12: the key usages that go with OCSPSigning.
  if (keyUsage !== null && !keyUsage.includes('digitalSignature') && !keyUsage.includes('nonRepudiation')) {
    return 'key-usage';
  }
  if (isOver(responder, now)) return 'expired';
  if (now < responder.notBefore) return 'not-yet-valid';
  const { hash } = responder.signature;
  if (hash === 'sha1' || hash === 'md5' || hash === 'md2') return 'weak-signature';
  if (responder.unknownCritical.some((oid) => oid !== noCheck)) return 'unknown-critical-extension';
  return null;
}

function hasNoCheck(responder: Certificate): boolean {
  return extensionValue(responder, noCheck) !== null;
}

function responderText({ responder }: BasicOcspResponse): string {
  if (responder.by === 'name') return nameText(responder.name);
  return `key ${Buffer.from(responder.keyHash).toString('hex').slice(0, 40)}`;
}

function nameText(name: Element): string {
  return nameOf(name, 'the responder', []).text;
}
