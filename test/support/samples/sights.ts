import type { SeenCertificate } from '../../../src/core/diagnosis.ts';
import { type Finding, type FindingId, layerOf } from '../../../src/core/finding.ts';
import type { Sight, Voice } from '../../../src/core/vantages/sight.ts';
import { dayMs, after as later, noon } from '../store-fixtures.ts';

export function findingOf(id: FindingId, change: Partial<Finding> = {}): Finding {
  return {
    id,
    layer: layerOf(id),
    severity: 'fatal',
    blame: 'target',
    title: `the title of ${id}`,
    explanation: 'What this means.',
    fix: 'Mend it.',
    evidence: [{ label: 'address', value: '192.0.2.7:443' }],
    reproduce: 'curl -v https://api.example.org/',
    citation: 'RFC 8446 §4.4.2',
    ...change,
  };
}

export function leafOf(letter: string, addresses: readonly string[] = ['192.0.2.7:443']): SeenCertificate {
  return {
    fingerprint256: letter.repeat(64),
    notBefore: later(-30 * dayMs),
    notAfter: later(60 * dayMs),
    issuer: 'Test CA',
    names: ['api.example.org'],
    keyType: 'ec',
    addresses,
  };
}

/** A sound look at which all was well, but for `change`. */
export function sightFrom(vantage: string, change: Partial<Sight> = {}): Sight {
  return {
    vantage,
    version: '1.0.0',
    at: noon,
    elapsedMs: 38,
    verdict: 'healthy',
    blame: 'unknown',
    rootCause: null,
    reason: null,
    findings: [],
    dialled: [{ address: '192.0.2.7:443', outcome: 'open' }],
    certificates: [leafOf('a')],
    connectMs: 12,
    rungs: [{ mark: 'good', label: 'DNS', value: '1 address', elapsedMs: 4 }],
    troubles: [],
    ...change,
  };
}

export function brokenFrom(
  vantage: string,
  cause: Finding = findingOf('tcp/no-answer', { blame: 'network-path' }),
  change: Partial<Sight> = {},
): Sight {
  return sightFrom(vantage, {
    verdict: 'broken',
    blame: cause.blame,
    rootCause: cause.id,
    reason: cause.title,
    findings: [cause],
    dialled: [{ address: '192.0.2.7:443', outcome: 'no answer' }],
    certificates: [],
    connectMs: null,
    troubles: [{ trouble: 'unreachable', title: cause.title }],
    ...change,
  });
}

export function saw(sight: Sight): Voice {
  return { kind: 'saw', vantage: sight.vantage, sight };
}

export function silentFrom(vantage: string): Voice {
  return { kind: 'silent', vantage, waitedMs: 15_000, taken: false };
}
