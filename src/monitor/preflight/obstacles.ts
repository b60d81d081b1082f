import type { Diagnosis } from '../../core/diagnosis.ts';
import { type Finding, type FindingId, isBad } from '../../core/finding.ts';
import { shorten } from '../../core/text/shorten.ts';
import type { Obstacle } from '../../core/watch/renewal/outlook.ts';
import type { RenewalState } from '../../core/watch/renewal/renewal.ts';

/** What stands between a certificate and the next one; other findings are about the one in use. */
const telling: ReadonlySet<FindingId> = new Set<FindingId>([
  'dns/nxdomain',
  'dns/servfail',
  'dns/dnssec-bogus',
  'dns/caa-forbids-issuer',
  'dns/caa-critical',
  'dns/caa-unanswered',
  'dns/caa-binds-renewal',
  'dns/challenge-broken',
  'dns/validation-record-expiring',
  'http/challenge-unreachable',
]);

const mostTold = 6;
const longestSentence = 240;

/**
 * Obstacles of one leaf in a look at the depth `renewal`. Hints, such as that port 80 is shut, are worth telling once a
 * renewal seems to have failed: before that they are the usual state of whoever proves by DNS.
 */
export function obstaclesIn(
  { findings }: Pick<Diagnosis, 'findings'>,
  fingerprint256: string,
  state: RenewalState,
): readonly Obstacle[] {
  return findings
    .filter((finding) => telling.has(finding.id) && isTold(finding, state))
    .filter(({ blame }) => blame !== 'our-vantage' && blame !== 'our-trust-store')
    .filter((finding) => isAbout(finding, fingerprint256))
    .map(obstacleFrom)
    .toSorted((one, other) => Number(other.severity === 'blocks') - Number(one.severity === 'blocks'))
    .slice(0, mostTold);
}

function isTold({ severity }: Finding, state: RenewalState): boolean {
  return severity !== 'notice' || (state !== 'ok' && state !== 'due');
}

/** One that names certificates is about those; one that names none, about all that is served there. */
function isAbout({ evidence }: Finding, fingerprint256: string): boolean {
  const named = evidence.filter(({ label }) => label === 'SHA-256').map(({ value }) => value);
  return named.length === 0 || named.includes(fingerprint256);
}

function obstacleFrom({ id, severity, title, fix, reproduce }: Finding): Obstacle {
  return {
    sentence: shorten(title, longestSentence),
    severity: isBad(severity) ? 'blocks' : 'may-block',
    fix,
    reproduce,
    finding: id,
  };
}
