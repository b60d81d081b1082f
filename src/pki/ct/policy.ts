import type { SctSource } from './delivered-scts.ts';
import type { SctVerdict } from './sct-verdict.ts';

/**
 * Chrome: googlechrome.github.io/CertificateTransparency/ct_policy.html, with what changed in 2026: SCTs of static logs
 * alone suffice since 2026-04-15, SCTs in OCSP responses no longer count from Chrome 148 on. Edge follows Chrome; Firefox
 * (desktop, from 135) modelled its own on it. Apple: support.apple.com/103214.
 */
export type PolicyName = 'Chrome' | 'Apple';

export type PolicyVerdict = {
  readonly policy: PolicyName;
  /** False: the certificate was issued before the policy binds. */
  readonly binds: boolean;
  readonly satisfied: boolean;
  /** Distinct logs that count among the embedded SCTs, and how many are wanted for this lifetime. */
  readonly embedded: { readonly counted: number; readonly wanted: number };
  /** Different operators of all SCTs that count; two are wanted. */
  readonly operators: number;
  /** What is missing, one clause each; empty when satisfied. */
  readonly missing: readonly string[];
};

export type PolicyCase = {
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly scts: readonly SctVerdict[];
};

const dayMs = 86_400_000;
const shortLifeMs = 180 * dayMs;
const wantedOperators = 2;
/** Issued before, a certificate is out of scope. */
const binding: Readonly<Record<PolicyName, number>> = {
  Chrome: Date.UTC(2018, 4, 1),
  Apple: Date.UTC(2018, 9, 16),
};

/** An SCT that counts at least in part. */
type Counting = {
  readonly source: SctSource;
  readonly logId: string;
  readonly operator: string;
  readonly tiled: boolean;
  /** From a log that is approved now, not only once. */
  readonly current: boolean;
};

export function judgePolicies(given: PolicyCase): readonly PolicyVerdict[] {
  return [judgePolicy('Chrome', given), judgePolicy('Apple', given)];
}

/** Whether SCTs as they were verified satisfy a policy, and in numbers what is missing. */
export function judgePolicy(policy: PolicyName, given: PolicyCase): PolicyVerdict {
  const scts = countingIn(given.scts);
  const embedded = distinctLogs(scts.filter(({ source }) => source === 'certificate'));
  const wanted = lifetimeMs(policy, given) > shortLifeMs ? 3 : 2;
  const counted = policy === 'Apple' ? cappedByOperator(embedded, wanted === 2 ? 1 : 2) : embedded.length;
  const missing = missingFrom(policy, { scts, embedded, counted, wanted });
  return {
    policy,
    binds: given.notBefore.getTime() >= binding[policy],
    satisfied: missing.length === 0,
    embedded: { counted, wanted },
    operators: operatorsOf(scts),
    missing,
  };
}

type Counted = {
  readonly scts: readonly Counting[];
  readonly embedded: readonly Counting[];
  readonly counted: number;
  readonly wanted: number;
};

function missingFrom(policy: PolicyName, { scts, embedded, counted, wanted }: Counted): readonly string[] {
  if (satisfiedInHandshake(policy, scts)) return [];
  const missing: string[] = [];
  if (counted < wanted) {
    missing.push(`${wanted - counted} more of ${wanted} embedded SCTs from distinct logs`);
  }
  if (embedded.length > 0 && !embedded.some(({ current }) => current)) {
    missing.push('one embedded SCT from a log that is approved today');
  }
  const operators = operatorsOf(embedded);
  if (operators < wantedOperators) missing.push(`logs of ${wantedOperators} operators (${operators} seen)`);
  if (policy === 'Apple' && embedded.length > 0 && embedded.every(({ tiled }) => tiled)) {
    missing.push('one SCT from a log of RFC 6962');
  }
  return missing;
}

/**
 * SCTs sent in the handshake can be exchanged at any time, so those of retired logs do not help. One of them is enough
 * where a second, by another operator, comes by any way: that is how Chrome's policy enforcer reads the policy.
 */
function satisfiedInHandshake(policy: PolicyName, scts: readonly Counting[]): boolean {
  const sources: readonly SctSource[] = policy === 'Chrome' ? ['tls'] : ['tls', 'ocsp'];
  const current = scts.filter(
    ({ source, current: now }) => now && (source === 'certificate' || sources.includes(source)),
  );
  const inHandshake = current.some(({ source }) => sources.includes(source));
  const mixed = policy === 'Chrome' || current.some(({ tiled }) => !tiled);
  return inHandshake && mixed && operatorsOf(current) >= wantedOperators;
}

/** SCTs of retired logs count when they are embedded and older; a later one already has its fault. */
function countingIn(verdicts: readonly SctVerdict[]): readonly Counting[] {
  return verdicts.flatMap(({ source, logId, log, fault }) => {
    if (fault !== null || log === null || logId === null) return [];
    const current = log.retired === null;
    if (!current && source !== 'certificate') return [];
    return [{ source, logId, operator: log.operator, tiled: log.tiled, current }];
  });
}

function distinctLogs(scts: readonly Counting[]): readonly Counting[] {
  return [...new Map(scts.map((sct) => [sct.logId, sct])).values()];
}

/** Apple's "maximum number of SCTs per log operator which count": 1 for short lives, 2 for longer ones. */
function cappedByOperator(scts: readonly Counting[], most: number): number {
  const byOperator = Map.groupBy(scts, ({ operator }) => operator);
  return [...byOperator.values()].reduce((sum, own) => sum + Math.min(own.length, most), 0);
}

function operatorsOf(scts: readonly Counting[]): number {
  return new Set(scts.map(({ operator }) => operator)).size;
}

/** Apple counts both ends (RFC 5280 §4.1.2.5), Chrome takes the difference. */
function lifetimeMs(policy: PolicyName, { notBefore, notAfter }: PolicyCase): number {
  return notAfter.getTime() - notBefore.getTime() + (policy === 'Apple' ? 1000 : 0);
}
