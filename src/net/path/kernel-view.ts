import type { Socket } from 'node:net';
import { runProgram } from './run-program.ts';

/** What the kernel knows of a connection and no program can see in its bytes: tcp(7), TCP_INFO. */
export type KernelView = {
  /** Segments of ours that the peer has not acknowledged. */
  readonly unacked: number;
  /** How often segments of ours were sent again. */
  readonly resent: number;
  /** Segments of ours that arrived behind one that did not. */
  readonly sacked: number;
  /** Segments of the peer that arrived behind one that did not. */
  readonly outOfOrder: number;
  /** Largest segment that we send, in bytes of data. */
  readonly segmentBytes: number | null;
  readonly pathMtu: number | null;
};

const askMs = 1000;

/** Asks ss(8) about one of our own connections; null where it is not installed, or does not know it. */
export async function kernelView(socket: Socket, signal: AbortSignal): Promise<KernelView | null> {
  const { localPort, remotePort } = socket;
  if (localPort === undefined || remotePort === undefined) return null;
  const filter = ['sport', '=', `:${localPort}`, 'and', 'dport', '=', `:${remotePort}`];
  const run = await runProgram('ss', ['-tinOH', ...filter], { signal, timeoutMs: askMs });
  return run.kind === 'ended' && run.code === 0 ? readKernelView(run.printed) : null;
}

export function readKernelView(printed: string): KernelView | null {
  const [line = ''] = printed.trim().split('\n');
  if (!/\bESTAB\b/.test(line)) return null;
  const number = (name: string): number | null => {
    const found = new RegExp(`(?:^|\\s)${name}:(\\d+)(?=\\s|/|$)`).exec(line)?.[1];
    return found === undefined ? null : Number(found);
  };
  // "retrans:1/5": one on its way now, five in all.
  const resent = /\sretrans:\d+\/(\d+)/.exec(line)?.[1];
  return {
    unacked: number('unacked') ?? 0,
    resent: resent === undefined ? 0 : Number(resent),
    sacked: number('sacked') ?? 0,
    outOfOrder: number('rcv_ooopack') ?? 0,
    segmentBytes: number('mss'),
    pathMtu: number('pmtu'),
  };
}
