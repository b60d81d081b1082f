import type { DialFailure } from '../net/dial.ts';
import type { AllowedAddress } from '../net/policy.ts';

export type TcpFacts = {
  readonly port: number;
  readonly addresses: readonly TcpAddress[];
  /** Those that accepted, in the order of `addresses`. */
  readonly open: readonly AllowedAddress[];
};

export type TcpAddress = {
  readonly address: AllowedAddress;
  readonly elapsedMs: number;
  readonly state:
    | { readonly kind: 'open' }
    /** Accepted, then RST or FIN before a byte was sent by us or by it. */
    | { readonly kind: 'dropped-on-accept'; readonly how: 'reset' | 'closed' }
    | { readonly kind: 'failed'; readonly failure: DialFailure; readonly errno: string | null };
};
