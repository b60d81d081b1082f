import { connect, type Socket } from 'node:net';
import type { AllowedAddress } from './policy.ts';

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

export type DialOptions = { readonly signal: AbortSignal; readonly timeoutMs: number };

/**
 * One TCP connection to exactly that address. The socket comes paused, with an error listener, and is the
 * caller's to close; the deadline and the signal end with the connection attempt.
 */
export function dial(to: AllowedAddress, { signal, timeoutMs }: DialOptions): Promise<DialOutcome> {
  const started = performance.now();
  const { promise, resolve } = Promise.withResolvers<DialOutcome>();
  const elapsedMs = (): number => performance.now() - started;
  if (signal.aborted) return Promise.resolve(failed('aborted', null, 0));

  const socket = connect({ host: to.ip, port: to.port, family: to.family, autoSelectFamily: false });
  // Paused before it connects: else Node reads ahead, and an early RST would be told to nobody.
  socket.pause();
  socket.setNoDelay(true);
  const deadline = setTimeout(() => giveUp('timeout'), timeoutMs);
  const abort = (): void => giveUp('aborted');
  signal.addEventListener('abort', abort);

  function settle(outcome: DialOutcome): void {
    clearTimeout(deadline);
    signal.removeEventListener('abort', abort);
    resolve(outcome);
  }
  function giveUp(failure: 'timeout' | 'aborted'): void {
    socket.destroy();
    settle(failed(failure, null, elapsedMs()));
  }
  // Stays on: an error between this function and its caller's own listener must not end the process.
  socket.on('error', (error: NodeJS.ErrnoException) => {
    settle(failed(failureOf(error.code), error.code ?? null, elapsedMs()));
  });
  socket.once('connect', () => settle({ connected: true, socket, elapsedMs: elapsedMs() }));
  return promise;
}

function failed(failure: DialFailure, errno: string | null, elapsedMs: number): DialOutcome {
  return { connected: false, failure, errno, elapsedMs };
}

function failureOf(errno: string | undefined): DialFailure {
  switch (errno) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'ETIMEDOUT':
      return 'timeout';
    case 'EHOSTUNREACH':
    case 'EHOSTDOWN':
      return 'host-unreachable';
    case 'ENETUNREACH':
    case 'ENETDOWN':
      return 'network-unreachable';
    case 'EPERM':
    case 'EACCES':
      return 'blocked-locally';
    case 'ECONNRESET':
    case 'ECONNABORTED':
      return 'reset';
    // No address of that family on this machine to send from.
    case 'EAFNOSUPPORT':
    case 'EADDRNOTAVAIL':
      return 'no-address-family';
    default:
      return 'other';
  }
}
