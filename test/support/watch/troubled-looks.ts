import type { Diagnosis } from '../../../src/core/diagnosis.ts';
import { type Finding, type FindingId, layerOf } from '../../../src/core/finding.ts';
import { dayMs } from '../store-fixtures.ts';
import { seenCertificate } from '../watch-stage.ts';

export function findingOf(id: FindingId, change: Partial<Finding> = {}): Finding {
  return {
    id,
    layer: layerOf(id),
    severity: 'fatal',
    blame: 'target',
    title: `about ${id}`,
    explanation: 'why',
    fix: 'do this',
    evidence: [],
    reproduce: 'openssl s_client',
    citation: 'RFC 5280 §6.1',
    ...change,
  };
}

/** A look at one leaf with 60 days to live, or at given ones, that found this. */
export function lookWith(findings: readonly Finding[], change: Partial<Diagnosis> = {}): Partial<Diagnosis> {
  return {
    verdict: findings.length === 0 ? 'healthy' : 'broken',
    rootCause: findings[0] ?? null,
    findings,
    certificates: [seenCertificate(60 * dayMs, 'aa')],
    ...change,
  };
}

/** A look that got no further than `id`. */
export function lookBlockedBy(id: FindingId, change: Partial<Finding> = {}): Partial<Diagnosis> {
  return lookWith([findingOf(id, change)], { certificates: [] });
}
