import { keyTypeNamed } from '../algorithms/key-types.ts';
import type { Certificate } from './certificate.ts';
import { type Fault, lint, refuse } from './fault.ts';
import { extensionOids as oids } from './object-identifiers.ts';
import type { Skeleton } from './structure.ts';

/** Parts that are well formed one by one and that RFC 5280 forbids together. Clients differ in what they refuse. */
export function inconsistenciesOf(structure: Skeleton, facts: Certificate, faults: Fault[]): void {
  const { subject, issuer } = structure;
  const ca = facts.basicConstraints?.ca === true;
  if (subject.body === subject.end) judgeEmptySubject(structure, ca, faults);
  else if (isCritical(structure, oids.subjectAltName)) {
    const text = 'subjectAltName is marked critical though there is a subject';
    lint(faults, 'san-critical', text, 'RFC 5280 §4.2.1.6', subject.start);
  }
  if (issuer.body === issuer.end) {
    refuse(faults, 'issuer-empty', 'the issuer is empty', 'RFC 5280 §4.1.2.4', issuer.start);
  }
  if (ca) judgeAuthority(structure, facts, faults);
  else judgeEndEntity(structure, facts, faults);
  const named = structure.extensions.some(({ oid }) => oid === oids.authorityKeyIdentifier);
  if (facts.version === 3 && !facts.selfIssued && !named) {
    lint(faults, 'authority-key-id-missing', 'there is no authority key identifier', 'RFC 5280 §4.2.1.1');
  }
  judgeUses(facts, faults);
}

function judgeEmptySubject(structure: Skeleton, ca: boolean, faults: Fault[]): void {
  const citation = 'RFC 5280 §4.1.2.6';
  const at = structure.subject.start;
  if (ca) refuse(faults, 'subject-empty-ca', 'a CA has no subject', citation, at);
  if (isCritical(structure, oids.subjectAltName)) return;
  const text = 'the subject is empty and there is no critical subjectAltName';
  refuse(faults, 'subject-empty', text, citation, at);
}

function judgeAuthority(structure: Skeleton, facts: Certificate, faults: Fault[]): void {
  if (!isCritical(structure, oids.basicConstraints)) {
    const text = 'basicConstraints of a CA is not marked critical';
    refuse(faults, 'basic-constraints-not-critical', text, 'RFC 5280 §4.2.1.9');
  }
  if (facts.keyUsage === null) {
    lint(faults, 'key-usage-missing', 'a CA has no keyUsage', 'RFC 5280 §4.2.1.3');
  } else if (facts.basicConstraints?.pathLength != null && !facts.keyUsage.includes('keyCertSign')) {
    const text = 'basicConstraints limits the path of a CA that may not sign certificates';
    refuse(faults, 'path-length-without-cert-sign', text, 'RFC 5280 §4.2.1.9');
  }
  if (facts.subjectKeyId === null) {
    lint(faults, 'subject-key-id-missing', 'a CA has no subject key identifier', 'RFC 5280 §4.2.1.2');
  }
}

/** Extensions made for CAs. A MUST binds the first one only; §6.1.5 b even processes policyConstraints of a leaf. */
const authorityOnly = [
  [oids.nameConstraints, 'name-constraints-without-ca', 'nameConstraints', 'RFC 5280 §4.2.1.10', refuse],
  [oids.policyMappings, 'policy-mappings-without-ca', 'policyMappings', 'RFC 5280 §4.2.1.5', lint],
  [oids.policyConstraints, 'policy-constraints-without-ca', 'policyConstraints', 'RFC 5280 §4.2.1.11', lint],
  [oids.inhibitAnyPolicy, 'inhibit-any-policy-without-ca', 'inhibitAnyPolicy', 'RFC 5280 §4.2.1.14', lint],
] as const;

function judgeEndEntity(structure: Skeleton, facts: Certificate, faults: Fault[]): void {
  if (facts.keyUsage?.includes('keyCertSign') === true) {
    const text = 'keyUsage has keyCertSign and basicConstraints does not say CA';
    refuse(faults, 'key-cert-sign-without-ca', text, 'RFC 5280 §4.2.1.3');
  }
  for (const { oid } of structure.extensions) {
    const rule = authorityOnly.find(([only]) => only === oid);
    if (rule === undefined) continue;
    const [, code, name, citation, note] = rule;
    note(faults, code, `${name} stands in a certificate that is no CA`, citation);
  }
}

const signing = ['digitalSignature', 'nonRepudiation', 'keyCertSign', 'cRLSign'] as const;
const agreeing = ['keyAgreement', 'encipherOnly', 'decipherOnly'] as const;

const allowedUses: Readonly<Record<string, readonly string[] | null>> = {
  any: null,
  sign: signing,
  agree: agreeing,
  'sign-or-agree': [...signing, ...agreeing],
  encapsulate: ['keyEncipherment'],
};

/** Uses that a key of this kind cannot have: a MUST of RFC 9881 §5 for ML-DSA, and elsewhere refused by nobody. */
function judgeUses({ keyUsage, publicKey }: Certificate, faults: Fault[]): void {
  if (keyUsage === null) return;
  const kind = keyTypeNamed(publicKey.type);
  const allowed = allowedUses[kind?.uses ?? 'any'] ?? null;
  const wrong =
    allowed === null ? undefined : keyUsage.find((use) => !allowed.includes(use) && !use.startsWith('bit '));
  if (wrong !== undefined && kind !== null) {
    const text = `keyUsage has ${wrong}, which no ${publicKey.type} key can do`;
    const note = publicKey.type.startsWith('ml-dsa-') ? refuse : lint;
    note(faults, 'key-usage-for-key', text, kind.citation);
  }
  const half = keyUsage.find((use) => use === 'encipherOnly' || use === 'decipherOnly');
  if (half !== undefined && !keyUsage.includes('keyAgreement')) {
    lint(faults, 'key-usage-half', `keyUsage has ${half} without keyAgreement`, 'RFC 5280 §4.2.1.3');
  }
}

function isCritical(structure: Skeleton, oid: string): boolean {
  return structure.extensions.some((one) => one.oid === oid && one.critical);
}
