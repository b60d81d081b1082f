import type { DnsAnswer, DnsRecord, ExtendedError } from '../net/dns/answer.ts';

/** How the host became addresses. */
export type DnsFacts = {
  /** `given`: --address was used; `literal`: the target is an address; `hosts-file`: the file outranks DNS. */
  readonly source: 'dns' | 'hosts-file' | 'literal' | 'given';
  readonly name: string;
  /** v4 first, each once, in order of appearance. */
  readonly addresses: readonly string[];
  /** Path of the hosts file when `source` is that. */
  readonly hostsFile: string | null;
  /** Null for `literal`, `given` and `hosts-file`. */
  readonly lookup: DnsLookup | null;
};

export type DnsLookup = {
  readonly servers: readonly string[];
  readonly a: DnsAnswer;
  readonly aaaa: DnsAnswer;
  /** The SERVFAIL asked again with CD set; null when there was no SERVFAIL. */
  readonly unvalidated: DnsAnswer | null;
  /** Aliases in order of following: [{ name, target }]. */
  readonly aliases: readonly { readonly name: string; readonly target: string; readonly ttl: number }[];
  readonly aliasLoop: boolean;
  readonly records: readonly DnsRecord[];
  readonly extendedErrors: readonly ExtendedError[];
  /** Smallest TTL of the address records in seconds; null without any. */
  readonly ttl: number | null;
  readonly authenticated: boolean;
};
