import { oid, sequence } from '../../../support/certificates/der-writer.ts';
import type { CertificateSpec } from '../../../support/certificates/forge.ts';

/** One leaf and the one fault it has. */
export type FaultRow = readonly [
  code: string,
  weight: 'refuse' | 'lint',
  name: string,
  spec: CertificateSpec,
];

/** A leaf that has this extension in place of its own. */
export function extension(type: string, value: Uint8Array, critical = false): CertificateSpec {
  const own: Readonly<Record<string, CertificateSpec>> = {
    '2.5.29.14': { subjectKeyId: null },
    '2.5.29.15': { keyUsage: null },
    '2.5.29.17': { dns: [], subject: 'site.test' },
    '2.5.29.19': { ca: null },
    '2.5.29.35': { authorityKeyId: null },
    '2.5.29.37': { extendedKeyUsage: null },
  };
  return { ...own[type], extensions: [{ oid: type, value, critical }] };
}

export function authority(spec: CertificateSpec): CertificateSpec {
  const { keyUsage = ['keyCertSign'], ca = true, ...others } = spec;
  return {
    ...others,
    ca: spec.extensions?.some((one) => one.oid === '2.5.29.19') ? null : ca,
    keyUsage,
    extendedKeyUsage: null,
  };
}

export function access(...entries: Uint8Array[]): CertificateSpec {
  return extension('1.3.6.1.5.5.7.1.1', sequence(...entries));
}

export function ocsp(place: Uint8Array): Uint8Array {
  return sequence(oid('1.3.6.1.5.5.7.48.1'), place);
}
