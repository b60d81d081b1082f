import type { Family } from './series.ts';

/** What Prometheus asks of a blackbox exporter, after its URL was read. */
export type ProbeRequest = {
  /** As Prometheus was configured with it. */
  readonly target: string;
  readonly module: string;
  /** Another name to ask for at the target's address; null: the target's own. */
  readonly hostname: string | null;
  /** What the module `dns` asks the target for. */
  readonly query: { readonly name: string; readonly type: string } | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

export type ProbeAnswer =
  | {
      readonly kind: 'probed';
      readonly success: boolean;
      readonly families: readonly Family[];
      /** What each step said, one line each. */
      readonly log: readonly string[];
    }
  /** There is no such module, or what was asked cannot be asked. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Too many run already, and none ended in time. */
  | { readonly kind: 'busy' };

export type ProbeTarget = (request: ProbeRequest) => Promise<ProbeAnswer>;
