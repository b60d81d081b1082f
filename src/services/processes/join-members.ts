import { randomUUID } from 'node:crypto';
import type { Config } from '../../config.ts';
import type { Log } from '../../core/log.ts';
import type { Store } from '../../core/store/store.ts';
import { type Membership, startMembership } from '../../monitor/vantages/membership.ts';
import { ownVersion } from './own-version.ts';

export type MemberWorld = {
  readonly config: Pick<Config, 'vantageName'>;
  readonly store: Pick<Store, 'members'>;
  readonly now: () => Date;
  readonly log: Log;
};

/** Says of this process that it lives, until it is stopped. */
export async function joinMembers(
  roles: readonly string[],
  { config, store, now, log }: MemberWorld,
): Promise<Membership> {
  const member = {
    id: randomUUID(),
    roles,
    vantage: config.vantageName,
    version: await ownVersion(),
    startedAt: now(),
  };
  const membership = startMembership({ members: store.members, member, now, log });
  await membership.begun;
  return membership;
}
