import type { Certificate } from '../../pki/certificate/certificate.ts';
import { parseCertificate } from '../../pki/certificate/parse-certificate.ts';
import { readPem } from '../../pki/files/pem.ts';
import { nameKey } from '../../pki/names/name-key.ts';
import type { Anchors } from '../../pki/path/path.ts';

/** Roots of a test case, looked up as a trust store would. */
export function anchorsOf(certificates: readonly Certificate[]): Anchors {
  const fingerprints = new Set(certificates.map(({ fingerprint256 }) => fingerprint256));
  const subjects = Map.groupBy(certificates, ({ subject }) => nameKey(subject.raw));
  return {
    has: ({ fingerprint256 }) => fingerprints.has(fingerprint256),
    bySubject: (raw) => subjects.get(nameKey(raw)) ?? [],
  };
}

/** Certificates that cannot be read are left out: no path goes through them. */
export function readable(pems: readonly string[]): readonly Certificate[] {
  return pems.flatMap((pem) =>
    readPem(pem).flatMap((der) => {
      const read = parseCertificate(der);
      return 'unreadable' in read ? [] : [read];
    }),
  );
}
