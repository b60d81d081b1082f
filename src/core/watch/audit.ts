import type { Mention, Place } from '../people.ts';

/**
 * How a run ended. `begun`: what changes things for all is written down before it is done. `refused`: by the rules; `limited`: it
 * was too much at once; `mistake`: of who asked.
 */
export const auditOutcomes = ['begun', 'done', 'mistake', 'failed', 'stopped', 'refused', 'limited'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

/** Who did what, for later. Append only. */
export type AuditEntry = {
  readonly at: Date;
  readonly who: Mention;
  /** "alarm ack", "watch remove": command and action. */
  readonly did: string;
  /** What it was done to: an incident's id, a target, a scope. */
  readonly to: string;
  /** One line for people. */
  readonly words: string;
  /** Where it was asked for; left out where nobody asked. */
  readonly place?: Place;
  /** As typed, without a query. */
  readonly target?: string;
  /** Left out of what is kept of a deed that was done. */
  readonly outcome?: AuditOutcome;
};

/** Of what Notafter does by itself. */
export const ourselves: Mention = { platform: 'console', kind: 'user', id: 'notafter', name: 'Notafter' };

/** Numbers grow with time. */
export type KeptEntry = AuditEntry & { readonly number: number };

export type AuditQuery = {
  readonly who?: Pick<Mention, 'platform' | 'id'>;
  /** A command, or a command and its action. */
  readonly did?: string;
  /** A part of a target. */
  readonly target?: string;
  readonly since?: Date;
  /** Those with a lower number, newest first; left out: from the newest on. */
  readonly before?: number;
  /** Those with a higher number, oldest first. */
  readonly after?: number;
  readonly limit: number;
};
