import type { Reach } from '../core/access/reach.ts';
import type { Check } from '../core/check.ts';
import type { Depth, Wish } from '../core/depth.ts';
import {
  byTelling,
  type Diagnosis,
  ownFaultIn,
  rootCauseOf,
  type SeenCertificate,
  verdictOf,
  withoutHearsay,
} from '../core/diagnosis.ts';
import type { Finding } from '../core/finding.ts';
import type { History } from '../core/past/history.ts';
import type { AnyProbe, ProbeResult } from '../core/probe.ts';
import { probesAt } from '../core/probes-at.ts';
import type { Diagnose } from '../core/services.ts';
import type { Target } from '../core/target.ts';
import type { StandstillWatch } from '../core/vantage/standstill.ts';
import { boundedSignal } from '../core/waiting/bounded-signal.ts';
import { type ClientIdentity, type Ground, type ProbeContext, spareConnections } from '../probes/probe.ts';
import { connectTimeIn } from './connect-time.ts';
import { factsIn } from './facts-in.ts';
import { holdAgainst, looksAfter } from './hold-against.ts';
import { runProbes } from './run-probes.ts';
import { takeSnapshot } from './take-snapshot.ts';

/** What a diagnosis is made with; all of it is passed in, so a test can fix the clock and the trust store. */
export type Engine = {
  readonly probes: readonly AnyProbe[];
  readonly checks: readonly Check[];
  /** Certificates of our own, by the name that `Target.client` holds. */
  readonly clients?: ReadonlyMap<string, ClientIdentity>;
  readonly world: Pick<
    ProbeContext,
    | 'network'
    | 'trust'
    | 'knownKeys'
    | 'cache'
    | 'logList'
    | 'now'
    | 'ariDirectories'
    | 'dnssecAnchors'
    | 'vantage'
    | 'challengePort'
    | 'verdicts'
  >;
  /** Monotonic milliseconds. */
  readonly stopwatch: () => number;
  /** Longest time for one whole run. */
  readonly deadlineMs: number;
  /** The same for a run with a TLS scan; left out: no longer than any other. */
  readonly scanDeadlineMs?: number;
  /** What was seen before; left out: nothing is compared, nothing is remembered. */
  readonly history?: History;
  /** What a run on behalf of somebody goes out through; left out: the same as any other. */
  readonly reaching?: Reaching;
  /** Begins to watch whether our own thread stands still; left out: nobody does. */
  readonly standstills?: () => StandstillWatch;
  /** The name of the place we look from; left out: "here". */
  readonly from?: string;
};

/** Null: nothing is open to them beyond what everybody may. The answers kept are theirs, beside those that everybody may have. */
export type Reaching = (reach: Reach) => Promise<Ground | null>;

/** Twenty names in several zones take their time, and nobody waits for an answer within seconds. */
const renewalDeadlineMs = 25_000;

