import type { Place } from '../../people.ts';

/**
 * When people are told. Everything has a default; a policy is changed for all, for a label, or for one endpoint, and the
 * narrower word counts.
 */
export type Policy = {
  readonly thresholds: Thresholds;
  readonly confirm: {
    /** Looks in a row that a trouble of the network needs to count, and good ones that end it. */
    readonly failures: number;
    readonly recoveries: number;
  };
  /** How many vantages have to see a trouble of the network before anybody is told; 1: whoever looks is enough. */
  readonly agree: number;
  /** From one call to the next rung, in ms: direct message, fallback owner, on-call channel. Critical ones take a quarter. */
  readonly ladderMs: readonly [number, number, number];
  /** When nobody is called for anything below critical; null: never. */
  readonly quiet: QuietHours | null;
  /** Share of looks that have to find it reachable: 0.999. */
  readonly objective: number;
  /** Where an alarm goes when none of the owners answers; null: it stops at the fallback owner. */
  readonly oncall: Place | null;
  /** Whether a change that is no renewal calls the owner as well; it is in the digest either way. */
  readonly alarmOnChange: boolean;
};

/**
 * `life`: the CA's window (RFC 9773), else shares of the lifetime. `days`: fixed days before notAfter, for who insists;
 * a certificate that lives shorter than that is due from birth.
 */
export type Thresholds =
  | { readonly kind: 'life' }
  | { readonly kind: 'days'; readonly due: number; readonly overdue: number; readonly critical: number };

export type QuietHours = {
  /** Minutes since midnight, the first and the first that is not quiet any more; may pass midnight. Equal: none. */
  readonly from: number;
  readonly to: number;
  /** Days on which people work: 1 Monday to 7 Sunday (ISO 8601). */
  readonly workingDays: readonly number[];
  /** IANA name; null: the owner's own zone, else the server's. */
  readonly zone: string | null;
};

export type PolicyChange = Partial<Policy>;

/** Whom a rule is for. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'label'; readonly label: string; readonly value: string }
  | { readonly kind: 'endpoint'; readonly endpointId: string };

const hourMs = 3_600_000;

export const defaultPolicy: Policy = {
  thresholds: { kind: 'life' },
  confirm: { failures: 3, recoveries: 2 },
  agree: 1,
  ladderMs: [4 * hourMs, 12 * hourMs, 24 * hourMs],
  quiet: { from: 20 * 60, to: 8 * 60, workingDays: [1, 2, 3, 4, 5], zone: null },
  objective: 0.999,
  oncall: null,
  alarmOnChange: false,
};

export function scopeKey(scope: Scope): string {
  switch (scope.kind) {
    case 'all':
      return 'all';
    case 'label':
      return `label:${scope.label}=${scope.value}`;
    case 'endpoint':
      return `endpoint:${scope.endpointId}`;
  }
}
