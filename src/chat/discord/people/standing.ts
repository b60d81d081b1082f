import type { APIInteractionGuildMember, Client, Guild, GuildMember, PermissionsBitField } from 'discord.js';
import type { Standing } from '../../../core/access/standing.ts';
import { inTime } from '../../../core/waiting/in-time.ts';

/** What tells who somebody is: a part of every interaction. */
export type Asker = {
  readonly client: Pick<Client, 'guilds'>;
  readonly guildId: string | null;
  readonly member: GuildMember | APIInteractionGuildMember | null;
  readonly memberPermissions: Readonly<PermissionsBitField> | null;
};

/** "Permissions" of Discord's reference: Administrator and Manage Server. */
const administrator = 1n << 3n;
const manageGuild = 1n << 5n;

const patienceMs = 3000;

/**
 * By the server the question came from. What Discord says of a member of another server than those the bot was invited to (an
 * app can be taken along) counts for nothing here, and with `onlyGuild` so does every server but that one.
 */
export function standingIn(
  { client, guildId, member, memberPermissions }: Asker,
  onlyGuild: string | null,
): Standing | null {
  if (guildId === null || member === null) return null;
  if (!client.guilds.cache.has(guildId) || (onlyGuild !== null && guildId !== onlyGuild)) {
    return guest('You ask from a server that Notafter does not belong to.');
  }
  return standingOfMember(member, memberPermissions?.bitfield ?? 0n);
}

/** In direct messages: as the one server tells that the bot is for. */
export async function standingAlone(
  client: Pick<Client, 'guilds'>,
  user: string,
  onlyGuild: string | null,
): Promise<Standing> {
  const guilds = [...client.guilds.cache.values()].filter(({ id }) => onlyGuild === null || id === onlyGuild);
  const [guild, ...others] = guilds;
  if (guild === undefined || others.length > 0) {
    return guest('In direct messages it cannot be told which server you ask for. Ask in a channel.');
  }
  const member = await inTime(memberOf(guild, user), patienceMs);
  if (member === null) return guest(`Discord does not name you as a member of ${guild.name}.`);
  return standingOfMember(member, member.permissions.bitfield);
}

function memberOf(guild: Guild, user: string): Promise<GuildMember | null> {
  return guild.members.fetch({ user, force: true }).catch(() => null);
}

function standingOfMember(member: GuildMember | APIInteractionGuildMember, permissions: bigint): Standing {
  const groups = Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
  if (member.pending === true) {
    return { rank: 'guest', because: 'You have not passed the screening of this server yet.', groups };
  }
  const isAdmin = (permissions & (administrator | manageGuild)) !== 0n;
  return { rank: isAdmin ? 'admin' : 'member', because: null, groups };
}

function guest(because: string): Standing {
  return { rank: 'guest', because, groups: [] };
}
