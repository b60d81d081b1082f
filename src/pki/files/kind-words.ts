import type { DerKind } from './der-kinds.ts';
import type { FileFormat } from './file-contents.ts';

const words: Readonly<Record<DerKind, string>> = {
  certificate: 'a certificate',
  request: 'a certificate request',
  'revocation-list': 'a CRL',
  'content-info': 'a PKCS#7 bundle',
  'signed-data': 'a PKCS#7 bundle',
  'netscape-sequence': 'a bundle of certificates',
  pkcs12: 'a PKCS#12 key store',
  pkcs8: 'a private key',
  'encrypted-pkcs8': 'an encrypted private key',
  pkcs1: 'a private key',
  sec1: 'a private key',
  dsa: 'a private key',
  'public-key': 'a public key',
  'rsa-public-key': 'a public key',
  'certificate-list': 'a list of certificates',
  'ocsp-response': 'an OCSP response',
  parameters: 'parameters of a key',
  unknown: 'DER data of an unknown kind',
};

export function kindWords(kind: DerKind): string {
  return words[kind];
}

export function isPrivateKind(kind: DerKind): boolean {
  return ['pkcs8', 'encrypted-pkcs8', 'pkcs1', 'sec1', 'dsa'].includes(kind);
}

/** What a whole file of this kind is called. */
export function formatOf(kind: DerKind): FileFormat {
  if (kind === 'pkcs12') return 'pkcs12';
  return kind === 'content-info' || kind === 'signed-data' ? 'pkcs7' : 'der';
}
