import { type Finding, isBad } from '../../core/finding.ts';
import type { Trouble } from '../../core/watch/alarm/problem.ts';

/** Its age: what the state of the certificate tells of. */
const aboutAge = new Set([
  'certificate/expired',
  'certificate/expires-in-hours',
  'certificate/renewal-due',
  'certificate/renewal-overdue',
  'certificate/revocation-announced',
  'certificate/renewed-not-deployed',
]);

const aboutName = new Set(['certificate/name-mismatch', 'certificate/no-san']);

/** Servers fetch staples on demand, so that the first client after a restart goes without and the next does not. */
const aboutStaples = new Set([
  'certificate/must-staple-missing',
  'revocation/staple-expired',
  'revocation/staple-invalid',
]);

/**
 * The trouble with a certificate that a finding tells of; null: none that anybody is alarmed about. A finding counts when
 * clients refuse the certificate because of it, all or some. A known private key is among them: whoever has it is the server.
 */
export function troubleOf({ id, layer, severity }: Finding): Exclude<Trouble, 'unreachable'> | null {
  if (!isBad(severity) || aboutAge.has(id)) return null;
  if (id === 'revocation/revoked') return 'revoked';
  if (aboutName.has(id)) return 'mismatch';
  if (layer === 'certificate' || layer === 'chain' || aboutStaples.has(id)) return 'untrusted';
  return null;
}

/** Whether the same server may say otherwise a moment later without anybody having touched it. */
export function isFleeting(id: string | null): boolean {
  return id !== null && aboutStaples.has(id);
}

/** Findings that leave open whether a certificate is revoked. */
const leavesRevocationOpen = new Set([
  'revocation/unchecked',
  'revocation/unknown-to-responder',
  'revocation/responder-unreachable',
  'revocation/responder-unauthorized',
  'revocation/response-invalid',
  'revocation/crl-unreachable',
  'revocation/crl-stale',
  'revocation/crl-invalid',
  'revocation/crl-scope-mismatch',
]);

export function revocationIsOpen(findings: readonly Finding[]): boolean {
  return findings.some(({ id }) => leavesRevocationOpen.has(id));
}
