/**
 * Where a certificate stands in its life. Shares of its lifetime, never fixed days: a 6-day certificate is inside
 * every 7-day window from birth. `due` follows RFC 9773 §4.3's fallback practice (a third of the life left, half
 * when it lives under 10 days); the later two are halvings of what is left at `due`.
 */
export const renewalStates = ['ok', 'due', 'overdue', 'critical', 'expired'] as const;
export type RenewalState = (typeof renewalStates)[number];

export type Validity = { readonly notBefore: Date; readonly notAfter: Date };
export type RenewalPlan = Readonly<Record<Exclude<RenewalState, 'ok'>, Date>>;

const dayMs = 86_400_000;

/** The moment each state begins. */
export function renewalPlan({ notBefore, notAfter }: Validity): RenewalPlan {
  const end = notAfter.getTime();
  const lifetimeMs = Math.max(0, end - notBefore.getTime());
  const window = lifetimeMs < 10 * dayMs ? lifetimeMs / 2 : lifetimeMs / 3;
  return {
    due: new Date(end - window),
    overdue: new Date(end - window / 2),
    critical: new Date(end - window / 4),
    // RFC 5280 §4.1.2.5: valid through notAfter, inclusive.
    expired: new Date(end + 1),
  };
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
