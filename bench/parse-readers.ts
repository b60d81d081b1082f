import { X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate as SchemaCertificate } from '@peculiar/asn1-x509';
import * as pkijs from 'pkijs';
import { parseCertificate } from '../src/pki/certificate/parse-certificate.ts';

export type Reader = { readonly name: string; read(der: Buffer): void };

/** Each does what it does when asked for a certificate; none verifies a signature. */
export const readers: readonly Reader[] = [
  {
    name: '**this project**: all facts and all faults, both SHA-256 sums',
    read(der) {
      const read = parseCertificate(der);
      if ('unreadable' in read) throw new Error(read.unreadable);
    },
  },
  {
    name: '`crypto.X509Certificate`: its twelve accessors, the key left alone',
    read(der) {
      const { subject, issuer, subjectAltName, infoAccess, validFrom, validTo, ...rest } = accessors(der);
      if (`${subject}${issuer}${subjectAltName}${infoAccess}${validFrom}${validTo}` === '') throw new Error();
      if (rest.fingerprint256 === '') throw new Error();
    },
  },
  {
    name: '`@peculiar/asn1-x509`: the schema, extensions left as bytes',
    read(der) {
      AsnConvert.parse(der, SchemaCertificate);
    },
  },
  {
    name: '`pkijs`: the schema, known extensions read',
    read(der) {
      pkijs.Certificate.fromBER(der);
    },
  },
];

/** Accessors are lazy: what is not asked for is not read. */
function accessors(der: Buffer) {
  const read = new X509Certificate(der);
  const { subject, issuer, subjectAltName, infoAccess, validFrom, validTo, ca, serialNumber } = read;
  const { fingerprint256, keyUsage, validFromDate, validToDate } = read;
  return {
    subject,
    issuer,
    subjectAltName,
    infoAccess,
    validFrom,
    validTo,
    ca,
    serialNumber,
    fingerprint256,
    keyUsage,
    validFromDate,
    validToDate,
  };
}
