import type { PlatformName } from '../core/people.ts';

/** Whom a rule means: a person, a user group or role, or whoever asks from a channel. */
export type Subject = {
  readonly platform: PlatformName;
  readonly kind: 'user' | 'group' | 'channel';
  readonly id: string;
};

/** Roles with a meaning of their own; all others are names of the reader's choice. */
export const builtInRoles = ['anyone', 'member', 'admin', 'blocked'] as const;

/** Who may do what where. */
export type AccessRules = {
  /**
   * Who has which role. `admin`: besides those of the platform. `member`: in the place of those of the platform. `blocked`:
   * may do nothing at all.
   */
  readonly roles: ReadonlyMap<string, readonly Subject[]>;
  /** Whether admins of the workspace, and who manages the server, are admins here. */
  readonly platformAdmins: boolean;
};

export const defaultRules: AccessRules = { roles: new Map(), platformAdmins: true };
