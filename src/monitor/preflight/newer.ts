import type { ServedCertificate } from '../../core/watch/endpoint.ts';
import type { NewerCertificate } from '../../core/watch/renewal/outlook.ts';
import { renewalPlan } from '../../core/watch/renewal/renewal.ts';

/** A certificate that somebody serves or that a search of logs tells of. */
export type Candidate = Omit<NewerCertificate, 'since'> & {
  readonly names: readonly string[];
  /** Null: not known. */
  readonly keyType: string | null;
};

/**
 * The certificate that replaces `old` for one of these hosts, where one was seen: issued late in its life, for a name
 * that its listener serves, with a key of the same kind. One per region or CDN, issued beside it, replaces nothing; nor
 * does the RSA twin of an ECDSA one. Of several the last to end, one that is served before one that was only logged.
 */
export function newerThan(
  old: ServedCertificate,
  hosts: readonly string[],
  candidates: readonly Candidate[],
  now: Date,
): Candidate | null {
  const fitting = candidates.filter((one) => replaces(one, old, now) && isForOneOf(hosts, one));
  const rank = ({ seen }: Candidate) => (seen === 'served' ? 0 : 1);
  return (
    fitting.toSorted(
      (one, other) => rank(one) - rank(other) || other.notAfter.getTime() - one.notAfter.getTime(),
    )[0] ?? null
  );
}

function replaces(newer: Candidate, old: ServedCertificate, now: Date): boolean {
  if (newer.fingerprint256 === old.fingerprint256) return false;
  if (old.keyType !== undefined && newer.keyType !== null && old.keyType !== newer.keyType) return false;
  if (newer.notBefore > now || newer.notAfter < now) return false;
  return newer.notAfter > old.notAfter && newer.notBefore >= earliestRenewal(old);
}

/** Half of its life, or when its CA wants it renewed where that is sooner. */
function earliestRenewal(old: ServedCertificate): Date {
  const half = (old.notBefore.getTime() + old.notAfter.getTime()) / 2;
  return new Date(Math.min(half, renewalPlan(old).due.getTime()));
}

function isForOneOf(hosts: readonly string[], { names }: Candidate): boolean {
  return hosts.some((host) => names.some((name) => covers(name.toLowerCase(), host)));
}

/** RFC 9525 §6.3: a wildcard stands for exactly one whole label. */
export function covers(pattern: string, host: string): boolean {
  return pattern === host || (pattern.startsWith('*.') && wildcardOver(host) === pattern);
}

/** Null for addresses and names of one label. */
export function wildcardOver(host: string): string | null {
  const dot = host.indexOf('.');
  return dot <= 0 || host.includes(':') || /^[\d.]+$/.test(host) ? null : `*${host.slice(dot)}`;
}
