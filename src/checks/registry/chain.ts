import type { Check } from '../../core/check.ts';
import { badSignature } from '../chain/bad-signature.ts';
import { caEku } from '../chain/ca-eku.ts';
import { caKeyUsage } from '../chain/ca-key-usage.ts';
import { duplicate } from '../chain/duplicate.ts';
import { expiredCrossSign } from '../chain/expired-cross-sign.ts';
import { intermediateExpired } from '../chain/intermediate-expired.ts';
import { intermediateNotYetValid } from '../chain/intermediate-not-yet-valid.ts';
import { missingIntermediate } from '../chain/missing-intermediate.ts';
import { nameConstraints } from '../chain/name-constraints.ts';
import { notACa } from '../chain/not-a-ca.ts';
import { pathLength } from '../chain/path-length.ts';
import { rejectedByOpenssl } from '../chain/rejected-by-openssl.ts';
import { rootIncluded } from '../chain/root-included.ts';
import { selfSigned } from '../chain/self-signed.ts';
import { superfluous } from '../chain/superfluous.ts';
import { trustStoresDisagree } from '../chain/trust-stores-disagree.ts';
import { unknownCriticalExtension } from '../chain/unknown-critical-extension.ts';
import { unknownIssuer } from '../chain/unknown-issuer.ts';
import { untrustedRoot } from '../chain/untrusted-root.ts';
import { chainWeakKey } from '../chain/weak-key.ts';
import { chainWeakSignature } from '../chain/weak-signature.ts';
import { wrongIntermediate } from '../chain/wrong-intermediate.ts';
import { wrongOrder } from '../chain/wrong-order.ts';

/** Every rule about a chain, what explains most first: see `checks`. */
export const chainChecks: readonly Check[] = [
  selfSigned,
  missingIntermediate,
  unknownIssuer,
  untrustedRoot,
  wrongIntermediate,
  badSignature,
  intermediateExpired,
  intermediateNotYetValid,
  notACa,
  caKeyUsage,
  caEku,
  pathLength,
  nameConstraints,
  unknownCriticalExtension,
  chainWeakSignature,
  chainWeakKey,
  trustStoresDisagree,
  rejectedByOpenssl,
  expiredCrossSign,
  wrongOrder,
  superfluous,
  duplicate,
  rootIncluded,
];
