/**
 * Where a certificate stands in its life. Its CA says when to renew (RFC 9773); where it does not, shares of the
 * lifetime do, never fixed days: a 6-day certificate is inside every 7-day window from birth. By shares `due` is what
 * ACME clients fall back to (a third of the life left, half when it lives under 10 days); the later two are halvings
 * of what is left at `due`.
 */
export const renewalStates = ['ok', 'due', 'overdue', 'critical', 'expired'] as const;
export type RenewalState = (typeof renewalStates)[number];

/** When the CA wants a certificate to be renewed (RFC 9773 §4.2). */
export type RenewalWindow = {
  readonly start: Date;
  /** After `start`. */
  readonly end: Date;
  /** Whose word it is: "Let's Encrypt". */
  readonly source: string;
  /** The CA's page about this window, https. */
  readonly explanationUrl: string | null;
};

export type Validity = {
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Left out where the CA said nothing. */
  readonly renewalWindow?: RenewalWindow | undefined;
};
export type RenewalPlan = Readonly<Record<Exclude<RenewalState, 'ok'>, Date>>;

const dayMs = 86_400_000;

/** The moment each state begins. */
export function renewalPlan(validity: Validity): RenewalPlan {
  const shares = planByShares(validity);
  const { renewalWindow } = validity;
  if (renewalWindow === undefined) return shares;
  const end = validity.notAfter.getTime();
  const overdue = Math.min(renewalWindow.end.getTime(), end);
  return {
    due: new Date(Math.min(renewalWindow.start.getTime(), end)),
    overdue: new Date(overdue),
    critical: new Date(
      isMovedAhead(validity) ? overdue : criticalAfter(overdue, shares.critical.getTime(), end),
    ),
    expired: shares.expired,
  };
}

function planByShares({ notBefore, notAfter }: Validity): RenewalPlan {
  const end = notAfter.getTime();
  const lifetimeMs = lifetimeOf({ notBefore, notAfter });
  const window = lifetimeMs < 10 * dayMs ? lifetimeMs / 2 : lifetimeMs / 3;
  return {
    due: new Date(end - window),
    overdue: new Date(end - window / 2),
    critical: new Date(end - window / 4),
    // RFC 5280 §4.1.2.5: valid through notAfter, inclusive.
    expired: new Date(end + 1),
  };
}

function lifetimeOf({ notBefore, notAfter }: Validity): number {
  return Math.max(0, notAfter.getTime() - notBefore.getTime());
}

/** A window that ends late leaves half of what remains for "overdue". */
function criticalAfter(overdue: number, byShares: number, end: number): number {
  return overdue < byShares ? byShares : overdue + (end - overdue) / 2;
}

/**
 * Whether the CA's window lies so early that it cannot be its usual one: over in the first three quarters of the time
 * until renewal is due by share of the lifetime, or, with a page that explains it, before that by more than the 2% of
 * the lifetime by which usual windows differ.
 */
function isMovedAhead(validity: Validity): boolean {
  const { renewalWindow, notBefore } = validity;
  if (renewalWindow === undefined) return false;
  const end = renewalWindow.end.getTime();
  const begun = notBefore.getTime();
  const due = planByShares(validity).due.getTime();
  if (end < begun + (due - begun) * 0.75) return true;
  return renewalWindow.explanationUrl !== null && end < due - lifetimeOf(validity) * 0.02;
}

/**
 * Whether the CA has called for renewal ahead of time: what it does before it revokes (RFC 9773 §4.2 and §4.3.1). True
 * once the early window is over, or has begun and is explained, until the certificate ends.
 */
export function isRevocationAnnounced(validity: Validity, now: Date): boolean {
  const { renewalWindow, notAfter } = validity;
  if (renewalWindow === undefined || now > notAfter || !isMovedAhead(validity)) return false;
  return now >= (renewalWindow.explanationUrl === null ? renewalWindow.end : renewalWindow.start);
}

export function renewalState(validity: Validity, now: Date): RenewalState {
  const plan = renewalPlan(validity);
  const reached = (state: Exclude<RenewalState, 'ok'>) => now.getTime() >= plan[state].getTime();
  if (reached('expired')) return 'expired';
  if (reached('critical')) return 'critical';
  if (reached('overdue')) return 'overdue';
  if (reached('due')) return 'due';
  return 'ok';
}

/** Whether one state is later in life than another: only then is anybody told. */
export function isWorse(state: RenewalState, than: RenewalState): boolean {
  return renewalStates.indexOf(state) > renewalStates.indexOf(than);
}
