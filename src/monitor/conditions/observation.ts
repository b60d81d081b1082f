import { type Diagnosis, ownFaultIn, type SeenCertificate } from '../../core/diagnosis.ts';
import type { Finding } from '../../core/finding.ts';
import { speaksTls } from '../../core/target.ts';
import type { TroubleCause } from '../../core/watch/alarm/condition.ts';
import type { Trouble } from '../../core/watch/alarm/problem.ts';
import type { ServedCertificate, Sighting } from '../../core/watch/endpoint.ts';
import { changeOf } from './changed.ts';
import { revocationIsOpen, troubleOf } from './trouble-of.ts';

/** What one look says about troubles. `nothing`: it was not sound, and leaves everything as it was. */
export type Observation =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'seen';
      readonly troubles: readonly TroubleSeen[];
      /** The leaves that were served; empty where none was seen. */
      readonly leaves: readonly string[];
      /** Whether it could be reached; null: the look cannot tell. */
      readonly reached: boolean | null;
      /** Whether it was learned that the leaves are not revoked, when nothing says that they are. */
      readonly revocationKnown: boolean;
      /** No sound look came before. */
      readonly first: boolean;
      /** The place that looked. */
      readonly from: string;
    };

export type TroubleSeen = {
  readonly trouble: Trouble;
  readonly fingerprint256: string | null;
  readonly cause: TroubleCause;
};

/** What was known before the look. */
export type Before = Pick<Sighting, 'certificate' | 'served' | 'verdict' | 'conditions'> | null;

export function observationOf(diagnosis: Diagnosis, before: Before, now: Date): Observation {
  const { verdict, certificates, findings, target } = diagnosis;
  if (ownFaultIn(diagnosis) !== null || verdict === 'unknown') return { kind: 'nothing' };
  const known = before?.certificate?.fingerprint256 ?? null;
  const ofLeaves = [...certificateTroubles(diagnosis, known), ...changes(certificates, before, now)];
  const seen = certificates.length > 0;
  const outOfReach = verdict === 'broken' && !seen && ofLeaves.length === 0;
  const cause = causeOf(diagnosis.rootCause);
  return {
    kind: 'seen',
    troubles: outOfReach ? [{ trouble: 'unreachable', fingerprint256: known, cause }] : ofLeaves,
    leaves: certificates.map(({ fingerprint256 }) => fingerprint256),
    reached: outOfReach ? false : seen || !speaksTls(target) ? true : null,
    revocationKnown: !revocationIsOpen(findings) && !revocationSkipped(diagnosis),
    first: isFirst(before),
    from: diagnosis.from,
  };
}

function isFirst(before: Before): boolean {
  if (before === null) return true;
  return before.verdict === 'unknown' && before.certificate === null && before.conditions.length === 0;
}

/** One per trouble and leaf: findings come worst first, and the first tells of it. */
function certificateTroubles(
  { findings, certificates }: Diagnosis,
  known: string | null,
): readonly TroubleSeen[] {
  const found = new Map<string, TroubleSeen>();
  for (const finding of findings) {
    const trouble = troubleOf(finding);
    if (trouble === null) continue;
    // A handshake may break over the list of certificates before a leaf can be told from it.
    const leaves = certificates.length === 0 ? [known] : leavesWith(finding, certificates);
    for (const fingerprint256 of leaves) {
      const key = `${trouble} ${fingerprint256}`;
      if (!found.has(key)) found.set(key, { trouble, fingerprint256, cause: causeOf(finding) });
    }
  }
  return [...found.values()];
}

/** The leaves of the addresses that a finding names as evidence; all of them where it names none of theirs. */
function leavesWith({ evidence }: Finding, certificates: readonly SeenCertificate[]): readonly string[] {
  const named = evidence
    .filter(({ label }) => label === 'address' || label === 'addresses')
    .flatMap(({ value }) => value.split(', '));
  const addresses = new Set(named);
  const there = certificates.filter((one) => one.addresses.some((address) => addresses.has(address)));
  const affected = there.length === 0 || named.some(isCutOff) ? certificates : there;
  return affected.map(({ fingerprint256 }) => fingerprint256);
}

/** "and 12 more". */
function isCutOff(text: string): boolean {
  return /\bmore\b/.test(text);
}

function changes(
  certificates: readonly SeenCertificate[],
  before: Before,
  now: Date,
): readonly TroubleSeen[] {
  const served: readonly ServedCertificate[] = before?.served ?? [];
  return certificates.flatMap((leaf): readonly TroubleSeen[] => {
    const cause = changeOf(leaf, served, now);
    return cause === null ? [] : [{ trouble: 'changed', fingerprint256: leaf.fingerprint256, cause }];
  });
}

function causeOf(finding: Finding | null): TroubleCause {
  if (finding === null) {
    return { id: null, title: 'It cannot be reached', fix: null, reproduce: null, blame: 'unknown' };
  }
  const { id, title, fix, reproduce, blame } = finding;
  return { id, title, fix, reproduce, blame };
}

/** An answer is needed for "not revoked"; that the probe was not part of the run says nothing either way. */
function revocationSkipped({ results }: Diagnosis): boolean {
  const result = results.find(({ probe }) => probe === 'revocation');
  return result !== undefined && result.status !== 'ok';
}
