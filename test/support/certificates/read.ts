import type { Certificate } from '../../../src/pki/certificate/certificate.ts';
import { parseCertificate } from '../../../src/pki/certificate/parse-certificate.ts';
import type { Crl } from '../../../src/pki/revocation/crl/crl.ts';
import { readCrl } from '../../../src/pki/revocation/crl/read-crl.ts';
import { loadTrustStore, type TrustStore } from '../../../src/pki/trust/trust-store.ts';
import type { Forged } from './forge.ts';

/** The facts of a forged certificate; throws when it cannot be read. */
export function readForged({ der }: Pick<Forged, 'der'>): Certificate {
  const read = parseCertificate(der);
  if ('unreadable' in read) throw new Error(read.unreadable);
  return read;
}

/** A store whose only anchors are these. */
export function storeOf(...anchors: readonly Forged[]): TrustStore {
  return loadTrustStore({ anchorsPem: anchors.map((anchor) => anchor.pem), nodeVersion: '24.0.0' });
}

/** The facts of a forged CRL; throws when it cannot be read. */
export function readForgedCrl({ der }: { readonly der: Uint8Array }): Crl {
  const read = readCrl(der);
  if ('unreadable' in read) throw new Error(read.unreadable);
  return read;
}