/** `diagnose` bound to its world. Rejects only when the caller's own signal is aborted, or on a bug. */
export function createDiagnose(engine: Engine): Diagnose {
  return async (target, { depth, wishes = [], signal, reach, onResult, onProgress }) => {
    signal.throwIfAborted();
    const ground = reach === undefined ? null : ((await engine.reaching?.(reach)) ?? null);
    const begun = engine.stopwatch();
    const at = engine.world.now();
    const deadlineMs = deadlineOf(engine, depth, wishes);
    const lastMoment = begun + deadlineMs;
    const soFar: ProbeResult[] = [];
    // Sweeps look at thousands; whoever asks about one server gets every step by itself.
    const isBrief = depth === 'certificate';
    using spare = spareConnections();
    using still = engine.standstills?.();
    using bounded = boundedSignal(signal, deadlineMs);
    const { verdicts, ...world } = engine.world;
    const results = await runProbes({
      target,
      probes: probesAt(depth, engine.probes),
      stopwatch: engine.stopwatch,
      context: {
        ...world,
        ...ground,
        ...(isBrief && { spare }),
        ...(isBrief && verdicts !== undefined && { verdicts }),
        client: target.client === null ? null : (engine.clients?.get(target.client) ?? null),
        depth,
        wishes: new Set(wishes),
        tell: (probe, words) => signal.aborted || onProgress?.(probe, words),
        ...(still !== undefined && { standstill: still.soFar }),
        signal: bounded.signal,
        // A step that times out by itself leaves facts behind; one cut off by the deadline leaves none.
        budgetMs: (most) => Math.max(1, Math.min(most, lastMoment - engine.stopwatch() - tidyMs)),
      },
      onResult(result) {
        soFar.push(result);
        if (!signal.aborted) onResult?.(result, soFar);
      },
    });
    signal.throwIfAborted();
    const findings = judge(target, at, results, engine.checks);
    const rootCause = rootCauseOf(findings);
    const verdict = verdictOf(findings, results);
    const snapshot = takeSnapshot({ at, results });
    const elapsedMs = Math.round((engine.stopwatch() - begun) * 10) / 10;
    // Only now: opening a store may hold up the thread, and with it every round trip that is timed.
    const leave = ground?.network.policy.used() ?? [];
    const past = (await engine.history?.recall(target, leave)) ?? null;
    // A look at DNS alone cannot tell that all is well, nor can one that asks about the next certificate, nor can one that a fault of our own stood in the way of.
    const remembered = ownFaultIn({ findings }) === null ? verdict : 'unknown';
    if (depth === 'certificate' || depth === 'all')
      engine.history?.remember(target, looksAfter(past, snapshot, remembered), leave);
    return {
      target,
      wishes,
      at,
      elapsedMs,
      verdict,
      blame: rootCause?.blame ?? blameWithoutCause(results),
      rootCause,
      findings,
      results,
      certificates: certificatesIn(results),
      ...connectTimeIn(target, results),
      from: engine.from ?? 'here',
      ...holdAgainst(past, snapshot),
    } satisfies Diagnosis;
  };
}

const tidyMs = 150;

function deadlineOf(engine: Engine, depth: Depth, wishes: readonly Wish[]): number {
  const { deadlineMs, scanDeadlineMs = 0 } = engine;
  if (depth === 'renewal') return Math.max(deadlineMs, renewalDeadlineMs);
  return wishes.includes('tls') ? Math.max(deadlineMs, scanDeadlineMs) : deadlineMs;
}

function judge(
  target: Target,
  now: Date,
  results: readonly ProbeResult[],
  checks: readonly Check[],
): readonly Finding[] {
  const byName = new Map(results.map((result) => [result.probe, result]));
  const findings = checks.flatMap((check) => check.apply(byName, { target, now }));
  return withoutHearsay(findings).toSorted(byTelling);
}

function blameWithoutCause(results: readonly ProbeResult[]): Diagnosis['blame'] {
  const failed = results.find((result) => result.status === 'failed');
  return failed?.status === 'failed' ? failed.blame : 'unknown';
}

function certificatesIn(results: readonly ProbeResult[]): readonly SeenCertificate[] {
  const facts = factsIn(results, 'chain');
  const windows = renewalWindowsIn(results);
  return (facts?.chains ?? []).map(({ leaf, addresses }) => ({
    fingerprint256: leaf.fingerprint256,
    notBefore: leaf.notBefore,
    notAfter: leaf.notAfter,
    ...windows.get(leaf.fingerprint256),
    issuer: leaf.issuer.commonName ?? leaf.issuer.organization ?? leaf.issuer.text,
    ...(leaf.issuer.organization === null ? {} : { authority: leaf.issuer.organization }),
    ...(leaf.publicKey.type === 'unknown' ? {} : { keyType: leaf.publicKey.type }),
    names: [...(leaf.names?.dns ?? []), ...(leaf.names?.ip ?? [])].slice(0, 100),
    addresses,
  }));
}

/** By the fingerprint of the leaf. */
function renewalWindowsIn(
  results: readonly ProbeResult[],
): ReadonlyMap<string, Pick<SeenCertificate, 'renewalWindow'>> {
  const leaves = factsIn(results, 'ari')?.leaves ?? [];
  return new Map(
    leaves.flatMap(({ fingerprint256, answer }) =>
      answer.kind === 'window' ? [[fingerprint256, { renewalWindow: answer.window }]] : [],
    ),
  );
}
