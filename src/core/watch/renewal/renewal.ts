import type { Thresholds } from '../policy/policy.ts';

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

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The moment each state begins: due <= overdue <= critical <= expired, whatever a CA or a policy says. */
export function renewalPlan(validity: Validity, thresholds: Thresholds = { kind: 'life' }): RenewalPlan {
  const byLife = planByLife(validity);
  return thresholds.kind === 'life' ? byLife : planByDays(validity, thresholds, byLife);
}

/** For the same certificate under several policies: whoever wants to know first is told first. */
export function earliestPlan(plans: readonly [RenewalPlan, ...RenewalPlan[]]): RenewalPlan {
  const first = (state: Exclude<RenewalState, 'ok'>) =>
    new Date(Math.min(...plans.map((plan) => plan[state].getTime())));
  return {
    due: first('due'),
    overdue: first('overdue'),
    critical: first('critical'),
    expired: first('expired'),
  };
}

function planByLife(validity: Validity): RenewalPlan {
  const shares = planByShares(validity);
  const { renewalWindow } = validity;
  if (renewalWindow === undefined || !isDated(renewalWindow)) return shares;
  const latest = latestCritical(validity);
  const overdue = Math.min(renewalWindow.end.getTime(), latest);
  const critical = isMovedAhead(validity)
    ? overdue
    : Math.min(criticalAfter(overdue, shares.critical.getTime(), validity.notAfter.getTime()), latest);
  return {
    due: new Date(Math.min(renewalWindow.start.getTime(), overdue)),
    overdue: new Date(overdue),
    critical: new Date(critical),
    expired: shares.expired,
  };
}

function isDated({ start, end }: RenewalWindow): boolean {
  return !Number.isNaN(start.getTime()) && !Number.isNaN(end.getTime());
}

/**
 * However late a window ends, this much is left when it gets critical: a 48th of the life (two days of 90) and two hours
 * at least, unless it lives so short that an eighth of it is less. Without it a window up to notAfter would mean that
 * nobody is told before the end.
 */
function latestCritical(validity: Validity): number {
  const lifetimeMs = lifetimeOf(validity);
  const floorMs = Math.min(lifetimeMs / 8, Math.max(lifetimeMs / 48, 2 * hourMs));
  return validity.notAfter.getTime() - floorMs;
}

/** Days that reach back before birth make it due from birth, and say nothing about the later states: shares do. */
function planByDays(
  validity: Validity,
  days: Extract<Thresholds, { kind: 'days' }>,
  byLife: RenewalPlan,
): RenewalPlan {
  const begun = validity.notBefore.getTime();
  const end = validity.notAfter.getTime();
  const shares = planByShares(validity);
  const at = (state: 'due' | 'overdue' | 'critical') => {
    const moment = end - Math.max(0, days[state]) * dayMs;
    if (moment >= begun) return moment;
    return state === 'due' ? begun : shares[state].getTime();
  };
  // Days out of order count from the earliest; a CA that is about to revoke overrules everybody.
  const announced = isMovedAhead(validity) ? byLife.critical.getTime() : end;
  const critical = Math.min(at('critical'), end, announced);
  const overdue = Math.min(at('overdue'), critical);
  return {
    due: new Date(Math.min(at('due'), overdue)),
    overdue: new Date(overdue),
    critical: new Date(critical),
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
  if (renewalWindow === undefined || !isDated(renewalWindow)) return false;
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

export function renewalState(
  validity: Validity,
  now: Date,
  thresholds: Thresholds = { kind: 'life' },
): RenewalState {
  return stateByPlan(renewalPlan(validity, thresholds), now);
}

export function stateByPlan(plan: RenewalPlan, now: Date): RenewalState {
  const reached = (state: Exclude<RenewalState, 'ok'>) => now.getTime() >= plan[state].getTime();
  if (reached('expired')) return 'expired';
  if (reached('critical')) return 'critical';
  if (reached('overdue')) return 'overdue';
  if (reached('due')) return 'due';
  return 'ok';
}

/** When it next enters a state that somebody is told of; null once it has expired. */
export function nextAlarm(plan: RenewalPlan, now: Date): Date | null {
  const moments = [plan.overdue, plan.critical, plan.expired];
  return moments.find((moment) => moment.getTime() > now.getTime()) ?? null;
}

/** Whether one state is later in life than another: only then is anybody told. */
export function isWorse(state: RenewalState, than: RenewalState): boolean {
  return renewalStates.indexOf(state) > renewalStates.indexOf(than);
}
