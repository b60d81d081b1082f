import {
  childrenOf,
  type Element,
  finish,
  isDone,
  primitiveTag,
  readInside,
  tags,
  take,
  takeIf,
  withTag,
} from '../asn1/der.ts';
import { oidOf, smallInteger } from '../asn1/der-values.ts';
import { type Fault, refuse } from './fault.ts';
import { judgeQualifiers } from './policy-qualifiers.ts';
import { eachItem } from './recovering.ts';

const anyPolicy = '2.5.29.32.0';
const policies = 'RFC 5280 §4.2.1.4';

/** certificatePolicies: each policy once, its qualifiers well formed. Throws `DerError` on a broken list. */
export function judgePolicies(value: Element, faults: Fault[]): void {
  const seen = new Set<string>();
  const list = readInside(value, tags.sequence, 'certificatePolicies');
  if (isDone(childrenOf(list))) {
    refuse(faults, 'policies-empty', 'certificatePolicies is empty', policies, list.start);
  }
  const what = 'an entry of certificatePolicies';
  eachItem(list, { what, code: 'policy-malformed', citation: policies }, faults, (item) => {
    const parts = childrenOf(withTag(item, tags.sequence, what));
    const oid = oidOf(take(parts, tags.oid, 'a policy'), 'a policy');
    const qualifiers = takeIf(parts, tags.sequence, 'policyQualifiers');
    finish(parts, what);
    if (seen.has(oid)) {
      refuse(faults, 'policy-duplicate', `certificatePolicies has ${oid} twice`, policies, item.start);
    }
    seen.add(oid);
    if (qualifiers !== null) judgeQualifiers(qualifiers, faults);
  });
}

const mappings = 'RFC 5280 §4.2.1.5';

/** Throws `DerError` on a broken list. */
export function judgeMappings(value: Element, faults: Fault[]): void {
  const list = readInside(value, tags.sequence, 'policyMappings');
  if (isDone(childrenOf(list)))
    refuse(faults, 'mappings-empty', 'policyMappings is empty', mappings, list.start);
  const what = 'an entry of policyMappings';
  eachItem(list, { what, code: 'mapping-malformed', citation: mappings }, faults, (item) => {
    const pair = childrenOf(withTag(item, tags.sequence, what));
    const from = oidOf(take(pair, tags.oid, 'issuerDomainPolicy'), 'issuerDomainPolicy');
    const to = oidOf(take(pair, tags.oid, 'subjectDomainPolicy'), 'subjectDomainPolicy');
    finish(pair, what);
    if (from === anyPolicy || to === anyPolicy) {
      const text = 'policyMappings maps from or to anyPolicy';
      refuse(faults, 'mapping-any-policy', text, mappings, item.start);
    }
  });
}

/** Throws `DerError`. */
export function judgePolicyConstraints(value: Element, faults: Fault[]): void {
  const list = readInside(value, tags.sequence, 'policyConstraints');
  const parts = childrenOf(list);
  if (isDone(parts)) {
    refuse(
      faults,
      'policy-constraints-empty',
      'policyConstraints is empty',
      'RFC 5280 §4.2.1.11',
      list.start,
    );
  }
  for (const [number, name] of constraints) {
    const skip = takeIf(parts, primitiveTag(number), name);
    if (skip !== null) smallInteger(skip, name);
  }
  finish(parts, 'policyConstraints');
}

const constraints = [
  [0, 'requireExplicitPolicy'],
  [1, 'inhibitPolicyMapping'],
] as const;

/** Throws `DerError`. */
export function judgeInhibitAnyPolicy(value: Element): void {
  smallInteger(readInside(value, tags.integer, 'inhibitAnyPolicy'), 'inhibitAnyPolicy');
}
