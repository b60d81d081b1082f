import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import type { AllowedAddress } from '../policy.ts';
import { type ConnectionIds, versionQuestion, versionsIn } from './packets.ts';

export type QuicOutcome =
  /** Something speaks QUIC there; reserved versions, which mean nothing, are among those listed. */
  | { readonly kind: 'versions'; readonly versions: readonly number[]; readonly elapsedMs: number }
  /** ICMP said that nobody listens. */
  | { readonly kind: 'refused'; readonly elapsedMs: number }
  /** `strangers`: datagrams that came and were no answer. */
  | {
      readonly kind: 'silent';
      readonly asked: number;
      readonly strangers: number;
      readonly elapsedMs: number;
    }
  /** This machine could not even send, or there is no way from here; errno. */
  | { readonly kind: 'not-sent'; readonly errno: string; readonly elapsedMs: number }
  | { readonly kind: 'aborted'; readonly elapsedMs: number };

export type QuicOptions = { readonly signal: AbortSignal; readonly timeoutMs: number };

/** Datagrams get lost: the question is asked three times, at these shares of the time there is. */
const askedAt = [0, 0.2, 0.5] as const;
const idBytes = 8;

/** Asks for the versions of QUIC at that address (RFC 9000 §6); no connection is made and none is left. */
export function askQuicVersions(
  to: AllowedAddress,
  { signal, timeoutMs }: QuicOptions,
): Promise<QuicOutcome> {
  const started = performance.now();
  const { promise, resolve } = Promise.withResolvers<QuicOutcome>();
  const ids: ConnectionIds = { destination: randomBytes(idBytes), source: randomBytes(idBytes) };
  const question = versionQuestion(randomReservedVersion(), ids, randomBytes(1200));
  const socket = createSocket(to.family === 6 ? 'udp6' : 'udp4');
  const timers: NodeJS.Timeout[] = [];
  let open = true;
  let asked = 0;
  let strangers = 0;

  const elapsedMs = (): number => Math.round((performance.now() - started) * 100) / 100;
  function settle(outcome: QuicOutcome): void {
    if (!open) return;
    open = false;
    for (const timer of timers) clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    socket.close();
    resolve(outcome);
  }
  function abort(): void {
    settle({ kind: 'aborted', elapsedMs: elapsedMs() });
  }
  function fail({ code = 'unknown' }: NodeJS.ErrnoException): void {
    if (code === 'ECONNREFUSED') settle({ kind: 'refused', elapsedMs: elapsedMs() });
    else settle({ kind: 'not-sent', errno: code, elapsedMs: elapsedMs() });
  }
  function ask(): void {
    if (!open) return;
    asked += 1;
    socket.send(question, (error) => {
      if (error !== null && error !== undefined) fail(error);
    });
  }
  socket.on('error', fail);
  socket.on('message', (datagram) => {
    const versions = versionsIn(datagram, ids);
    if (versions === null) strangers += 1;
    else settle({ kind: 'versions', versions, elapsedMs: elapsedMs() });
  });
  if (signal.aborted) {
    abort();
    return promise;
  }
  signal.addEventListener('abort', abort);
  timers.push(
    setTimeout(() => settle({ kind: 'silent', asked, strangers, elapsedMs: elapsedMs() }), timeoutMs),
  );
  // Connected: the kernel drops what others send, and tells of ICMP.
  socket.connect(to.port, to.ip, (error?: Error | null) => {
    if (error) {
      fail(error);
      return;
    }
    if (!open) return;
    for (const share of askedAt) timers.push(setTimeout(ask, timeoutMs * share));
  });
  return promise;
}

function randomReservedVersion(): number {
  return ((randomBytes(4).readUInt32BE(0) & 0xf0f0f0f0) | 0x0a0a0a0a) >>> 0;
}
