import { contentOf, DerError, type Element, readInside, tags } from '../../asn1/der.ts';
import { integerBytes } from '../../asn1/der-values.ts';
import { type Fault, refuse } from '../../certificate/fault.ts';
import { authorityKeyIdOf } from '../../certificate/key-identifiers.ts';
import { extensionOids } from '../../certificate/object-identifiers.ts';
import type { RawExtension } from '../../certificate/structure.ts';
import type { Crl } from './crl.ts';
import { scopeOf } from './crl-scope.ts';
import { readDistributionPoints } from './distribution-points.ts';

export type CrlExtensions = Pick<
  Crl,
  'number' | 'baseNumber' | 'authorityKeyId' | 'scope' | 'freshest' | 'unknownCritical'
>;

type Draft = { -readonly [Fact in keyof CrlExtensions]: CrlExtensions[Fact] };

type Kind = {
  readonly name: string;
  readonly code: string;
  readonly critical: boolean | null;
  readonly section: string;
  /** Without it nobody knows what the CRL is about: malformed, it counts as unknown and critical. */
  readonly needed?: boolean;
  read?(draft: Draft, value: Element, context: { readonly issuer: string; readonly faults: Fault[] }): void;
};

/** RFC 5280 §5.2. */
const kinds: Readonly<Record<string, Kind>> = {
  [extensionOids.authorityKeyIdentifier]: {
    name: 'authorityKeyIdentifier',
    code: 'key-id',
    critical: false,
    section: '§5.2.1',
    read(draft, value, { faults }) {
      draft.authorityKeyId = authorityKeyIdOf(value, faults);
    },
  },
  [extensionOids.issuerAltName]: {
    name: 'issuerAltName',
    code: 'alt-name',
    critical: false,
    section: '§5.2.2',
  },
  '2.5.29.20': {
    name: 'cRLNumber',
    code: 'number',
    critical: false,
    section: '§5.2.3',
    read(draft, value, { faults }) {
      draft.number = numberOf(value, 'cRLNumber', faults);
    },
  },
  '2.5.29.27': {
    name: 'deltaCRLIndicator',
    code: 'delta',
    critical: true,
    section: '§5.2.4',
    needed: true,
    read(draft, value, { faults }) {
      draft.baseNumber = numberOf(value, 'BaseCRLNumber', faults);
    },
  },
  '2.5.29.28': {
    name: 'issuingDistributionPoint',
    code: 'scope',
    critical: true,
    section: '§5.2.5',
    needed: true,
    read(draft, value, { issuer, faults }) {
      draft.scope = scopeOf(value, issuer, faults);
    },
  },
  [extensionOids.freshestCrl]: {
    name: 'freshestCRL',
    code: 'freshest',
    critical: false,
    section: '§5.2.6',
    read(draft, value, { issuer }) {
      draft.freshest = readDistributionPoints(contentOf(value), issuer);
    },
  },
  [extensionOids.authorityInformation]: {
    name: 'authorityInfoAccess',
    code: 'information',
    critical: false,
    section: '§5.2.7',
  },
};

/** `issuer` is the name of the CRL's issuer, DER in hexadecimal. */
export function readCrlExtensions(
  extensions: readonly RawExtension[],
  issuer: string,
  faults: Fault[],
): CrlExtensions {
  const unknownCritical: string[] = [];
  const draft: Draft = {
    number: null,
    baseNumber: null,
    authorityKeyId: null,
    scope: null,
    freshest: [],
    unknownCritical,
  };
  const seen = new Set<string>();
  for (const { oid, critical, value } of extensions) {
    const kind = kinds[oid];
    if (seen.has(oid)) {
      refuse(faults, 'extension-twice', `${kind?.name ?? oid} stands there twice`, 'RFC 5280 §4.2');
      if (critical || kind?.needed === true) unknownCritical.push(oid);
      continue;
    }
    seen.add(oid);
    if (kind === undefined) {
      if (critical) unknownCritical.push(oid);
      continue;
    }
    const citation = `RFC 5280 ${kind.section}`;
    if (kind.critical === true && !critical) {
      refuse(faults, `${kind.code}-not-critical`, `${kind.name} is not marked critical`, citation);
    }
    if (kind.critical === false && critical) {
      refuse(faults, `${kind.code}-critical`, `${kind.name} is marked critical`, citation);
    }
    try {
      kind.read?.(draft, value, { issuer, faults });
    } catch (thrown) {
      if (!(thrown instanceof DerError)) throw thrown;
      refuse(faults, `${kind.code}-malformed`, `${kind.name} is malformed: ${thrown.message}`, citation);
      if (critical || kind.needed === true) unknownCritical.push(oid);
    }
  }
  return draft;
}

const longestNumber = 20;

function numberOf(value: Element, what: string, faults: Fault[]): bigint {
  const number = readInside(value, tags.integer, what);
  const content = integerBytes(number, what);
  if ((content[0] ?? 0) >= 0x80) throw new DerError(`${what} is negative`, number.start);
  if (content.length > 4 * longestNumber)
    throw new DerError(`${what} has ${content.length} bytes`, number.start);
  if (content.length > longestNumber) {
    refuse(faults, 'number-too-long', `${what} is longer than ${longestNumber} bytes`, 'RFC 5280 §5.2.3');
  }
  return BigInt(`0x${Buffer.from(content).toString('hex')}`);
}
