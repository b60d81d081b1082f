/** CRLReason (RFC 5280 §5.3.1), by number; 7 was never used. */
const reasons = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  null,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const;
export type RevocationReason = Exclude<(typeof reasons)[number], null>;

/** Null for a number that means nothing. */
export function revocationReason(number: number): RevocationReason | null {
  return reasons[number] ?? null;
}
