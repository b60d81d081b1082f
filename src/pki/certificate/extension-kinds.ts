import { contentOf, DerError, type Element, readInside, tags } from '../asn1/der.ts';
import { nameConstraintsOf } from '../constraints/name-constraints-der.ts';
import { accessUrlsOf } from './access-descriptions.ts';
import type { Certificate } from './certificate.ts';
import { crlUrlsOf } from './distribution-points.ts';
import { type Fault, lint, refuse } from './fault.ts';
import { authorityKeyIdOf, subjectKeyIdOf } from './key-identifiers.ts';
import { extensionOids as oids } from './object-identifiers.ts';
import {
  judgeInhibitAnyPolicy,
  judgeMappings,
  judgePolicies,
  judgePolicyConstraints,
} from './policy-extensions.ts';
import { sctCountOf } from './sct-list.ts';
import { alternativeNamesOf } from './subject-alt-names.ts';
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

export type ExtensionDraft = { -readonly [Fact in keyof ExtensionFacts]: ExtensionFacts[Fact] };

export type ExtensionKind = {
  readonly name: string;
  /** Of the OCTET STRING; throws `DerError`. Left out: nothing is to be said of its content. */
  read?(draft: ExtensionDraft, value: Element, faults: Fault[]): void;
  /** The fact it fills. */
  readonly fact?: keyof ExtensionFacts;
  /** What a malformed one leaves behind, where "absent" would allow more than the certificate did. */
  readonly fallback?: ExtensionFacts[keyof ExtensionFacts];
  /** What its RFC demands or advises, with the section. */
  readonly criticality?: readonly ['always' | 'never' | 'should' | 'should-not', citation: string];
};

