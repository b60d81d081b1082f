import { contentHex, DerError, readWhole, tags } from '../../asn1/der.ts';
import { extensionValue } from '../../certificate/extension-value.ts';
import { authorityKeyPartsOf } from '../../certificate/key-identifiers.ts';
import { extensionOids } from '../../certificate/object-identifiers.ts';
import { isSignedBy } from '../../signatures/verify-signature.ts';
import type { Rule } from '../rule.ts';

export const authorityKeyIdForm: Rule = {
  id: 'baseline/authority-key-id-form',
  citation: 'BR §7.1.2.11.1',
  weight: 'refuse',
  judge(certificate) {
    const value = readOrNull(() => extensionValue(certificate, extensionOids.authorityKeyIdentifier));
    if (value === null) return null;
    const parts = readOrNull(() =>
      authorityKeyPartsOf(readWhole(value, tags.sequence, 'authorityKeyIdentifier')),
    );
    if (parts === null) return null;
    if (parts.keyId === null) return 'its authorityKeyIdentifier has no keyIdentifier';
    if (parts.hasIssuer || parts.hasSerial) {
      return 'its authorityKeyIdentifier names a certificate and not only a key';
    }
    const own = certificate.selfIssued && isSignedBy(certificate, certificate);
    return own && contentHex(parts.keyId) !== certificate.subjectKeyId
      ? 'it signed itself and names another key as its issuer'
      : null;
  },
};

/** What cannot be read is told by the rule about malformed parts. */
function readOrNull<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof DerError) return null;
    throw thrown;
  }
}
