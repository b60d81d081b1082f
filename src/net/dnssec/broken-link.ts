/** What breaks a chain of trust, and the extended error that resolvers give for it (RFC 8914 §4). */
export const brokenCodes = {
  /** The parent has a DS, the zone shows no DNSKEY at all. */
  'dnskey-missing': 9,
  /** No DNSKEY has the digest that the DS at the parent asks for. */
  'ds-mismatch': 9,
  /** The key that the DS names is no zone key, or revoked. */
  'no-zone-key': 11,
  /** The keys of the zone are not signed by one that the DS names. */
  'dnskey-unsigned': 10,
  'rrsig-missing': 10,
  'rrsig-expired': 7,
  'rrsig-not-yet-valid': 8,
  /** Signed with a key that is not among those of the zone. */
  'rrsig-key-missing': 9,
  /** The signature does not fit the records. */
  'rrsig-wrong': 6,
  /** Signed by another zone, or with more labels than the name has. */
  'rrsig-misplaced': 6,
  /** So many keys and signatures for one answer that checking was given up (CVE-2023-50387). */
  'too-many-signatures': 6,
  'denial-missing': 12,
  'denial-not-proved': 6,
  /** A CNAME that does not follow from the DNAME above it. */
  'dname-mismatch': 6,
} as const satisfies Readonly<Record<string, number>>;

export type BrokenCode = keyof typeof brokenCodes;

export type BrokenLink = {
  readonly code: BrokenCode;
  /** The zone whose records break the chain. */
  readonly zone: string;
  readonly name: string;
  readonly type: string;
  /** End or begin of the signature, where its time is the fault. */
  readonly at: Date | null;
  /** Key tags wanted: of the DS, or of the signature. */
  readonly wanted: readonly number[];
  /** Key tags of the DNSKEY records there are. */
  readonly found: readonly number[];
};

type Place = Pick<BrokenLink, 'code' | 'zone' | 'name' | 'type'>;

export function brokenLink(
  place: Place,
  more: Partial<Pick<BrokenLink, 'at' | 'wanted' | 'found'>> = {},
): BrokenLink {
  return { at: null, wanted: [], found: [], ...place, ...more };
}

/** Why nothing can be said, whatever the zone is like. */
export type Uncertainty =
  /** The resolver did not answer one of the questions, or not with records. */
  | { readonly code: 'no-answer'; readonly name: string; readonly type: string; readonly said: string }
  /** No signatures come through: the resolver does not know DNSSEC, or a box on the way removes them. */
  | { readonly code: 'stripped' }
  /** The resolver's root is signed by keys that are not ours. */
  | { readonly code: 'other-root'; readonly found: readonly number[] }
  /** The public tree has no such name, the resolver knows it all the same. */
  | { readonly code: 'private-name'; readonly zone: string }
  /** The resolver answers from a zone of its own (AA), which the chain of trust is not about. */
  | { readonly code: 'own-view' }
  | { readonly code: 'too-much' };

/** Where the chain of trust ends without a fault. */
export type Unsecured = {
  readonly code:
    | 'no-ds'
    | 'opt-out'
    | 'unknown-algorithm'
    /** NSEC3 with more rounds than are worth computing (RFC 9276 §3.2). */
    | 'nsec3-iterations';
  /** The last zone that is secure. */
  readonly zone: string;
  /** The name from which on nothing is signed. */
  readonly from: string;
  /** Algorithms of the DS records, where these are the reason. */
  readonly algorithms: readonly number[];
};

export type Trust<Secure> =
  | ({ readonly state: 'secure' } & Secure)
  | { readonly state: 'insecure'; readonly why: Unsecured }
  | { readonly state: 'bogus'; readonly link: BrokenLink }
  | { readonly state: 'indeterminate'; readonly why: Uncertainty };

export type TrustState = Trust<unknown>['state'];
