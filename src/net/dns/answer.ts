/** One resource record, data as presentation text ("192.0.2.7", "0 issue \"ca.example\"", hexadecimal when unknown). */
export type DnsRecord = {
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly data: string;
  /** The data in canonical form (RFC 4034 §6.2), names whole; only where the question asked for `dnssec`. */
  readonly wire?: Uint8Array;
};

/** RFC 8914 extended DNS error. */
export type ExtendedError = { readonly code: number; readonly name: string; readonly text: string };

export type DnsAnswer =
  | {
      readonly status: 'answered';
      /** "NOERROR", "NXDOMAIN", "SERVFAIL", "REFUSED", ... or "RCODE23". */
      readonly rcode: string;
      readonly records: readonly DnsRecord[];
      /** SOA of a negative answer, if sent: how long the absence is cached (RFC 2308). */
      readonly authority: readonly DnsRecord[];
      readonly authenticated: boolean;
      /** AA bit: from a resolver it means a zone of its own, not what the world is told. */
      readonly authoritative: boolean;
      readonly extendedErrors: readonly ExtendedError[];
      /** `ip:port` of the server that answered. */
      readonly server: string;
      readonly overTcp: boolean;
      readonly elapsedMs: number;
    }
  | {
      readonly status: 'no-answer';
      /** The last server's reason; `tried` has one line per server and attempt. */
      readonly reason:
        | 'timeout'
        | 'port-unreachable'
        | 'unreachable'
        | 'malformed'
        | 'no-servers'
        | 'aborted';
      readonly tried: readonly {
        readonly server: string;
        readonly reason: string;
        /** Over UDP it answered that TCP is needed; what failed is TCP. */
        readonly truncated?: boolean;
      }[];
      readonly elapsedMs: number;
    };

export type DnsQuestion = {
  readonly name: string;
  /** "A", "AAAA", "CNAME", "CAA", "NS", "SOA", "MX", "TXT", "HTTPS", "SVCB", "DS", "DNSKEY", "TLSA", "PTR" or "TYPE65". */
  readonly type: string;
  /** CD bit: ask a validating resolver not to validate (RFC 4035 §3.2.2). */
  readonly checkingDisabled?: boolean;
  /** DO bit: RRSIG, NSEC and NSEC3 come along (RFC 4035 §3.2.1), and every record has its `wire`. */
  readonly dnssec?: boolean;
  /** RD bit; false where an authoritative server is asked for what it knows itself. True unless said otherwise. */
  readonly recursionDesired?: boolean;
};

/** Asks the configured servers in turn, UDP first, TCP when truncated; SERVFAIL and silence move on to the next server. */
export type DnsClient = {
  readonly servers: readonly string[];
  ask(
    question: DnsQuestion,
    options: { readonly signal: AbortSignal; readonly timeoutMs: number },
  ): Promise<DnsAnswer>;
};
