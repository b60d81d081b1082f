import type { AllowedAddress } from '../net/policy.ts';

/** Which of the addresses the policy lets us dial. */
export type ReachFacts = {
  readonly allowed: readonly AllowedAddress[];
  readonly refused: readonly RefusedAddress[];
};

export type RefusedAddress = {
  readonly ip: string;
  readonly port: number;
  readonly rule: string;
  readonly variable: 'ALLOWED_NETWORKS' | 'DENIED_PORTS';
  readonly entry: string | null;
};
