import type { Evidence } from '../../../core/finding.ts';
import type { TokenFacts } from '../../../probes/token.ts';
import { curlDocument } from '../../commands/curl-json.ts';
import { evidence } from '../evidence.ts';
import { lengthText, momentText } from '../time-words.ts';

/** Which token it is, for whoever has several; nothing of it that could be used. */
export function tokenEvidence({ header, claims }: TokenFacts): readonly Evidence[] {
  const { issuer = null } = claims ?? {};
  return [
    ...(issuer === null ? [] : [evidence('iss', issuer)]),
    ...(header?.kid == null ? [] : [evidence('kid', header.kid)]),
    ...(header?.algorithm == null ? [] : [evidence('alg', header.algorithm)]),
  ];
}

/** "Tue 24 Nov 2026, 14:05 UTC (6 minutes ago)". */
export function momentAndLength(at: Date, now: Date): string {
  const apart = lengthText(at.getTime() - now.getTime());
  return `${momentText(at)} (${at <= now ? `${apart} ago` : `in ${apart}`})`;
}

/** The published keys again: the token itself stands in no command. */
export function keysCommand({ keySet }: TokenFacts): string | null {
  return keySet === null ? null : curlDocument(keySet.url, keySet.address);
}

/** How far clocks may differ before servers mind: 30 to 60 s where anything is granted at all. */
export const usualLeewayMs = 60_000;
