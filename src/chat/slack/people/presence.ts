import type { Mention } from '../../../core/people.ts';
import type { Presence } from '../../../core/platform.ts';
import type { Look } from '../../presence-memory.ts';
import { unlessStopped } from '../../waiting/unless-stopped.ts';
import { readRefusal } from '../api/refusal.ts';
import type { WebClient } from '../api/web.ts';

type Groups = Awaited<ReturnType<WebClient['usergroups']['list']>>['usergroups'];

/** Slack tells of all groups at once, and takes 20 such questions a minute ("usergroups.list"). */
const groupsKeptMs = 30_000;

/** Looks a user or a user group up. */
export function createPresence(client: WebClient, now: () => Date): Look {
  let listed: { readonly at: number; readonly groups: Promise<Groups> } | null = null;

  function groupsNow(): Promise<Groups> {
    const at = now().getTime();
    if (listed !== null && Math.abs(at - listed.at) < groupsKeptMs) return listed.groups;
    const asked = client.usergroups.list({ include_disabled: true, include_count: true });
    const groups = asked.then(({ usergroups }) => usergroups);
    listed = { at, groups };
    groups.catch(() => {
      listed = null;
    });
    return groups;
  }

  return async (who, signal) => {
    if (who.platform !== 'slack') return 'unknown';
    return unlessStopped(presenceOf(who, client, groupsNow), signal);
  };
}

async function presenceOf(
  { kind, id }: Mention,
  client: WebClient,
  groups: () => Promise<Groups>,
): Promise<Presence> {
  switch (kind) {
    case 'user':
      return userPresence(id, client);
    case 'group':
      return groupPresence(id, await groups());
    case 'channel':
      return 'unknown';
  }
}

async function userPresence(user: string, client: WebClient): Promise<Presence> {
  try {
    const { user: found } = await client.users.info({ user });
    if (found === undefined) return 'unknown';
    return found.deleted === true ? 'gone' : 'here';
  } catch (thrown) {
    return readRefusal(thrown).error === 'user_not_found' ? 'gone' : 'unknown';
  }
}

/** One that is switched off, or that has nobody in it, calls nobody. */
function groupPresence(id: string, groups: Groups): Presence {
  if (groups === undefined) return 'unknown';
  const found = groups.find((group) => group.id === id);
  if (found === undefined) return 'gone';
  const isEmpty = found.user_count !== undefined && Number(found.user_count) === 0;
  return isEmpty || (found.date_delete ?? 0) > 0 ? 'gone' : 'here';
}
