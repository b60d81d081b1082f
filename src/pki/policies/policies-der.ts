import {
  childrenOf,
  DerError,
  finish,
  isDone,
  primitiveTag,
  readWhole,
  tags,
  take,
  takeIf,
} from '../asn1/der.ts';
import { oidOf, smallInteger } from '../asn1/der-values.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { extensionValue } from '../certificate/extension-value.ts';
import { extensionOids } from '../certificate/object-identifiers.ts';

export const anyPolicy = '2.5.29.32.0';

/** What a certificate says of certificate policies (RFC 5280 §4.2.1.4, .5, .11, .14). Dotted OIDs. */
export type PolicyExtensions = {
  /** Null: no certificatePolicies at all. */
  readonly policies: readonly string[] | null;
  readonly mappings: readonly { readonly issuer: string; readonly subject: string }[];
  readonly requireExplicit: number | null;
  readonly inhibitMapping: number | null;
  readonly inhibitAny: number | null;
};

const mostPolicies = 200;

const known = new WeakMap<Certificate, PolicyExtensions | 'malformed'>();

export function policyExtensionsOf(certificate: Certificate): PolicyExtensions | 'malformed' {
  const read = known.get(certificate) ?? readPolicies(certificate);
  known.set(certificate, read);
  return read;
}

function readPolicies(certificate: Certificate): PolicyExtensions | 'malformed' {
  try {
    const policies = extensionValue(certificate, extensionOids.certificatePolicies);
    const mappings = extensionValue(certificate, extensionOids.policyMappings);
    const constraints = extensionValue(certificate, extensionOids.policyConstraints);
    const inhibit = extensionValue(certificate, extensionOids.inhibitAnyPolicy);
    return {
      policies: policies && policiesOf(policies),
      mappings: mappings === null ? [] : mappingsOf(mappings),
      ...(constraints === null
        ? { requireExplicit: null, inhibitMapping: null }
        : constraintsOf(constraints)),
      inhibitAny:
        inhibit && smallInteger(readWhole(inhibit, tags.integer, 'inhibitAnyPolicy'), 'inhibitAnyPolicy'),
    };
  } catch (thrown) {
    if (thrown instanceof DerError) return 'malformed';
    throw thrown;
  }
}

function policiesOf(value: Uint8Array): readonly string[] {
  const found: string[] = [];
  const list = childrenOf(readWhole(value, tags.sequence, 'certificatePolicies'));
  while (!isDone(list)) {
    const information = childrenOf(take(list, tags.sequence, 'a policy'));
    const policy = oidOf(take(information, tags.oid, 'policyIdentifier'), 'policyIdentifier');
    if (found.includes(policy)) throw new DerError(`the policy ${policy} stands there twice`, list.at);
    if (found.length >= mostPolicies) throw new DerError(`over ${mostPolicies} policies`, list.at);
    found.push(policy);
  }
  return found;
}

function mappingsOf(value: Uint8Array): PolicyExtensions['mappings'] {
  const found: { issuer: string; subject: string }[] = [];
  const list = childrenOf(readWhole(value, tags.sequence, 'policyMappings'));
  while (!isDone(list)) {
    const pair = childrenOf(take(list, tags.sequence, 'a policy mapping'));
    const issuer = oidOf(take(pair, tags.oid, 'issuerDomainPolicy'), 'issuerDomainPolicy');
    const subject = oidOf(take(pair, tags.oid, 'subjectDomainPolicy'), 'subjectDomainPolicy');
    finish(pair, 'a policy mapping');
    // RFC 5280 §4.2.1.5: policies must not be mapped to or from anyPolicy.
    if (issuer === anyPolicy || subject === anyPolicy) throw new DerError('anyPolicy is mapped', list.at);
    if (found.length >= mostPolicies) throw new DerError(`over ${mostPolicies} mappings`, list.at);
    found.push({ issuer, subject });
  }
  return found;
}

function constraintsOf(value: Uint8Array): Pick<PolicyExtensions, 'requireExplicit' | 'inhibitMapping'> {
  const parts = childrenOf(readWhole(value, tags.sequence, 'policyConstraints'));
  const explicit = takeIf(parts, primitiveTag(0), 'requireExplicitPolicy');
  const mapping = takeIf(parts, primitiveTag(1), 'inhibitPolicyMapping');
  finish(parts, 'policyConstraints');
  if (explicit === null && mapping === null) throw new DerError('policyConstraints is empty', 0);
  return {
    requireExplicit: explicit && smallInteger(explicit, 'requireExplicitPolicy'),
    inhibitMapping: mapping && smallInteger(mapping, 'inhibitPolicyMapping'),
  };
}
