import type { Certificate } from '../certificate/certificate.ts';

/** How long a certificate of a public authority may live, by the moment it was issued. */
export type LifetimeLimit = {
  readonly days: number;
  /** From when on certificates are issued under this limit. */
  readonly since: Date;
};

type Rule = { readonly since: Date } & ({ readonly days: number } | { readonly months: number });

/** BR §6.3.2 (§9.4 before version 1.3.0), newest first. SC-081v3 brought the first three, SC-31 the fourth. */
const rules: readonly Rule[] = [
  { since: new Date('2029-03-15T00:00:00Z'), days: 47 },
  { since: new Date('2027-03-15T00:00:00Z'), days: 100 },
  { since: new Date('2026-03-15T00:00:00Z'), days: 200 },
  { since: new Date('2020-09-01T00:00:00Z'), days: 398 },
  { since: new Date('2018-03-01T00:00:00Z'), days: 825 },
  { since: new Date('2015-04-01T00:00:00Z'), months: 39 },
  { since: new Date('2012-07-01T00:00:00Z'), months: 60 },
];

/** Null: issued before the Baseline Requirements took effect. */
export function lifetimeLimit(notBefore: Date): LifetimeLimit | null {
  const rule = rules.find(({ since }) => notBefore >= since);
  if (rule === undefined) return null;
  const days = 'days' in rule ? rule.days : daysInMonths(notBefore, rule.months);
  return { days, since: rule.since };
}

const dayMs = 86_400_000;

/**
 * Days from notBefore through notAfter, both seconds counted (RFC 5280 §4.1.2.5). A day is 86,400 seconds, and any
 * time beyond is a further day (BR §6.3.2).
 */
export function lifetimeDays({ notBefore, notAfter }: Pick<Certificate, 'notBefore' | 'notAfter'>): number {
  return Math.ceil((notAfter.getTime() + 1000 - notBefore.getTime()) / dayMs);
}

/** Calendar months from that day on; a month that lacks the day ends with its last. */
function daysInMonths(from: Date, months: number): number {
  const to = new Date(from);
  to.setUTCDate(1);
  to.setUTCMonth(from.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return Math.round((to.getTime() - from.getTime()) / dayMs);
}
