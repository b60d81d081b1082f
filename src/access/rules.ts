import type { Needs } from '../core/access/needs.ts';
import type { Place, PlatformName } from '../core/people.ts';

/** Whom a rule means: a person, a user group or role, or whoever asks from a channel. */
export type Subject = {
  readonly platform: PlatformName;
  readonly kind: 'user' | 'group' | 'channel';
  readonly id: string;
};

/** Networks that are open beyond those of ALLOWED_NETWORKS, to some. */
export type NetworkRule = {
  /** Null: everywhere. */
  readonly places: readonly Place[] | null;
  /** What whoever asks has to be at least; null: whoever asks there, and what is told there unasked. */
  readonly rank: 'admin' | 'member' | null;
  /** Canonical CIDR texts. */
  readonly allow: readonly string[];
};

/** Who may do what where. */
export type AccessRules = {
  /**
   * Who has which role. `admin`: besides those of the platform. `member`: in the place of those of the platform. `blocked`:
   * may do nothing at all.
   */
  readonly roles: ReadonlyMap<string, readonly Subject[]>;
  /** Whether admins of the workspace, and who manages the server, are admins here. */
  readonly platformAdmins: boolean;
  /** What a command ("check"), or one of its actions ("watch add"), takes in the place of what it says itself. */
  readonly commands: ReadonlyMap<string, Needs>;
  readonly networks: readonly NetworkRule[];
};

export const defaultRules: AccessRules = {
  roles: new Map(),
  platformAdmins: true,
  commands: new Map(),
  networks: [],
};
