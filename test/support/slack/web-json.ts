import { type Channel, type Person, SlackError, type Usergroup } from './shapes.ts';
import type { Arguments } from './validating/check-message.ts';
import type { Workspace } from './workspace.ts';

/** A group that is switched off is listed on demand only, with the time of it. */
export function usergroupJson(
  { id, handle, name, users, isDisabled = false }: Usergroup,
  given: Arguments,
  { teamId }: Workspace,
): object {
  return {
    id,
    team_id: teamId,
    is_usergroup: true,
    handle,
    name,
    date_delete: isDisabled ? 1_790_000_000 : 0,
    ...(String(given.include_count) === 'true' ? { user_count: users.length } : {}),
    ...(String(given.include_users) === 'true' ? { users } : {}),
  };
}

export function userJson(
  { id, name, realName, zone, isDeleted = false, rank }: Person,
  workspace: Workspace,
): object {
  return {
    id,
    team_id: rank === 'stranger' ? 'T0STRANGE' : workspace.teamId,
    name,
    real_name: realName,
    deleted: isDeleted,
    // Slack tells no zone of who has left.
    ...(isDeleted ? {} : { tz: zone }),
    is_bot: id === workspace.bot.id,
    is_app_user: false,
    is_admin: rank === 'admin',
    is_owner: false,
    is_restricted: rank === 'guest',
    is_ultra_restricted: false,
    profile: { real_name: realName, display_name: name },
  };
}

export function channelJson({ id, name, kind, isArchived, hasBot, with: user }: Channel): object {
  if (kind === 'direct') return { id, is_im: true, is_channel: false, user, is_archived: false };
  return {
    id,
    name,
    name_normalized: name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: kind === 'private',
    is_archived: isArchived,
    is_member: hasBot,
  };
}

/** Cursor pagination: `limit` up to 1,000 (100 when left out), `response_metadata.next_cursor` empty at the end. */
export function page(name: string, items: readonly object[], given: Arguments): object {
  const limit = given.limit === undefined ? 100 : Number(given.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new SlackError('invalid_limit');
  const cursor = given.cursor === undefined || given.cursor === '' ? 'offset:0' : String(given.cursor);
  const offset = Number(/^offset:(\d+)$/.exec(cursor)?.[1] ?? Number.NaN);
  if (Number.isNaN(offset)) throw new SlackError('invalid_cursor');
  const end = offset + limit;
  return {
    [name]: items.slice(offset, end),
    response_metadata: { next_cursor: end < items.length ? `offset:${end}` : '' },
  };
}
