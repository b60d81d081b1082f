import type { Certificate } from '../../../src/pki/certificate/certificate.ts';
import type { OcspFailure } from '../../../src/pki/revocation/ocsp/ocsp-answer.ts';
import { adopt } from '../../../src/probes/revocation/revocation-adopt.ts';
import type {
  CertificateRevocation,
  CrlReport,
  OcspReport,
  RevocationFacts,
  SourceReport,
} from '../../../src/probes/revocation/revocation-facts.ts';
import { daysFromNow, intermediate, leafWith, root } from './certificate-facts.ts';

export const responderUrl = 'http://ocsp.example.org';
export const crlUrl = 'http://crl.example.org/7.crl';

/** A leaf that names both a responder and a list. */
export const pointing = leafWith({ ocspUrls: [responderUrl], crlUrls: [crlUrl] });

export const isGood = { kind: 'good', until: daysFromNow(3), notes: [] } as const;
export const isRevoked = {
  kind: 'revoked',
  at: daysFromNow(-2),
  reason: 'keyCompromise',
  until: daysFromNow(3),
  notes: [],
} as const;

export function refused(failure: OcspFailure): OcspReport['said'] {
  return { kind: 'refused', failure };
}

export function unreachable(trouble: 'http' | 'timeout' | 'refused' | 'left' | 'other'): {
  readonly kind: 'unreachable';
  readonly trouble: typeof trouble;
  readonly status: number | null;
  readonly reason: string;
} {
  return {
    kind: 'unreachable',
    trouble,
    status: trouble === 'http' ? 500 : null,
    reason: 'It answered 500.',
  };
}

export function staple(said: OcspReport['said']): OcspReport {
  return { source: 'staple', at: '192.0.2.7:443', asked: null, cached: false, said };
}

export function ocsp(said: OcspReport['said']): OcspReport {
  return { source: 'ocsp', at: responderUrl, asked: `${responderUrl}/MFQ%3D`, cached: false, said };
}

export function crl(said: CrlReport['said']): CrlReport {
  return { source: 'crl', at: crlUrl, urls: [crlUrl], cached: false, said };
}

function entry(
  certificate: Certificate,
  issuer: Certificate,
  place: CertificateRevocation['place'],
  reports: readonly SourceReport[],
): CertificateRevocation {
  return { certificate, issuer, place, reports, adopted: adopt(certificate, reports) };
}

export type RevocationSpec = {
  readonly leaf?: Certificate;
  readonly reports?: readonly SourceReport[];
  /** About the intermediate; good unless said. */
  readonly above?: readonly SourceReport[];
  readonly publiclyTrusted?: boolean;
};

/** What the sources said of the leaf (and of its intermediate), and the answer that follows from it. */
export function revocationFacts(spec: RevocationSpec = {}): RevocationFacts {
  const { leaf = pointing, reports = [ocsp(isGood)], above = [crl(isGood)], publiclyTrusted = true } = spec;
  const certificates = [
    entry(leaf, intermediate, 'leaf', reports),
    entry(intermediate, root, 'intermediate', above),
  ];
  return { chains: [{ addresses: ['192.0.2.7:443'], publiclyTrusted, certificates }] };
}
