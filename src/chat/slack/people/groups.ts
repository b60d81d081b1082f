import { unlessStopped } from '../../waiting/unless-stopped.ts';
import type { WebClient } from '../api/web.ts';

export type Group = { readonly id: string; readonly handle: string; readonly users: readonly string[] };

/** The user groups of the workspace, with who is in them. */
export type Groups = {
  /** Rejects as the Web API does, and when Slack takes longer than a box can wait. */
  all(): Promise<readonly Group[]>;
};

/** Slack takes 20 such questions a minute ("usergroups.list"). */
const keptMs = 60_000;
/** A box that is opened waits 3 s for what it offers. */
const patienceMs = 2000;

export function createGroups(client: WebClient, now: () => Date): Groups {
  let kept: { readonly at: number; readonly groups: Promise<readonly Group[]> } | null = null;
  return {
    all() {
      const at = now().getTime();
      if (kept === null || Math.abs(at - kept.at) >= keptMs) {
        const groups = listed(client);
        kept = { at, groups };
        groups.catch(() => {
          kept = null;
        });
      }
      return unlessStopped(kept.groups, AbortSignal.timeout(patienceMs));
    },
  };
}

async function listed(client: WebClient): Promise<readonly Group[]> {
  const { usergroups = [] } = await client.usergroups.list({ include_users: true });
  return usergroups.flatMap(({ id, handle, users = [] }) =>
    id === undefined || handle === undefined || handle === '' ? [] : [{ id, handle, users }],
  );
}
