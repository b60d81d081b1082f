import { isSignedBy } from '../../signatures/verify-signature.ts';
import type { Rule } from '../rule.ts';

/** Only a self-signed certificate may leave it out, as it would name its own key; above an anchor nobody looks. */
export const authorityKeyId: Rule = {
  id: 'rfc5280/authority-key-id',
  citation: 'RFC 5280 §4.2.1.1',
  weight: 'refuse',
  judge(certificate, place) {
    if (place === 'anchor' || certificate.authorityKeyId !== null) return null;
    if (certificate.selfIssued && isSignedBy(certificate, certificate)) return null;
    return 'it names no key of its issuer (authorityKeyIdentifier)';
  },
};
