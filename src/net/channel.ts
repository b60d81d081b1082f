import type { Socket } from 'node:net';
import type { Scheme } from '../core/schemes.ts';
import type { DialFailure, DialOptions } from './dial.ts';
import type { Network } from './network.ts';
import type { AllowedAddress } from './policy.ts';

/** A connection on which TLS may begin now, or why there is none. The socket is the caller's to close. */
export type Channel =
  | { readonly open: true; readonly socket: Socket; readonly elapsedMs: number }
  | {
      readonly open: false;
      readonly why: 'not-connected';
      readonly failure: DialFailure;
      readonly elapsedMs: number;
    };

export type ChannelOptions = DialOptions & {
  readonly scheme: Scheme;
  /** The name of the target, for protocols that say it in the clear (XMPP, SMTP's EHLO is our own). */
  readonly host: string;
};

/** Dials, and speaks whatever the scheme's protocol asks before its TLS: the one door for every handshake of ours. */
export async function openChannel(
  to: AllowedAddress,
  network: Network,
  options: ChannelOptions,
): Promise<Channel> {
  const dialled = await network.dial(to, options);
  const { elapsedMs } = dialled;
  if (dialled.connected) return { open: true, socket: dialled.socket, elapsedMs };
  return { open: false, why: 'not-connected', failure: dialled.failure, elapsedMs };
}
