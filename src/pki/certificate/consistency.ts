import { contentOf } from '../asn1/der.ts';
import type { ExtensionFacts } from './extensions.ts';
import { type Fault, refuse } from './fault.ts';
import { extensionOids as oids } from './object-identifiers.ts';
import type { CertificateStructure } from './structure.ts';

/** Parts that are well formed one by one and that RFC 5280 forbids together. Clients differ in what they refuse. */
export function inconsistenciesOf(
  structure: CertificateStructure,
  facts: ExtensionFacts,
  faults: Fault[],
): void {
  const ca = facts.basicConstraints?.ca === true;
  const critical = (oid: string) => structure.extensions.some((one) => one.oid === oid && one.critical);
  const has = (oid: string) => structure.extensions.some((one) => one.oid === oid);
  if (structure.subject.body === structure.subject.end) {
    if (ca) refuse(faults, 'subject-empty-ca', 'a CA has no subject', 'RFC 5280 §4.1.2.6');
    if (!critical(oids.subjectAltName)) {
      refuse(
        faults,
        'subject-empty',
        'the subject is empty and there is no critical subjectAltName',
        'RFC 5280 §4.1.2.6',
      );
    }
  }
  if (contentOf(structure.issuer).length === 0)
    refuse(faults, 'issuer-empty', 'the issuer is empty', 'RFC 5280 §4.1.2.4');
  if (ca && !critical(oids.basicConstraints)) {
    refuse(
      faults,
      'basic-constraints-not-critical',
      'basicConstraints of a CA is not marked critical',
      'RFC 5280 §4.2.1.9',
    );
  }
  if (!ca && facts.keyUsage?.includes('keyCertSign') === true) {
    refuse(
      faults,
      'key-cert-sign-without-ca',
      'keyUsage has keyCertSign and basicConstraints does not say CA',
      'RFC 5280 §4.2.1.3',
    );
  }
  if (!ca && has(oids.nameConstraints)) {
    refuse(
      faults,
      'name-constraints-without-ca',
      'nameConstraints stands in a certificate that is no CA',
      'RFC 5280 §4.2.1.10',
    );
  }
}
