import type { RequestPhases } from '../../net/http/phases.ts';
import type { RequestFailure } from '../../net/http/request.ts';

/** One request and what came back, or why nothing did. The body is counted, never kept beyond the start of an error. */
export type HttpFacts = {
  /** From the first request to the last; the way that was told, when there were two (`cookiesKept`). */
  readonly hops: readonly HttpHop[];
  readonly end:
    | { readonly kind: 'response' }
    | { readonly kind: 'redirect-loop' }
    | { readonly kind: 'too-many-redirects' }
    /** A redirect to an address, port or scheme that is not followed. */
    | { readonly kind: 'redirect-refused'; readonly url: string; readonly rule: string }
    | { readonly kind: 'failed'; readonly failure: HttpFailure };
  /** Without cookies the redirects had no end: `hops` are those of a second look that kept them. */
  readonly cookiesKept: boolean;
  /** Whether the last body holds what the target is expected to hold; null when nothing was asked for. */
  readonly expectedBody: BodyMatch | null;
};

export type HttpHop = {
  readonly url: string;
  /** `ip:port` it was pinned to. */
  readonly address: string;
  readonly protocol: 'HTTP/1.1' | 'HTTP/2';
  /** Why HTTP/1.1 was given up for HTTP/2; null when it was not. */
  readonly insteadOfHttp1: HttpFailure | null;
  /** Null when the hop brought no response. */
  readonly status: number | null;
  /** Lower-case names; only those a reader or a check needs, each at most 512 characters. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names of the cookies it set; their values are nobody's business. */
  readonly cookieNames: readonly string[];
  /** By the clock here, when the request began. */
  readonly askedAt: Date;
  /** Until the first byte of the response. */
  readonly elapsedMs: number;
  readonly phases: RequestPhases;
  /** Bytes of the body read before it ended or the cap was reached. */
  readonly bodyBytes: number;
  readonly bodyComplete: boolean;
  /** Why the body broke off; null when it ended, and when it was cut because it is longer than we read. */
  readonly bodyFailure: HttpFailure | null;
  /** How long nothing had come when the body broke off. */
  readonly quietMs: number;
  /** The first 1,024 characters of an error's body (status 400 and above), unpacked; null for other answers. */
  readonly errorText: string | null;
};

/** `resolve`: a redirect led to a name that has no address. */
export type HttpFailure = {
  readonly kind: RequestFailure['kind'] | 'resolve';
  readonly errorCode: string | null;
  readonly message: string;
};

export type BodyMatch =
  | { readonly kind: 'found' }
  /** `whole` false: only the first `searched` characters were searched, since the body is longer or broke off. */
  | { readonly kind: 'missing'; readonly searched: number; readonly whole: boolean }
  /** The body is packed in a way we cannot unpack, or the pattern is none that can be run safely. */
  | { readonly kind: 'unreadable'; readonly because: string };
