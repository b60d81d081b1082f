import type { Certificate } from '../../pki/certificate/certificate.ts';
import type { Adopted, SourceReport, Unchecked } from './revocation-facts.ts';

/** Of what all sources said, the answer that counts. */
export function adopt(certificate: Certificate, reports: readonly SourceReport[]): Adopted {
  for (const { source, said } of reports) {
    if (said.kind === 'revoked') return { status: 'revoked', by: source, at: said.at, reason: said.reason };
  }
  for (const { source, said } of reports) {
    if (said.kind === 'good') return { status: 'good', by: source, until: said.until };
  }
  return { status: 'unchecked', because: whyUnchecked(certificate, reports) };
}

function whyUnchecked(certificate: Certificate, reports: readonly SourceReport[]): Unchecked {
  if (reports.length > 0) return 'no-answer';
  if (certificate.ocspUrls.length + certificate.crlUrls.length > 0) return 'no-usable-pointer';
  return isShortLived(certificate) ? 'short-lived' : 'no-pointer';
}

const dayMs = 86_400_000;
const sevenDaysFrom = Date.UTC(2026, 2, 15);

/** BR §1.6.1 "Short-lived Subscriber Certificate": at most 7 days, 10 when issued before 15 March 2026. */
export function isShortLived({ notBefore, notAfter, basicConstraints }: Certificate): boolean {
  if (basicConstraints?.ca === true) return false;
  const days = notBefore.getTime() < sevenDaysFrom ? 10 : 7;
  // A second more or less, as one counts both ends, is no reason to speak up.
  return notAfter.getTime() - notBefore.getTime() <= days * dayMs;
}