/** The extensions this reader processes, or that are known to need no processing here. */
export const extensionKinds: Readonly<Record<string, ExtensionKind>> = {
  [oids.subjectAltName]: {
    name: 'subjectAltName',
    fact: 'names',
    fallback: { dns: [], ip: [], other: [] },
    read(draft, value, faults) {
      draft.names = alternativeNamesOf(value, 'subjectAltName', faults);
    },
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
    fact: 'keyUsage',
    fallback: [],
    criticality: ['should', 'RFC 5280 §4.2.1.3'],
    read(draft, value, faults) {
      draft.keyUsage = keyUsageOf(value, faults);
    },
  },
  [oids.extendedKeyUsage]: {
    name: 'extendedKeyUsage',
    fact: 'extendedKeyUsage',
    fallback: [],
    read(draft, value, faults) {
      draft.extendedKeyUsage = extendedKeyUsageOf(value, faults);
    },
  },
  [oids.authorityKeyIdentifier]: {
    name: 'authorityKeyIdentifier',
    fact: 'authorityKeyId',
    criticality: ['never', 'RFC 5280 §4.2.1.1'],
    read(draft, value, faults) {
      draft.authorityKeyId = authorityKeyIdOf(value, faults);
    },
  },
  [oids.subjectKeyIdentifier]: {
    name: 'subjectKeyIdentifier',
    fact: 'subjectKeyId',
    criticality: ['never', 'RFC 5280 §4.2.1.2'],
    read(draft, value, faults) {
      draft.subjectKeyId = subjectKeyIdOf(value, faults);
    },
  },
  [oids.authorityInformation]: {
    name: 'authorityInfoAccess',
    criticality: ['never', 'RFC 5280 §4.2.2.1'],
    read(draft, value, faults) {
      const { issuerUrls, ocspUrls } = accessUrlsOf(value, 'authorityInfoAccess', faults);
      draft.issuerUrls = issuerUrls;
      draft.ocspUrls = ocspUrls;
    },
  },
  [oids.crlDistributionPoints]: {
    name: 'cRLDistributionPoints',
    criticality: ['should-not', 'RFC 5280 §4.2.1.13'],
    read(draft, value, faults) {
      draft.crlUrls = crlUrlsOf(value, 'cRLDistributionPoints', faults);
    },
  },
  [oids.tlsFeature]: {
    name: 'the TLS feature extension',
    criticality: ['should-not', 'RFC 7633 §4.1'],
    read(draft, value, faults) {
      draft.mustStaple = mustStapleOf(value, faults);
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
    criticality: ['always', 'RFC 5280 §4.2.1.10'],
    // Read again where a path is checked; here only to say what is malformed.
    read(_draft, value, faults) {
      if (value.end - value.body <= mostConstraintBytes) {
        placed(value, () => nameConstraintsOf(contentOf(value)));
        return;
      }
      const text = `nameConstraints has over ${mostConstraintBytes} bytes, which were not looked through`;
      lint(faults, 'list-not-read', text, 'RFC 5280 §4.2.1.10', value.start);
    },
  },
  [oids.issuerAltName]: {
    name: 'issuerAltName',
    criticality: ['should-not', 'RFC 5280 §4.2.1.7'],
    read(_draft, value, faults) {
      alternativeNamesOf(value, 'issuerAltName', faults);
    },
  },
  [oids.certificatePolicies]: {
    name: 'certificatePolicies',
    read(_draft, value, faults) {
      judgePolicies(value, faults);
    },
  },
  [oids.policyMappings]: {
    name: 'policyMappings',
    criticality: ['should', 'RFC 5280 §4.2.1.5'],
    read(_draft, value, faults) {
      judgeMappings(value, faults);
    },
  },
  [oids.policyConstraints]: {
    name: 'policyConstraints',
    criticality: ['always', 'RFC 5280 §4.2.1.11'],
    read(_draft, value, faults) {
      judgePolicyConstraints(value, faults);
    },
  },
  [oids.inhibitAnyPolicy]: {
    name: 'inhibitAnyPolicy',
    criticality: ['always', 'RFC 5280 §4.2.1.14'],
    read(_draft, value) {
      judgeInhibitAnyPolicy(value);
    },
  },
  [oids.freshestCrl]: {
    name: 'freshestCRL',
    criticality: ['never', 'RFC 5280 §4.2.1.15'],
    read(_draft, value, faults) {
      crlUrlsOf(value, 'freshestCRL', faults);
    },
  },
  [oids.subjectInformation]: {
    name: 'subjectInfoAccess',
    criticality: ['never', 'RFC 5280 §4.2.2.2'],
    read(_draft, value, faults) {
      accessUrlsOf(value, 'subjectInfoAccess', faults);
    },
  },
  // Processed where an OCSP responder is judged; OpenSSL, too, knows it.
  '1.3.6.1.5.5.7.48.1.5': {
    name: 'id-pkix-ocsp-nocheck',
    criticality: ['should-not', 'RFC 6960 §4.2.2.2.1'],
    read(_draft, value) {
      readInside(value, tags.null, 'id-pkix-ocsp-nocheck');
    },
  },
};

/** Extensions that are named and whose rules are kept, and that are not processed: critical ones stay unknown. */
export const namedOnly: Readonly<Record<string, ExtensionKind>> = {
  '2.5.29.9': { name: 'subjectDirectoryAttributes', criticality: ['never', 'RFC 5280 §4.2.1.8'] },
  '1.3.6.1.4.1.11129.2.4.3': {
    name: 'the poison of a precertificate',
    criticality: ['always', 'RFC 6962 §3.1'],
    read(_draft, value, faults) {
      const text = 'this is a precertificate, which is for logs and not for servers';
      refuse(faults, 'precertificate', text, 'RFC 6962 §3.1', value.start);
    },
  },
};

const mostConstraintBytes = 100_000;

/** Bytes counted from the start of the certificate, where the reader of a part counts from the start of the part. */
function placed(value: Element, read: () => void): void {
  try {
    read();
  } catch (thrown) {
    throw thrown instanceof DerError ? new DerError(thrown.reason, thrown.offset + value.body) : thrown;
  }
}
