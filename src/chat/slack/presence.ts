import type { Mention } from '../../core/people.ts';
import type { Presence } from '../../core/platform.ts';
import type { Look } from '../presence-memory.ts';
import { unlessStopped } from '../unless-stopped.ts';
import { readRefusal } from './refusal.ts';
import type { WebClient } from './web.ts';

/** Looks a user or a user group up. */
export function createPresence(client: WebClient): Look {
  return async (who, signal) => {
    if (who.platform !== 'slack') return 'unknown';
    return unlessStopped(presenceOf(who, client), signal);
  };
}

async function presenceOf({ kind, id }: Mention, client: WebClient): Promise<Presence> {
  switch (kind) {
    case 'user':
      return userPresence(id, client);
    case 'group':
      return groupPresence(id, client);
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
async function groupPresence(id: string, client: WebClient): Promise<Presence> {
  const { usergroups } = await client.usergroups.list({ include_disabled: true, include_count: true });
  if (usergroups === undefined) return 'unknown';
  const found = usergroups.find((group) => group.id === id);
  if (found === undefined) return 'gone';
  const isEmpty = found.user_count !== undefined && Number(found.user_count) === 0;
  return isEmpty || (found.date_delete ?? 0) > 0 ? 'gone' : 'here';
}
