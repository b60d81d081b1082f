import type { Diagnosis } from '../../core/diagnosis.ts';
import { type Finding, isBad } from '../../core/finding.ts';
import type { Block, Rung, RungMark } from '../../core/message.ts';
import type { AnyProbe, ProbeResult } from '../../core/probe.ts';
import type { Target } from '../../core/target.ts';
import { isBegun, type Waits, waitedFor } from './waits.ts';

/** The rungs of a finished diagnosis, down to the break: what lies beyond is "not reached". */
export function ladderBlock(diagnosis: Diagnosis, ladder: readonly AnyProbe[]): Block {
  const rungs = diagnosis.results.flatMap((result) => {
    const probe = ladder.find((candidate) => candidate.name === result.probe);
    if (probe === undefined) return [];
    const rung = rungOf(probe, result, diagnosis.target, diagnosis.findings);
    return rung === null ? [] : [rung];
  });
  return { kind: 'ladder', rungs };
}

/** The rungs while the run goes on: what has ended ticks off, what is looked at says for how long, the rest comes later. */
export function growingLadderBlock(
  target: Target,
  ladder: readonly AnyProbe[],
  soFar: readonly ProbeResult[],
  waits: Waits | null = null,
): Block {
  const rungs = ladder.flatMap((probe): readonly Rung[] => {
    if ((probe.notApplicable?.(target) ?? null) !== null) return [];
    const result = soFar.find((candidate) => candidate.probe === probe.name);
    if (result === undefined) {
      const waiting = waitingRung(probe, ladder, soFar, waits);
      // One without a line of its own has one as long as it holds up the answer.
      return probe.rung.always || (waiting.mark === 'waiting' && waiting.value !== '') ? [waiting] : [];
    }
    if (!probe.rung.always) return [];
    const rung = rungOf(probe, result, target, []);
    return rung === null ? [] : [rung];
  });
  return { kind: 'ladder', rungs };
}

function waitingRung(
  probe: AnyProbe,
  ladder: readonly AnyProbe[],
  soFar: readonly ProbeResult[],
  waits: Waits | null,
): Rung {
  const { label } = probe.rung;
  if (!isBegun(probe, soFar, ladder)) return { mark: 'later', label, value: '', elapsedMs: null };
  const value = waits === null ? '' : waitedFor(probe, waits, ladder);
  return { mark: 'waiting', label, value, elapsedMs: null };
}

function rungOf(
  probe: AnyProbe,
  result: ProbeResult,
  target: Target,
  findings: readonly Finding[],
): Rung | null {
  const { label } = probe.rung;
  const worst = findings.find((finding) => probe.rung.covers.includes(finding.layer));
  if (!probe.rung.always && (worst === undefined || !isBad(worst.severity))) return null;
  switch (result.status) {
    case 'skipped':
      if (!result.applicable) return null;
      return { mark: 'not-reached', label, value: 'not reached', elapsedMs: null };
    case 'failed': {
      const value = worst !== undefined && isBad(worst.severity) ? worst.title : result.message;
      return { mark: markOf(worst) ?? 'unknown', label, value, elapsedMs: result.elapsedMs };
    }
    case 'ok': {
      const value = probe.describe(result.facts, target);
      const told = worst !== undefined && isBad(worst.severity) ? worst.title : value;
      const mark = probe.isUnsure?.(result.facts) === true ? 'unknown' : 'good';
      const until = told === value ? (probe.endsAt?.(result.facts) ?? null) : null;
      return {
        mark: markOf(worst) ?? mark,
        label,
        value: told,
        ...(until === null ? {} : { until }),
        elapsedMs: result.elapsedMs,
      };
    }
  }
}

/** Null for a notice and for nothing at all: neither changes a mark. */
function markOf(finding: Finding | undefined): RungMark | null {
  switch (finding?.severity) {
    case 'fatal':
    case 'error':
      return 'bad';
    case 'warning':
      return 'warning';
    case 'notice':
    case undefined:
      return null;
  }
}
