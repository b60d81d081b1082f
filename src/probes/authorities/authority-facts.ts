/** What the parent, the zone and every one of its name servers say, for each zone that the name depends on. */
export type AuthoritiesFacts = {
  readonly zones: readonly ZoneFacts[];
  /** Why nothing was asked, or nothing was heard; null when at least one name server was heard. */
  readonly unseen: string | null;
};

export type ZoneFacts = {
  readonly zone: string;
  /** The name of which records were asked for: the target, or the end of its aliases. */
  readonly asked: string;
  /** False for the zone of an alias' target, which is often somebody else's. */
  readonly own: boolean;
  /** Null when no server of the parent could be heard, or it serves both zones. */
  readonly delegation: DelegationFacts | null;
  /** Name servers as the resolver has them; empty when it cannot say. */
  readonly listed: readonly string[];
  readonly servers: readonly AuthorityServer[];
  /** How many further servers were not asked. */
  readonly leftOut: number;
};

export type DelegationFacts = {
  readonly parent: string;
  /** `ip:port` of the parent's server that said so. */
  readonly server: string;
  readonly names: readonly string[];
  readonly glue: readonly { readonly name: string; readonly address: string }[];
};

export type AuthorityServer = {
  readonly name: string;
  readonly inParent: boolean;
  /** What the resolver says of its name: `absent` is a sure no (NXDOMAIN or no address). */
  readonly resolves: 'found' | 'absent' | 'unknown';
  /** The name is an alias of this one, which RFC 2181 §10.3 forbids. */
  readonly alias: string | null;
  /** All that the resolver has for the name. */
  readonly resolved: readonly string[];
  /** Those asked: two of them, and what only the parent's glue has. */
  readonly addresses: readonly AuthorityAddress[];
};

export type AuthorityAddress = {
  readonly ip: string;
  /** `ip:port`. */
  readonly at: string;
  readonly look: AuthorityLook;
};

export type AuthorityLook =
  /** The address policy does not let us ask there. */
  | { readonly kind: 'not-allowed'; readonly rule: string }
  /** Asked at least twice with time enough; `sure` false: the time of the probe was over before. */
  | { readonly kind: 'silent'; readonly reason: string; readonly sure: boolean }
  | ({ readonly kind: 'replied' } & AuthorityReplies);

export type AuthorityReplies = {
  /** Of the SOA question over UDP. */
  readonly elapsedMs: number;
  readonly soa: ApexSaid;
  readonly a: RecordsSaid | null;
  readonly aaaa: RecordsSaid | null;
  /** The NS set of the zone by its own word; null when it did not say with authority. */
  readonly ns: readonly string[] | null;
  readonly tcp: 'answered' | 'refused' | 'silent' | 'unreachable' | 'cut-short';
  readonly edns: 'fine' | 'refused' | 'dropped';
  /** Asked again after a moment, where servers differed; null: they did not, or it was silent then. */
  readonly again: {
    readonly serial: number | null;
    /** Since when this copy is known to be older than another; null: not seen before, or not behind. */
    readonly behindSince: Date | null;
    readonly a: RecordsSaid | null;
    readonly aaaa: RecordsSaid | null;
  } | null;
};

/** What a server says of the zone's apex. */
export type ApexSaid = {
  readonly rcode: string;
  readonly authoritative: boolean;
  readonly recursionAvailable: boolean;
  /** The answer did not fit into UDP, and TCP brought none. */
  readonly truncated: boolean;
  /** Null without a SOA of the zone in the answer. */
  readonly serial: number | null;
  readonly primary: string | null;
  readonly refresh: number | null;
  /** Zone of the NS records it sent instead of an answer; null: it sent none. */
  readonly referral: string | null;
};

export type RecordsSaid = {
  readonly rcode: string;
  readonly authoritative: boolean;
  /** Where the name leads, step by step, as far as this server says. */
  readonly aliases: readonly string[];
  /** Addresses at the end of the aliases. */
  readonly data: readonly string[];
  /** Smallest of all of these in seconds; null without any. */
  readonly ttl: number | null;
  /** The alias has other data beside it, or there are two. */
  readonly notAlone: boolean;
  readonly referral: string | null;
};
