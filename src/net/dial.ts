import type { Socket } from 'node:net';

/** Why a TCP connection did not come about, by errno and by moment. */
export type DialFailure =
  | 'refused'
  | 'timeout'
  | 'host-unreachable'
  | 'network-unreachable'
  | 'blocked-locally'
  | 'reset'
  | 'no-address-family'
  | 'aborted'
  | 'other';

export type DialOutcome =
  | { readonly connected: true; readonly socket: Socket; readonly elapsedMs: number }
  | {
      readonly connected: false;
      readonly failure: DialFailure;
      /** "ECONNREFUSED" and the like; null for our own deadline. */
      readonly errno: string | null;
      readonly elapsedMs: number;
    };
