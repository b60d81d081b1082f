import type { Certificate } from '../../pki/certificate/certificate.ts';
import { parseCertificate } from '../../pki/certificate/parse-certificate.ts';
import { readPem } from '../../pki/files/pem/pem.ts';

/** Certificates that cannot be read are left out: no path goes through them. */
export function readable(pems: readonly string[]): readonly Certificate[] {
  return pems.flatMap((pem) =>
    readPem(pem).flatMap((der) => {
      const read = parseCertificate(der);
      return 'unreadable' in read ? [] : [read];
    }),
  );
}
