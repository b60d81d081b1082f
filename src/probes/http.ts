/** One request and what came back, or why nothing did. The body is counted, never kept beyond `bodyStart`. */
export type HttpFacts = {
  readonly hops: readonly HttpHop[];
  readonly end:
    | { readonly kind: 'response' }
    | { readonly kind: 'redirect-loop' }
    | { readonly kind: 'too-many-redirects' }
    /** A redirect to an address, port or scheme that is not followed. */
    | { readonly kind: 'redirect-refused'; readonly url: string; readonly rule: string }
    | { readonly kind: 'failed'; readonly failure: HttpFailure };
};

export type HttpHop = {
  readonly url: string;
  /** `ip:port` it was pinned to. */
  readonly address: string;
  /** Null when the hop brought no response. */
  readonly status: number | null;
  /** Lower-case names; only those a reader or a check needs, each at most 512 characters. */
  readonly headers: Readonly<Record<string, string>>;
  /** Until the first byte of the response. */
  readonly elapsedMs: number;
  /** Bytes of the body read before it ended or the cap was reached. */
  readonly bodyBytes: number;
  readonly bodyComplete: boolean;
};

export type HttpFailure = {
  readonly kind:
    | 'timeout'
    /** Closed without a byte. */
    | 'empty-reply'
    | 'reset'
    /** Not HTTP, or a malformed or oversized head. */
    | 'protocol-error'
    /** The TLS of a redirect target failed or is not trusted. */
    | 'tls'
    | 'resolve'
    | 'connect'
    | 'aborted';
  readonly errorCode: string | null;
  readonly message: string;
};
