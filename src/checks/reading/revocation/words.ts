import type { OcspFailure, Unauthorized } from '../../../pki/revocation/ocsp/ocsp-answer.ts';
import { momentText } from '../time-words.ts';

const reasons: Readonly<Record<string, string>> = {
  keyCompromise: 'its private key is or may be in other hands',
  cACompromise: 'the authority that issued it was compromised',
  affiliationChanged: 'a name or an organization in it is no longer true',
  superseded: 'it was replaced by a newer one',
  cessationOfOperation: 'what it was for is no longer in operation, or the domain changed hands',
  certificateHold: 'it is on hold, which may be lifted again',
  privilegeWithdrawn: 'its holder broke the agreement or gave false information',
  aACompromise: 'what an authority said about its holder can no longer be trusted',
};

/** CRLReason (RFC 5280 §5.3.1, BR §7.2.2) as a clause. */
export function reasonText(reason: string | null): string {
  return (reason === null ? undefined : reasons[reason]) ?? 'no reason was given';
}

const rights: Readonly<Record<Unauthorized, string>> = {
  'no-certificate': 'it is not the issuer, and no certificate says that it speaks for it',
  'not-issued-by-the-issuer': 'its certificate was not issued by the issuer itself',
  'no-ocsp-signing': 'its certificate lacks the purpose OCSPSigning',
  'key-usage': 'the key usage of its certificate allows no signatures',
  expired: 'its certificate has expired',
  'not-yet-valid': 'its certificate is not valid yet',
  'weak-signature': 'its certificate is signed with a broken digest',
  'unknown-critical-extension': 'its certificate has a critical extension that is not known',
};

/** Why a response says nothing, as a clause. */
export function failureText(failure: OcspFailure): string {
  switch (failure.kind) {
    case 'malformed':
      return `it cannot be read: ${failure.problem}`;
    case 'responder-status':
      return `the responder says "${failure.status}"`;
    case 'response-type':
      return `it is of another type (${failure.type})`;
    case 'wrong-certificate':
      return failure.serials.length === 0
        ? 'it is about no certificate at all'
        : `it is about another certificate (serial ${failure.serials.join(', ')})`;
    case 'bad-signature':
      return 'its signature is wrong';
    case 'unusable-signature':
      return `its signature cannot be checked (${failure.algorithm})`;
    case 'unauthorized-responder':
      return rights[failure.because];
    case 'expired':
      return `it ended on ${momentText(failure.nextUpdate)}`;
    case 'not-yet-valid':
      return `it begins on ${momentText(failure.thisUpdate)} only`;
    case 'unknown-critical-extension':
      return `it has a critical extension that is not known (${failure.oid})`;
  }
}
