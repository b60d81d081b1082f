import type { Socket } from 'node:net';
import { implicitTwin, type Scheme, schemeFacts } from '../core/target/schemes.ts';
import type { DialFailure, DialOptions, DialOutcome } from './dial.ts';
import type { Network } from './network.ts';
import type { AllowedAddress } from './policy.ts';
import { upgradeProtocolOf } from './starttls/index.ts';
import { lookAgain } from './starttls/look-again.ts';
import { type Upgrade, type UpgradeFailure, upgrade } from './starttls/upgrade.ts';

/** A connection on which TLS may begin now, or why there is none. The socket is the caller's to close. */
export type Channel =
  | {
      readonly open: true;
      readonly socket: Socket;
      /** Null where TLS begins with the first byte. */
      readonly upgrade: Upgrade | null;
      readonly elapsedMs: number;
    }
  | {
      readonly open: false;
      readonly why: 'not-connected';
      readonly failure: DialFailure;
      readonly elapsedMs: number;
    }
  | {
      readonly open: false;
      readonly why: 'not-upgraded';
      readonly failure: UpgradeFailure;
      readonly elapsedMs: number;
    };

export type ChannelOptions = DialOptions & {
  readonly scheme: Scheme;
  /** The name of the target, for protocols that say it in the clear (XMPP, SMTP's EHLO is our own). */
  readonly host: string;
  /** For the conversation before TLS, where there is one; `timeoutMs` (for connecting) unless given. */
  readonly upgradeMs?: number;
  /** Connected to that address a moment ago, in place of a connection of its own. */
  readonly socket?: Socket | null;
};

/** Dials, and speaks whatever the scheme's protocol asks before its TLS: the one door for every handshake of ours. */
export async function openChannel(
  to: AllowedAddress,
  network: Network,
  options: ChannelOptions,
): Promise<Channel> {
  const begun = performance.now();
  const dialled: DialOutcome = options.socket
    ? { connected: true, socket: options.socket, elapsedMs: 0 }
    : await network.dial(to, options);
  const { elapsedMs } = dialled;
  if (!dialled.connected) return { open: false, why: 'not-connected', failure: dialled.failure, elapsedMs };
  const protocol = upgradeProtocolOf(options.scheme);
  if (protocol === null) return { open: true, socket: dialled.socket, upgrade: null, elapsedMs };
  const { signal, host, upgradeMs: timeoutMs = options.timeoutMs } = options;
  const patienceMs = patienceWith(options.scheme, to.port);
  const outcome = await upgrade(dialled.socket, {
    protocol,
    host,
    timeoutMs,
    signal,
    patienceMs,
    lookAgain: (until) => lookAgain(to, network, { host, timeoutMs: 1500, signal: until }),
  });
  const spentMs = performance.now() - begun;
  return outcome.ready
    ? { open: true, socket: dialled.socket, upgrade: outcome.upgrade, elapsedMs: spentMs }
    : { open: false, why: 'not-upgraded', failure: outcome.failure, elapsedMs: spentMs };
}

/** Mail servers make strangers wait for their greeting, and take it ill when one speaks first. */
function patienceWith(scheme: Scheme, port: number): number {
  const twin = implicitTwin(scheme);
  if (twin !== null && schemeFacts(twin).port === port) return 150;
  return scheme === 'smtp' ? 2500 : 1000;
}
