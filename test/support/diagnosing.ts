import { AsyncLocalStorage } from 'node:async_hooks';
import { performance } from 'node:perf_hooks';
import { expect } from 'vitest';
import { defaultRules, type NetworkRule } from '../../src/access/rules.ts';
import { checks } from '../../src/checks/index.ts';
import { type AnswerCache, createMemoryCache } from '../../src/core/cache/answer-cache.ts';
import type { Wish } from '../../src/core/depth.ts';
import type { Diagnosis, Verdict } from '../../src/core/diagnosis.ts';
import { type FindingId, isBad } from '../../src/core/finding.ts';
import type { History } from '../../src/core/past/history.ts';
import type { Diagnose } from '../../src/core/services.ts';
import { parseTarget } from '../../src/core/target.ts';
import type { StandstillWatch } from '../../src/core/vantage/standstill.ts';
import { createDiagnose } from '../../src/diagnose/diagnose.ts';
import type { Ds } from '../../src/net/dnssec/records.ts';
import type { KernelTrees } from '../../src/net/machine/kernel-file.ts';
import { parseAriDirectories } from '../../src/pki/ari/directory-setting.ts';
import { type KnownVerdicts, knownVerdicts } from '../../src/pki/client/known-verdicts.ts';
import { readLogList } from '../../src/pki/ct/log-list.ts';
import { fixedLogList, type LogListSource, refreshedLogList } from '../../src/pki/ct/log-list-source.ts';
import { openClientIdentity } from '../../src/pki/identity/client-identity.ts';
import type { KnownKeys } from '../../src/pki/known-keys/known-keys.ts';
import type { NamedStore } from '../../src/pki/trust/named-store.ts';
import { loadTrustStore, type TrustStore } from '../../src/pki/trust/trust-store.ts';
import { probes } from '../../src/probes/index.ts';
import { parseReferenceHosts } from '../../src/probes/vantage/reference-hosts.ts';
import { createVantage } from '../../src/probes/vantage/vantage.ts';
import { createReaching } from '../../src/services/reaching.ts';
import { type LoopbackSettings, loopbackNetwork, noSignal } from './loopback.ts';

/**
 * The clock of everything that shakes hands: OpenSSL reads the machine's own and gives its opinion by it, so the
 * certificates of a scenario are forged around the real moment: `forgeScenario(name, { now: realNow })`.
 */
export const realNow = new Date();

const deadlineFactor = new AsyncLocalStorage<number>();

/**
 * What is looked at within has so many times as long: for one more try on a machine that stood still for longer than the
 * short deadlines of those who wait for silence.
 */
export function withLongerDeadlines<Value>(factor: number, work: () => Promise<Value>): Promise<Value> {
  return deadlineFactor.run(factor, work);
}

export type EngineSettings = LoopbackSettings & {
  /** PEM of the roots that stand in for the public list. */
  readonly anchorsPem?: string;
  /** Several stores side by side in their place. */
  readonly stores?: readonly NamedStore[];
  /** Text of EXTRA_CA_FILE. */
  readonly extraCaPem?: string;
  /** In place of the bundled ones. */
  readonly knownKeys?: KnownKeys;
  /** ARI_DIRECTORIES. */
  readonly ariDirectories?: string;
  /** A log list: browsers then want the certificates of `anchorsPem` logged there, as those of the public list. */
  readonly logList?: string;
  /** Or the place of one, as CT_LOG_LIST names it. */
  readonly ctLogList?: string;
  /** Trust anchors of a forged root, in place of IANA's. */
  readonly dnssecAnchors?: readonly Ds[];
  /** Where HTTP-01 challenges are answered; 80 unless given. */
  readonly challengePort?: number;
  readonly now?: Date;
  /** Client certificates by name: PEM with the key in it. */
  readonly clients?: Readonly<Record<string, string>>;
  /** What is known already; nothing unless given. */
  readonly cache?: AnswerCache;
  readonly deadlineMs?: number;
  /** What ACCESS_FILE opens to some. */
  readonly networks?: readonly NetworkRule[];
  /** Whether our own thread stands still; nobody watches unless given. */
  readonly standstills?: () => StandstillWatch;
  /** What was seen before; nothing is compared unless given. */
  readonly history?: History;
  /** Looks at this machine: REFERENCE_HOSTS (none unless given) and the files of the kernel. Left out: nobody looks. */
  /** In place of a memory that is empty at first. */
  readonly verdicts?: (trust: TrustStore) => KnownVerdicts;
  readonly vantage?: { readonly referenceHosts?: string; readonly trees?: KernelTrees };
};

