import { deadEnd, learned, type ProbeOutcome } from '../core/probe.ts';
import { hostPort, speaksTls, type Target } from '../core/target.ts';
import type { DialFailure } from '../net/dial.ts';
import { listen } from '../net/listen.ts';
import type { AllowedAddress } from '../net/policy.ts';
import { defineProbe, type ProbeContext, sharedBudgetMs } from './probe.ts';
import { reachProbe } from './reach.ts';

export type TcpFacts = {
  readonly port: number;
  readonly addresses: readonly TcpAddress[];
  /** Those that accepted, in the order of `addresses`. */
  readonly open: readonly AllowedAddress[];
};

export type TcpAddress = {
  readonly address: AllowedAddress;
  readonly elapsedMs: number;
  readonly state: /** `banner`: what it said unasked within a moment (tcp:// only), at most 256 bytes; null: nothing, or not waited for. */
    | { readonly kind: 'open'; readonly banner: Uint8Array | null }
    /** Accepted, then RST or FIN before a byte was sent by us or by it. Seen for tcp:// only; see `TlsAddress` for TLS. */
    | { readonly kind: 'dropped-on-accept'; readonly how: 'reset' | 'closed' }
    | { readonly kind: 'failed'; readonly failure: DialFailure; readonly errno: string | null };
};

const perDialMs = 3000;
/** How long a silent connection is watched for a banner or a drop, when no TLS will follow. */
const lingerMs = 250;

export const tcpProbe = defineProbe({
  name: 'tcp',
  layer: 'tcp',
  rung: { label: 'TCP', covers: ['tcp'], always: true },
  needs: { reach: reachProbe },
  deadlineMs: 4000,
  describe({ addresses, open, port }: TcpFacts) {
    const only = addresses.length === 1 ? open[0] : undefined;
    if (only !== undefined) return `${hostPort(only.ip, port)} accepts`;
    return `${open.length} of ${addresses.length} addresses accept on port ${port}`;
  },
  async run(target, { reach }, context): Promise<ProbeOutcome<TcpFacts>> {
    const addresses = await Promise.all(reach.allowed.map((address) => lookAt(address, target, context)));
    const open = addresses.filter((seen) => seen.state.kind === 'open').map((seen) => seen.address);
    const facts: TcpFacts = { port: target.port, addresses, open };
    if (open.length > 0) return learned(facts);
    const tried = addresses.map(
      (seen) => `${hostPort(seen.address.ip, target.port)} ${stateText(seen.state)}`,
    );
    return deadEnd('no-connection', tried.join(', '), 'target', facts);
  },
});

async function lookAt(address: AllowedAddress, target: Target, context: ProbeContext): Promise<TcpAddress> {
  const { signal } = context;
  const dialled = await context.network.dial(address, {
    signal,
    timeoutMs: sharedBudgetMs(perDialMs, context),
  });
  const { elapsedMs } = dialled;
  if (!dialled.connected) {
    const { failure, errno } = dialled;
    return { address, elapsedMs, state: { kind: 'failed', failure, errno } };
  }
  if (target.scheme !== 'tcp') {
    if (context.spare === undefined || !speaksTls(target)) dialled.socket.destroy();
    else context.spare.keep(address, dialled.socket);
    return { address, elapsedMs, state: { kind: 'open', banner: null } };
  }
  const heard = await listen(dialled.socket, { signal, timeoutMs: context.budgetMs(lingerMs) });
  if (heard.kind === 'dropped')
    return { address, elapsedMs, state: { kind: 'dropped-on-accept', how: heard.how } };
  return { address, elapsedMs, state: { kind: 'open', banner: heard.kind === 'bytes' ? heard.bytes : null } };
}

function stateText(state: TcpAddress['state']): string {
  switch (state.kind) {
    case 'open':
      return 'open';
    case 'dropped-on-accept':
      return `${state.how} right after accepting`;
    case 'failed':
      return state.failure;
  }
}
