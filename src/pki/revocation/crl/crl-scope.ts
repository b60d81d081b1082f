import {
  childrenOf,
  constructedTag,
  type Element,
  finish,
  primitiveTag,
  readInside,
  tags,
  takeIf,
  wholeHex,
} from '../../asn1/der.ts';
import { bitPositions, booleanOf } from '../../asn1/der-values.ts';
import { type Fault, lint, refuse } from '../../certificate/fault.ts';
import type { CrlScope } from './crl.ts';
import { readPointName } from './distribution-points.ts';
import { maskOf } from './reason-mask.ts';

/** issuingDistributionPoint (RFC 5280 §5.2.5); `issuer` is the name of the CRL's issuer, DER in hexadecimal. */
export function scopeOf(value: Element, issuer: string, faults: Fault[]): CrlScope {
  const whole = readInside(value, tags.sequence, 'issuingDistributionPoint');
  const parts = childrenOf(whole);
  const citation = 'RFC 5280 §5.2.5';
  if (whole.body === whole.end) {
    refuse(faults, 'scope-empty', 'issuingDistributionPoint is empty', citation);
  }
  const flag = (number: number, name: string) => {
    const found = takeIf(parts, primitiveTag(number), name);
    if (found === null) return false;
    const set = booleanOf(found, name);
    if (!set) lint(faults, 'default-written', `${name} writes out "false"`, 'X.690 §11.5');
    return set;
  };
  const name = takeIf(parts, constructedTag(0), 'distributionPoint');
  const onlyUserCertificates = flag(1, 'onlyContainsUserCerts');
  const onlyAuthorities = flag(2, 'onlyContainsCACerts');
  const reasons = takeIf(parts, primitiveTag(3), 'onlySomeReasons');
  const indirect = flag(4, 'indirectCRL');
  const onlyAttributeCertificates = flag(5, 'onlyContainsAttributeCerts');
  finish(parts, 'issuingDistributionPoint');
  if ([onlyUserCertificates, onlyAuthorities, onlyAttributeCertificates].filter(Boolean).length > 1) {
    refuse(
      faults,
      'scope-contradictory',
      'issuingDistributionPoint is for certificates of two kinds',
      citation,
    );
  }
  return {
    raw: wholeHex(whole),
    ...(name === null ? { names: null, urls: [] } : readPointName(name, [issuer])),
    onlyUserCertificates,
    onlyAuthorities,
    onlyAttributeCertificates,
    reasons: reasons === null ? null : maskOf(bitPositions(reasons, 'onlySomeReasons')),
    indirect,
  };
}
