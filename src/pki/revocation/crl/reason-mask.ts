import type { RevocationReason } from '../revocation-reason.ts';

/** ReasonFlags (RFC 5280 §4.2.1.13) by their bit; bit 0 is not used. */
const flags = [
  null,
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
] as const;

/** A set of reasons, one bit each. */
export type ReasonMask = number;

/** Every reason but "unspecified" (RFC 5280 §6.3.2). */
export const allReasons: ReasonMask = 0x1fe;

export function maskOf(positions: readonly number[]): ReasonMask {
  return positions.reduce((mask, position) => mask | (1 << position), 0) & allReasons;
}

export function reasonsIn(mask: ReasonMask): readonly RevocationReason[] {
  return flags.flatMap((name, position) => (name !== null && (mask & (1 << position)) !== 0 ? [name] : []));
}