/** The whole engine as the bot has it: real probes, all rules, a loopback network, forged anchors, one moment. */
export function openEngine(settings: EngineSettings = {}): Diagnose {
  const { anchorsPem, stores, extraCaPem = null, logList, ctLogList } = settings;
  const { ariDirectories = '', now = realNow, deadlineMs = 10_000 } = settings;
  const { cache = createMemoryCache(() => now) } = settings;
  const trust = loadTrustStore({
    nodeVersion: process.versions.node,
    extraCaPem,
    ...(stores === undefined ? {} : { stores }),
    ...(anchorsPem === undefined ? {} : { anchorsPem: [anchorsPem] }),
    transparency: logList === undefined && ctLogList === undefined ? 'not-demanded' : 'demanded',
  });
  const clients = Object.entries(settings.clients ?? {}).map(([name, pem]) => {
    const file = { name, setting: `CLIENT_CERT_${name.toUpperCase()}`, file: Buffer.from(pem) };
    return [name, openClientIdentity({ ...file, key: null, password: null }, trust)] as const;
  });
  const network = loopbackNetwork(settings);
  const stopwatch = () => performance.now();
  const { vantage: looking } = settings;
  return createDiagnose({
    clients: new Map(clients),
    probes,
    checks,
    world: {
      network,
      trust,
      ...(looking === undefined
        ? {}
        : {
            vantage: createVantage({
              hosts: parseReferenceHosts(looking.referenceHosts ?? 'off'),
              ...(looking.trees === undefined ? {} : { trees: looking.trees }),
              network,
              trust,
              now: () => now,
              stopwatch,
            }),
          }),
      verdicts: (settings.verdicts ?? knownVerdicts)(trust),
      ...(settings.knownKeys === undefined ? {} : { knownKeys: settings.knownKeys }),
      cache,
      logList: ctLogList === undefined ? fixedList(logList) : refreshedLogList(ctLogList, () => undefined),
      now: () => now,
      ariDirectories: parseAriDirectories(ariDirectories),
      ...(settings.challengePort === undefined ? {} : { challengePort: settings.challengePort }),
      ...(settings.dnssecAnchors === undefined ? {} : { dnssecAnchors: settings.dnssecAnchors }),
    },
    reaching: createReaching({
      network,
      cache,
      rules: async () => ({ ...defaultRules, networks: settings.networks ?? [] }),
    }),
    stopwatch,
    deadlineMs: deadlineMs * (deadlineFactor.getStore() ?? 1),
    ...(settings.standstills === undefined ? {} : { standstills: settings.standstills }),
    ...(settings.history === undefined ? {} : { history: settings.history }),
  });
}

function fixedList(text: string | undefined): LogListSource {
  return text === undefined ? fixedLogList() : fixedLogList(() => readLogList(text));
}

/** Diagnoses `typed` (at `address`, if given) all the way up. */
export function diagnoseTarget(
  diagnose: Diagnose,
  typed: string,
  address?: string,
  wishes: readonly Wish[] = [],
): Promise<Diagnosis> {
  return diagnose(parseTarget(typed, address ?? null), { depth: 'all', wishes, signal: noSignal() });
}

export type Expected = {
  readonly verdict: Verdict;
  /** The one root cause, or the worst finding when nothing is bad; null: nothing above a notice. */
  readonly finding: FindingId | null;
};

/** Asserts verdict and cause, and that no second bad finding of the same layer contradicts the root cause. */
export function expectDiagnosis(diagnosis: Diagnosis, { verdict, finding }: Expected): void {
  const told = diagnosis.findings.map((one) => `${one.severity} ${one.id}: ${one.title}`);
  const failures = diagnosis.results.map((one) =>
    one.status === 'failed' ? `${one.probe}: ${one.message}` : one.status,
  );
  const context = JSON.stringify({ told, failures }, null, 2);
  expect(diagnosis.verdict, context).toBe(verdict);
  if (finding === null) {
    expect(
      diagnosis.findings.filter((one) => one.severity !== 'notice'),
      context,
    ).toEqual([]);
    return;
  }
  const cause = diagnosis.rootCause;
  if (cause === null) {
    expect(
      diagnosis.findings.map((one) => one.id),
      context,
    ).toContain(finding);
    return;
  }
  expect(cause.id, context).toBe(finding);
  const rivals = diagnosis.findings.filter(
    (one) => one !== cause && one.layer === cause.layer && isBad(one.severity),
  );
  expect(
    rivals.map((one) => one.id),
    context,
  ).toEqual([]);
}
