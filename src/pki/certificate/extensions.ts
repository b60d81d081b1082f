import { contentOf, DerError } from '../asn1/der.ts';
import { nameConstraintsOf } from '../path/name-constraints-der.ts';
import {
  authorityInformationOf,
  authorityKeyIdOf,
  crlUrlsOf,
  sctCountOf,
  subjectKeyIdOf,
} from './authority-extensions.ts';
import type { Certificate } from './certificate.ts';
import { type Fault, lint, refuse } from './fault.ts';
import { extensionOids as oids } from './object-identifiers.ts';
import type { RawExtension } from './structure.ts';
import { subjectAltNamesOf } from './subject-alt-names.ts';
import { basicConstraintsOf, extendedKeyUsageOf, keyUsageOf, mustStapleOf } from './usage-extensions.ts';

export type ExtensionFacts = Pick<
  Certificate,
  | 'names'
  | 'basicConstraints'
  | 'keyUsage'
  | 'extendedKeyUsage'
  | 'authorityKeyId'
  | 'subjectKeyId'
  | 'issuerUrls'
  | 'ocspUrls'
  | 'crlUrls'
  | 'mustStaple'
  | 'embeddedScts'
  | 'unknownCritical'
>;

type Draft = { -readonly [Fact in keyof ExtensionFacts]: ExtensionFacts[Fact] };

type Kind = {
  readonly name: string;
  read?(draft: Draft, value: Uint8Array, faults: Fault[]): void;
  /** The fact it fills. */
  readonly fact?: keyof ExtensionFacts;
  /** What a malformed one leaves behind, where "absent" would allow more than the certificate did. */
  readonly fallback?: ExtensionFacts[keyof ExtensionFacts];
  /** RFC 5280 demands it. */
  readonly criticality?: 'always' | 'never';
};

/** The extensions this reader processes, or that are known to need no processing here. */
const kinds: Readonly<Record<string, Kind>> = {
  [oids.subjectAltName]: {
    name: 'subjectAltName',
    read(draft, value, faults) {
      draft.names = subjectAltNamesOf(value, faults);
    },
    fact: 'names',
    fallback: { dns: [], ip: [], other: [] },
  },
  [oids.basicConstraints]: {
    name: 'basicConstraints',
    fact: 'basicConstraints',
    read(draft, value, faults) {
      draft.basicConstraints = basicConstraintsOf(value, faults);
    },
  },
  [oids.keyUsage]: {
    name: 'keyUsage',
    read(draft, value, faults) {
      draft.keyUsage = keyUsageOf(value, faults);
    },
    fact: 'keyUsage',
    fallback: [],
  },
  [oids.extendedKeyUsage]: {
    name: 'extendedKeyUsage',
    read(draft, value) {
      draft.extendedKeyUsage = extendedKeyUsageOf(value);
    },
    fact: 'extendedKeyUsage',
    fallback: [],
  },
  [oids.authorityKeyIdentifier]: {
    name: 'authorityKeyIdentifier',
    criticality: 'never',
    read(draft, value) {
      draft.authorityKeyId = authorityKeyIdOf(value);
    },
  },
  [oids.subjectKeyIdentifier]: {
    name: 'subjectKeyIdentifier',
    criticality: 'never',
    read(draft, value) {
      draft.subjectKeyId = subjectKeyIdOf(value);
    },
  },
  [oids.authorityInformation]: {
    name: 'authorityInfoAccess',
    criticality: 'never',
    read(draft, value) {
      Object.assign(draft, authorityInformationOf(value));
    },
  },
  [oids.crlDistributionPoints]: {
    name: 'cRLDistributionPoints',
    read(draft, value) {
      draft.crlUrls = crlUrlsOf(value);
    },
  },
  [oids.tlsFeature]: {
    name: 'the TLS feature extension',
    read(draft, value) {
      draft.mustStaple = mustStapleOf(value);
    },
  },
  [oids.embeddedScts]: {
    name: 'the list of SCTs',
    read(draft, value) {
      draft.embeddedScts = sctCountOf(value);
    },
  },
  [oids.nameConstraints]: {
    name: 'nameConstraints',
    criticality: 'always',
    // Read again where a path is checked; here only to say what is malformed.
    read(_draft, value) {
      nameConstraintsOf(value);
    },
  },
  [oids.issuerAltName]: { name: 'issuerAltName' },
  [oids.certificatePolicies]: { name: 'certificatePolicies' },
  [oids.policyMappings]: { name: 'policyMappings' },
  [oids.policyConstraints]: { name: 'policyConstraints', criticality: 'always' },
  [oids.inhibitAnyPolicy]: { name: 'inhibitAnyPolicy', criticality: 'always' },
  [oids.freshestCrl]: { name: 'freshestCRL', criticality: 'never' },
  [oids.subjectInformation]: { name: 'subjectInfoAccess', criticality: 'never' },
};

export function readExtensions(extensions: readonly RawExtension[], faults: Fault[]): ExtensionFacts {
  const unknownCritical: string[] = [];
  const draft: Draft = { ...absent, unknownCritical };
  const seen = new Set<string>();
  for (const { oid, critical, value } of extensions) {
    const kind = kinds[oid];
    const name = kind?.name ?? oid;
    if (seen.has(oid)) {
      refuse(faults, 'extension-twice', `${name} stands there twice, so neither counts`, 'RFC 5280 §4.2');
      leaveOut(kind, draft);
      continue;
    }
    seen.add(oid);
    if (kind === undefined) {
      if (critical) unknownCritical.push(oid);
      continue;
    }
    if (kind.criticality === 'never' && critical) {
      // OpenSSL refuses these as unhandled: what they say is a hint, not a rule that a path could keep.
      refuse(faults, 'extension-critical', `${name} is marked critical and must not be`, 'RFC 5280 §4.2');
      unknownCritical.push(oid);
    }
    if (kind.criticality === 'always' && !critical) missCritical(oid, name, faults);
    try {
      kind.read?.(draft, contentOf(value), faults);
    } catch (thrown) {
      if (!(thrown instanceof DerError)) throw thrown;
      refuse(faults, 'extension-malformed', `${name} is malformed: ${thrown.message}`, 'RFC 5280 §4.2');
      leaveOut(kind, draft);
      // RFC 5280 §4.2: one whose content cannot be processed counts as one that is not recognized.
      if (critical) unknownCritical.push(oid);
    }
  }
  return draft;
}

function missCritical(oid: string, name: string, faults: Fault[]): void {
  const text = `${name} is not marked critical and must be`;
  // BR §7.1.2.5.2 lets a CA leave it out for clients that cannot read constraints, so validators let it pass.
  if (oid === oids.nameConstraints) lint(faults, 'name-constraints-not-critical', text, 'RFC 5280 §4.2.1.10');
  else refuse(faults, 'extension-not-critical', text, 'RFC 5280 §4.2.1');
}

function leaveOut(kind: Kind | undefined, draft: Draft): void {
  if (kind?.fact === undefined) return;
  Object.assign(draft, { [kind.fact]: kind.fallback ?? absent[kind.fact] });
}

const absent: ExtensionFacts = {
  names: null,
  basicConstraints: null,
  keyUsage: null,
  extendedKeyUsage: null,
  authorityKeyId: null,
  subjectKeyId: null,
  issuerUrls: [],
  ocspUrls: [],
  crlUrls: [],
  mustStaple: false,
  embeddedScts: 0,
  unknownCritical: [],
};
