import { createHash } from 'node:crypto';
import { childrenOf, contentOf, tags, take } from '../../asn1/der.ts';
import { wholeBytes } from '../../asn1/der-values.ts';
import { integer, nullValue, octetString, oid, sequence } from '../../asn1/der-writer.ts';
import type { Certificate } from '../../certificate/certificate.ts';
import { structureOf } from '../../certificate/extension-value.ts';

/** Digests a CertID may be made with (RFC 6960 §4.1.1, RFC 9654 §7 and SHA-2 at large). */
export const certIdHashes = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
} as const;
export type CertIdHash = keyof typeof certIdHashes;

/** How OCSP names a certificate: by its issuer's name and key and its own serial number (RFC 6960 §4.1.1). */
export type CertId = {
  readonly hash: CertIdHash;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  /** Content bytes. */
  readonly serial: Uint8Array;
};

export function certIdOf(certificate: Certificate, issuer: Certificate, hash: CertIdHash): CertId {
  return {
    hash,
    // "The issuer's name field in the certificate being checked", as it was written there.
    issuerNameHash: digest(hash, Buffer.from(certificate.issuer.raw, 'hex')),
    issuerKeyHash: digest(hash, keyBits(issuer)),
    serial: contentOf(structureOf(certificate).serial),
  };
}

/** Whether `id` names this certificate. An issuer whose own name is written in another string type counts too. */
export function isCertIdOf(id: CertId, certificate: Certificate, issuer: Certificate): boolean {
  const wanted = certIdOf(certificate, issuer, id.hash);
  if (!same(id.serial, wanted.serial) || !same(id.issuerKeyHash, wanted.issuerKeyHash)) return false;
  return (
    same(id.issuerNameHash, wanted.issuerNameHash) ||
    same(id.issuerNameHash, digest(id.hash, Buffer.from(issuer.subject.raw, 'hex')))
  );
}

/** DER of a CertID. */
export function encodeCertId({ hash, issuerNameHash, issuerKeyHash, serial }: CertId): Buffer {
  return sequence(
    sequence(oid(certIdHashes[hash]), nullValue()),
    octetString(issuerNameHash),
    octetString(issuerKeyHash),
    integer(serial),
  );
}

/** SHA-1 over the key alone: how a responder that is named "by key" is named (RFC 6960 §4.2.1). */
export function keyHashOf(certificate: Certificate): Uint8Array {
  return digest('sha1', keyBits(certificate));
}

/** The BIT STRING's value "excluding the tag, length, and number of unused bits" (RFC 6960 §4.1.1). */
function keyBits(certificate: Certificate): Uint8Array {
  const parts = childrenOf(structureOf(certificate).publicKeyInfo);
  take(parts, tags.sequence, 'the key algorithm');
  return wholeBytes(take(parts, tags.bitString, 'the public key'), 'the public key');
}

function digest(hash: CertIdHash, bytes: Uint8Array): Uint8Array {
  return createHash(hash).update(bytes).digest();
}

export function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
