import type { FetchOutcome } from '../../net/http/fetch-bounded.ts';
import type { Certificate } from '../../pki/certificate/certificate.ts';
import { fairMs } from '../fetch-shared.ts';
import type { ProbeContext } from '../probe.ts';
import type { Unreachable } from './revocation-facts.ts';

/** One certificate of a path, and what asking about it may cost. */
export type RevocationQuestion = {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** The rest of the path, trust anchor last. */
  readonly above: readonly Certificate[];
  /** Certificates that may have signed its CRLs, sent along or in the path. */
  readonly candidates: readonly Certificate[];
  readonly allowance: Allowance;
};

/** Shared by all questions of one look. */
export type Allowance = {
  /** Fetches left. */
  fetches: number;
  /** Milliseconds left, whatever was spent. */
  leftMs(): number;
};

const mostFetches = 16;
const mostMs = 4000;

export function openAllowance(context: ProbeContext): Allowance {
  const begun = performance.now();
  const whole = context.budgetMs(mostMs);
  return { fetches: mostFetches, leftMs: () => Math.max(1, whole - (performance.now() - begun)) };
}

/** True when one more fetch is allowed, which then is spent. */
export function spend(allowance: Allowance): boolean {
  allowance.fetches -= 1;
  return allowance.fetches >= 0;
}

/** The order of asking is that of the certificate; other schemes than http (ldap) are not asked. */
export function askable(urls: readonly string[]): readonly string[] {
  return [...new Set(urls)].filter((url) => /^https?:\/\//i.test(url));
}

/** A failed fetch as it is reported; `grantedMs` is how long it could have taken. */
export function unreachable(
  { kind, status, reason }: Extract<FetchOutcome, { fetched: false }>,
  grantedMs: number,
): Unreachable {
  const left = (why: string): Unreachable => ({ kind: 'unreachable', trouble: 'left', status, reason: why });
  if (kind === 'aborted') return left('It had not answered when another source had, and was not waited for.');
  if (kind === 'timeout' && grantedMs < fairMs) return left('There was not enough time left to wait for it.');
  return { kind: 'unreachable', trouble: kind, status, reason };
}

/** When what was learned has to be asked again: at its nextUpdate, and after four days at the latest. */
export function keptUntil(nextUpdate: Date | null, now: Date): Date {
  const end = nextUpdate?.getTime() ?? now.getTime() + withoutNextUpdateMs;
  return new Date(Math.min(end, now.getTime() + longestKeptMs));
}

/** BR §4.9.10: authorities renew their OCSP answers at least every four days. */
const longestKeptMs = 4 * 86_400_000;
/** "Newer revocation information is available all the time" (RFC 6960 §4.2.2.1). */
const withoutNextUpdateMs = 5 * 60_000;
