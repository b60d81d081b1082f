import type { Diagnosis } from '../../src/core/diagnosis.ts';
import type { Evidence } from '../../src/core/finding.ts';
import { sightingFrom } from '../../src/monitor/looking/sighting.ts';

/**
 * All that a look says and leaves behind, without what no two looks share: moments, durations, random bytes, and whether an
 * authority was asked just now or a moment ago.
 */
export function wordsOf(diagnosis: Diagnosis): unknown {
  const { verdict, blame, rootCause, findings, certificates, results } = diagnosis;
  const sighting = sightingFrom('e1', diagnosis, null, { thresholds: { kind: 'life' } }, diagnosis.at);
  const said = { verdict, blame, rootCause, findings, certificates, results, sighting };
  return JSON.parse(
    JSON.stringify(said, (key, value: unknown) => {
      if (/ms$/i.test(key) || key === 'firstBytes' || key === 'cached') return undefined;
      if (key === 'evidence' && Array.isArray(value)) return value.filter(isShared);
      if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
      return typeof value === 'string' ? value.replace(/\b[\d.]+ ms\b/g, '? ms') : value;
    }),
  );
}

function isShared({ label }: Evidence): boolean {
  return label !== 'first bytes' && label !== 'seen';
}
