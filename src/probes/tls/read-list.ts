import { hash } from 'node:crypto';
import type { Certificate } from '../../pki/certificate/certificate.ts';
import { parseCertificate } from '../../pki/certificate/parse-certificate.ts';

export type ReadList = {
  readonly certificates: readonly Certificate[];
  readonly unreadable: readonly { readonly position: number; readonly problem: string }[];
};

/** A list of certificates in DER, in its order. */
export function readList(chain: readonly Uint8Array[]): ReadList {
  const certificates: Certificate[] = [];
  const unreadable: { position: number; problem: string }[] = [];
  for (const [position, der] of chain.entries()) {
    const read = position === 0 ? parseCertificate(der) : readAuthority(der);
    if ('unreadable' in read) unreadable.push({ position, problem: read.unreadable });
    else certificates.push(read);
  }
  return { certificates, unreadable };
}

/** The same few authorities stand above all leaves: what was read of one, and of its key, is read once. */
const authorities = new Map<string, Certificate>();
const mostAuthorities = 256;
const longestKept = 4096;

function readAuthority(der: Uint8Array): ReturnType<typeof parseCertificate> {
  if (der.length > longestKept) return parseCertificate(der);
  const fingerprint256 = hash('sha256', der);
  const known = authorities.get(fingerprint256);
  if (known !== undefined) return known;
  // A copy: what is kept must not hold on to all that came with it.
  const read = parseCertificate(Uint8Array.from(der));
  if ('unreadable' in read || read.basicConstraints?.ca !== true) return read;
  if (authorities.size >= mostAuthorities) authorities.delete(authorities.keys().next().value ?? '');
  authorities.set(fingerprint256, read);
  return read;
}
