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
  read?(draft: Draft, value: Uint8Array, problems: string[]): void;
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
    read(draft, value, problems) {
      draft.names = subjectAltNamesOf(value, problems);
    },
    fact: 'names',
    fallback: { dns: [], ip: [], other: [] },
  },
  [oids.basicConstraints]: {
    name: 'basicConstraints',
    fact: 'basicConstraints',
    read(draft, value, problems) {
      draft.basicConstraints = basicConstraintsOf(value, problems);
    },
  },
  [oids.keyUsage]: {
    name: 'keyUsage',
    read(draft, value, problems) {
      draft.keyUsage = keyUsageOf(value, problems);
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

export function readExtensions(extensions: readonly RawExtension[], problems: string[]): ExtensionFacts {
  const unknownCritical: string[] = [];
  const draft: Draft = { ...absent, unknownCritical };
  const seen = new Set<string>();
  for (const { oid, critical, value } of extensions) {
    const kind = kinds[oid];
    const name = kind?.name ?? oid;
    if (seen.has(oid)) {
      problems.push(`${name} stands there twice, so neither counts (RFC 5280 §4.2)`);
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
      problems.push(`${name} is marked critical, which RFC 5280 §4.2 forbids`);
      unknownCritical.push(oid);
    }
    if (kind.criticality === 'always' && !critical) {
      problems.push(`${name} is not marked critical (RFC 5280 §4.2.1)`);
    }
    try {
      kind.read?.(draft, contentOf(value), problems);
    } catch (thrown) {
      if (!(thrown instanceof DerError)) throw thrown;
      problems.push(`${name} is malformed: ${thrown.message}`);
      leaveOut(kind, draft);
      // RFC 5280 §4.2: one whose content cannot be processed counts as one that is not recognized.
      if (critical) unknownCritical.push(oid);
    }
  }
  return draft;
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
