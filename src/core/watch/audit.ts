import type { Mention } from '../people.ts';

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
};
