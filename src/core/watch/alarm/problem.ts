import type { RenewalState } from '../renewal/renewal.ts';

/**
 * What may be wrong with a certificate beside its age. `changed`: another certificate is served than before, and not as a
 * renewal leaves it (another authority, fewer names, an older one again).
 */
export const troubles = ['revoked', 'mismatch', 'untrusted', 'unreachable', 'changed'] as const;
export type Trouble = (typeof troubles)[number];

/** One conversation is held per certificate and problem. `lapse`: it nears its end, or is past it. */
export type Problem = 'lapse' | Trouble;

/** Where an alarm stands: how near the end, or the trouble itself. */
export type AlarmState = Exclude<RenewalState, 'ok'> | Trouble;

/**
 * How long a verdict has to stand before anybody is told. What a certificate or a signed answer says needs one repeat at
 * once; what a network does needs several looks.
 */
export function isNetworkClass(trouble: Trouble): boolean {
  return trouble === 'unreachable';
}
