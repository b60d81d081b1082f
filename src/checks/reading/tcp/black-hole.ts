import type { Evidence } from '../../../core/finding.ts';
import type { HandshakeTry, StallFacts } from '../../../probes/path/stalled-handshake.ts';
import type { PathFacts, PathLook } from '../../../probes/path.ts';
import { evidence } from '../evidence.ts';

/** Why a handshake stalls, where its segments tell; `none`: the server may simply hang. */
export type StallCause =
  /** Our large segments never arrive, and what we send behind them does. */
  | 'lost-there'
  /** The peer's large segments never arrive, and what it sends behind them does. */
  | 'lost-here'
  /** A small ClientHello is answered; a usual one arrives and is not. */
  | 'large-hello'
  | 'none';

export function stallCause({ again, small }: StallFacts): StallCause {
  if (again.end !== 'silent') return 'none';
  const { kernel } = again;
  // Two answers of different length: the end of one may happen to fill a packet as well.
  if ([again, small].some((one) => (one.kernel?.outOfOrder ?? 0) > 0)) return 'lost-here';
  const smallAnswered = small.end === 'completed' || small.end === 'answered';
  if (again.receivedBytes > 0) return 'none';
  if (kernel !== null && kernel.unacked > 0 && kernel.resent > 1) {
    return kernel.sacked > 0 || smallAnswered ? 'lost-there' : 'none';
  }
  return smallAnswered ? 'large-hello' : 'none';
}

/** The first address whose handshake stalls for this reason. */
export function stalledBy(path: PathFacts | null, ...causes: readonly StallCause[]): PathLook | null {
  return path?.looks.find(({ stall }) => stall !== null && causes.includes(stallCause(stall))) ?? null;
}

export function stallEvidence({ again, small }: StallFacts): readonly Evidence[] {
  const segment = again.kernel?.segmentBytes ?? null;
  return [
    evidence('usual handshake', tryText(again)),
    evidence('small handshake', tryText(small)),
    ...(again.kernel === null && small.kernel === null
      ? [evidence('kernel', 'not asked: ss of the package iproute2 is not installed')]
      : []),
    ...(segment === null ? [] : [evidence('largest segment', `${segment} bytes of data`)]),
  ];
}

function tryText({ sentBytes, receivedBytes, end, kernel }: HandshakeTry): string {
  const bytes = `${sentBytes} bytes sent, ${receivedBytes} received, ${endTexts[end]}`;
  if (kernel === null) return bytes;
  const { unacked, resent, sacked, outOfOrder } = kernel;
  const ours =
    unacked === 0
      ? 'all of ours acknowledged'
      : `${unacked} segments of ours missing there, sent again ${resent} times, ${sacked} later ones arrived`;
  return `${bytes}; ${ours}; ${outOfOrder} of theirs arrived behind one that did not`;
}

const endTexts: Readonly<Record<HandshakeTry['end'], string>> = {
  completed: 'completed',
  answered: 'answered',
  silent: 'then silence',
  'not-connected': 'no connection',
};
