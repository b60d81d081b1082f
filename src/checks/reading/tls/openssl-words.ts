import type { ServedChain } from '../../../probes/chain.ts';
import { isWeakHash, isWeakKey } from '../chain/key-strength.ts';

/** OpenSSL's words for RFC 5280 §4.2.1.10; its code for them, UNSPECIFIED, is shared by many faults. */
export function violatesNameConstraints({ openssl }: ServedChain): boolean {
  return openssl !== null && /subtree violation|name constraints/i.test(openssl.message);
}

/** OpenSSL refuses a leaf for something another rule tells about. */
export function isToldElsewhere(served: ServedChain, now: Date): boolean {
  const { openssl, leaf } = served;
  if (openssl === null || violatesNameConstraints(served)) return true;
  const { code, message } = openssl;
  if (code === 'CERT_HAS_EXPIRED') return now > leaf.notAfter;
  if (code === 'CERT_NOT_YET_VALID') return now < leaf.notBefore;
  if (code === 'INVALID_PURPOSE') return leaf.extendedKeyUsage?.includes('serverAuth') === false;
  if (/key too weak/i.test(message)) return isWeakKey(leaf);
  if (/digest algorithm too weak/i.test(message)) return isWeakHash(leaf);
  return false;
}
