import type { SecureContext } from 'node:tls';
import type { AnswerCache } from '../core/cache/answer-cache.ts';
import type { Depth, Wish } from '../core/depth.ts';
import type { Probe, ProbeRecord } from '../core/probe.ts';
import type { Standstill } from '../core/vantage/standstill.ts';
import type { Ds } from '../net/dnssec/records.ts';
import type { Network, RunNetwork } from '../net/network.ts';
import { type SpareConnections, spareConnections } from '../net/spare-connections.ts';
import type { AriDirectory } from '../pki/ari/directories.ts';
import type { KnownVerdicts } from '../pki/client/known-verdicts.ts';
import type { LogListSource } from '../pki/ct/log-list-source.ts';
import type { ClientIdentity } from '../pki/identity/client-identity.ts';
import type { KnownKeys } from '../pki/known-keys/known-keys.ts';
import type { TrustStore } from '../pki/trust/trust-store.ts';
import type { Vantage } from './vantage/vantage.ts';

/**
 * What a probe may use beside its target: the way out, the trust store, what is known already, the clock, the signal
 * and the time left.
 */
export type ProbeContext = {
  readonly network: Network;
  readonly trust: TrustStore;
  /** What was fetched before and is still true. */
  readonly cache: AnswerCache;
  /** CAs of ARI_DIRECTORIES, asked before the public ones. */
  readonly ariDirectories?: readonly AriDirectory[];
  /** Keys whose private halves are public; left out: the bundled ones. */
  readonly knownKeys?: KnownKeys;
  /** The transparency logs that count. */
  readonly logList: LogListSource;
  /** Our own certificate that the target asks to be shown; null: none, or none of that name. */
  readonly client?: ClientIdentity | null;
  /** For a run that many others follow: what the TCP probe opened TLS goes on with. Left out: each opens its own. */
  readonly spare?: SpareConnections;
  /** What OpenSSL said before of lists of certificates; left out: each is verified in its handshake. */
  readonly verdicts?: KnownVerdicts;
  /** This machine's own connection; left out: nobody looks at it. */
  readonly vantage?: Vantage;
  /** Where an HTTP-01 challenge is answered; left out: 80, as RFC 8555 §8.3 has it. */
  readonly challengePort?: number;
  /** How far up this run goes, and what was asked for beyond the usual ladder. */
  readonly depth: Depth;
  readonly wishes: ReadonlySet<Wish>;
  /** Of the root that names hang from; left out: IANA's. */
  readonly dnssecAnchors?: readonly Ds[];
  /** For a probe that takes long: what it found just now, in a few words. */
  tell?(probe: string, words: string): void;
  /** For how long our own thread stood still since the run began; left out: nobody watches. */
  standstill?(): Standstill;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Milliseconds one step may take: `most`, or less when the run's own deadline is nearer. */
  budgetMs(most: number): number;
};

/** What a run on behalf of somebody has in the place of what every other has: the way out, and the answers they may share. */
export type Ground = { readonly network: RunNetwork; readonly cache: AnswerCache };

/**
 * For a step that others wait for: of a short run (CHECK_TIMEOUT) it takes a part only, so that one address that stalls
 * leaves time to ask the others.
 */
export function sharedBudgetMs(most: number, { budgetMs }: Pick<ProbeContext, 'budgetMs'>): number {
  return Math.max(1, Math.min(budgetMs(most), budgetMs(Number.POSITIVE_INFINITY) * 0.7));
}

/** The context for handshakes with the target itself, and with nobody else: it may hold our own certificate. */
export function contextForTarget({
  client,
  trust,
}: {
  readonly client?: ClientIdentity | null | undefined;
  readonly trust: TrustStore;
}): SecureContext {
  return client?.secureContext ?? trust.secureContext;
}

export type { ClientIdentity };
export { spareConnections };

export type NetworkProbe<
  Facts,
  Needs extends ProbeRecord,
  MayNeed extends ProbeRecord,
  After extends ProbeRecord,
> = Probe<Facts, Needs, ProbeContext, MayNeed, After>;

/** Gives a probe its types; `needs` makes the import graph of the probes the graph of the layers. */
export function defineProbe<
  Facts,
  const Needs extends ProbeRecord,
  // biome-ignore lint/complexity/noBannedTypes: `{}` is the record without keys that a probe without `mayNeed` has.
  const MayNeed extends ProbeRecord = {},
  // biome-ignore lint/complexity/noBannedTypes: as above, without `after`.
  const After extends ProbeRecord = {},
>(probe: NetworkProbe<Facts, Needs, MayNeed, After>): NetworkProbe<Facts, Needs, MayNeed, After> {
  return probe;
}
