import { isCritical } from '../../certificate/extension-value.ts';
import { extensionOids } from '../../certificate/object-identifiers.ts';
import type { Rule } from '../rule.ts';

/** A CA certificate in the place of a leaf is no subscriber's and has rules of its own. */
export const subscriberEku: Rule = {
  id: 'baseline/subscriber-eku',
  citation: 'BR §7.1.2.7.10',
  weight: 'refuse',
  judge(certificate, place) {
    const { extendedKeyUsage, basicConstraints } = certificate;
    if (place !== 'leaf' || basicConstraints?.ca === true) return null;
    if (extendedKeyUsage === null) return null;
    if (extendedKeyUsage.includes('anyExtendedKeyUsage')) return 'its extendedKeyUsage allows any use';
    return isCritical(certificate, extensionOids.extendedKeyUsage)
      ? 'its extendedKeyUsage is critical'
      : null;
  },
};
