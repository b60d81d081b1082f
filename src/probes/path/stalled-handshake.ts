import type { SecureContext } from 'node:tls';
import { schemeFacts } from '../../core/target/schemes.ts';
import type { Target } from '../../core/target.ts';
import { openChannel } from '../../net/channel.ts';
import { handshake } from '../../net/handshake.ts';
import { type KernelView, kernelView } from '../../net/path/kernel-view.ts';
import { smallHelloContext } from '../../net/path/small-hello.ts';
import type { AllowedAddress } from '../../net/policy.ts';
import type { ProbeContext } from '../probe.ts';

/** A handshake that stalled, tried again in two ways at once. */
export type StallFacts = {
  /** As usual. */
  readonly again: HandshakeTry;
  /** With a first message that fits in one packet. */
  readonly small: HandshakeTry;
};

export type HandshakeTry = {
  /** `answered`: it broke, and the peer had said something. */
  readonly end: 'completed' | 'answered' | 'silent' | 'not-connected';
  readonly sentBytes: number;
  readonly receivedBytes: number;
  /** What the kernel saw while it stalled; null where it cannot be asked, or nothing stalled. */
  readonly kernel: KernelView | null;
};

const perTryMs = 3000;
/** By then the kernel has sent again what nobody acknowledged, several times over: RFC 6298 §2. */
const watchAtMs = 1800;

export async function lookAtStall(
  address: AllowedAddress,
  target: Target,
  context: ProbeContext,
): Promise<StallFacts> {
  const [again, small] = await Promise.all([
    tryHandshake(address, target, context, context.trust.secureContext),
    tryHandshake(address, target, context, smallHelloContext()),
  ]);
  return { again, small };
}

async function tryHandshake(
  address: AllowedAddress,
  target: Target,
  context: ProbeContext,
  secureContext: SecureContext,
): Promise<HandshakeTry> {
  const { network, signal } = context;
  const timeoutMs = context.budgetMs(perTryMs);
  const { scheme, host } = target;
  const channel = await openChannel(address, network, {
    scheme,
    host,
    signal,
    timeoutMs,
    upgradeMs: timeoutMs,
  });
  if (!channel.open) return { end: 'not-connected', sentBytes: 0, receivedBytes: 0, kernel: null };
  const { socket } = channel;
  const before = { sent: socket.bytesWritten, received: socket.bytesRead };
  const watch = watchLater(() => kernelView(socket, signal), Math.min(watchAtMs, timeoutMs * 0.6));
  const outcome = await handshake(socket, {
    serverName: target.hostKind === 'name' ? host : null,
    alpn: schemeFacts(scheme).alpn,
    secureContext,
    timeoutMs,
    signal,
  });
  const kernel = await watch.seen();
  const receivedBytes = socket.bytesRead - before.received;
  const stalled = !outcome.completed && outcome.failure.kind === 'timeout';
  return {
    end: outcome.completed ? 'completed' : receivedBytes > 0 && !stalled ? 'answered' : 'silent',
    sentBytes: socket.bytesWritten - before.sent,
    receivedBytes,
    kernel: stalled ? kernel : null,
  };
}

/** Looks once after a while, unless the result is asked for before: then there is nothing to see. */
function watchLater<T>(look: () => Promise<T | null>, afterMs: number): { seen(): Promise<T | null> } {
  let looking: Promise<T | null> | null = null;
  const timer = setTimeout(() => {
    looking = look();
  }, afterMs);
  return {
    async seen() {
      clearTimeout(timer);
      return looking;
    },
  };
}
