import type { Client, Guild, GuildBasedChannel, Role } from 'discord.js';
import type { Directory } from '../../../core/directory.ts';
import { UserError } from '../../../core/errors.ts';
import { type Caller, type Mention, type Place, placeNamed } from '../../../core/people.ts';
import { quote } from '../../showing/quote.ts';
import { readRefusal } from '../api/refusal.ts';
import { standingAlone } from './standing.ts';

const mostNames = 20;
/** As Discord writes it, or `discord:123` and `discord:&123` as they are typed where there is no list to pick from. */
const mentionForm = /(?:<@!?|\bdiscord:)(&)?(\d{1,20})(?:>|\b)/g;

/**
 * People and places of Discord. A person is known by the mention picked from the list, which carries the id: finding
 * one by a typed name takes an intent that Discord has to approve. Roles and channels are found by name as well.
 */
export function createDirectory(clientNow: () => Client<true>, onlyGuild: string | null = null): Directory {
  return {
    async resolveMentions(typed, caller) {
      const client = clientNow();
      refuseEverybody(typed);
      const guild = await guildOf(client, caller);
      const found: Mention[] = [];
      for (const [, sign, id = ''] of typed.matchAll(mentionForm)) {
        found.push(sign === '&' ? roleById(guild, id) : await userById(client, id));
      }
      const names = typed.replace(mentionForm, ',').split(',');
      for (const name of names.map((part) => part.trim()).filter((part) => part !== '')) {
        found.push(...rolesByName(guild, name));
      }
      if (found.length === 0)
        throw new UserError('No name given. Type @ and pick a person or role from the list.');
      if (found.length > mostNames) {
        throw new UserError(`That is ${found.length} names; ${mostNames} is the most.`);
      }
      return [...new Map(found.map((who) => [`${who.kind}:${who.id}`, who])).values()];
    },

    async resolvePlace(typed, caller) {
      const word = typed.trim();
      if (word === 'here' || word === '') return caller.place;
      if (word === 'console') return { platform: 'console', channel: 'console' };
      const webhook = word.startsWith('webhook:') ? placeNamed(word) : null;
      if (webhook !== null) return webhook;
      const client = clientNow();
      const guild = await guildOf(client, caller);
      const id = /^(?:<#|discord:)?(\d{1,20})>?$/.exec(word)?.[1];
      return id === undefined ? placeByName(guild, word) : placeById(client, guild, id, caller);
    },

    standingOf: async ({ who, standing }) => standing ?? standingAlone(clientNow(), who.id, onlyGuild),
  };
}

function refuseEverybody(typed: string): void {
  if (!/@(everyone|here)\b/i.test(typed)) return;
  throw new UserError(
    'Notafter calls people and roles, never @everyone or @here. Pick a role from the list.',
  );
}

/** Null in direct messages, and for callers of other platforms. */
async function guildOf(client: Client<true>, caller: Caller): Promise<Guild | null> {
  if (caller.place.platform !== 'discord') return null;
  const channel = await client.channels.fetch(caller.place.channel).catch(() => null);
  return channel !== null && 'guild' in channel ? channel.guild : null;
}

async function userById(client: Client<true>, id: string): Promise<Mention> {
  try {
    const user = await client.users.fetch(id);
    return { platform: 'discord', kind: 'user', id, name: user.displayName };
  } catch (thrown) {
    if (readRefusal(thrown).code === 10013)
      throw new UserError(`There is no Discord user with the id ${id}.`);
    // The id is what calls somebody; the name is only shown.
    return { platform: 'discord', kind: 'user', id, name: `user ${id}` };
  }
}

function roleById(guild: Guild | null, id: string): Mention {
  const role = guild?.roles.cache.get(id);
  if (guild === null || role === undefined) {
    throw new UserError(`The role ${id} is not one of this server. Pick one from the list that @ opens.`);
  }
  return roleMention(guild, role);
}

/** The whole text may be one role of several words; else every word is one. */
function rolesByName(guild: Guild | null, typed: string): readonly Mention[] {
  const whole = roleNamed(guild, typed);
  if (guild !== null && whole !== undefined) return [roleMention(guild, whole)];
  return typed.split(/\s+/).map((word) => {
    const role = roleNamed(guild, word);
    if (guild !== null && role !== undefined) return roleMention(guild, role);
    throw new UserError(
      `${quote(word)} is not a role of this server, and people cannot be found by a typed name. Type @ and pick from the list.`,
    );
  });
}

function roleNamed(guild: Guild | null, typed: string): Role | undefined {
  const name = typed.replace(/^@/, '').toLowerCase();
  return guild?.roles.cache.find((role) => role.id !== guild.id && role.name.toLowerCase() === name);
}

/** Discord shows the name of a role it does not let us call, and notifies nobody: said now, not when it matters. */
function roleMention(guild: Guild, role: Role): Mention {
  if (role.id === guild.id) refuseEverybody('@everyone');
  const mayCallAll = guild.members.me?.permissions.has('MentionEveryone') ?? true;
  if (!role.mentionable && !mayCallAll) {
    throw new UserError(
      `Notafter may not call the role ${quote(role.name)}. In the server's settings switch on "Allow anyone to @mention this role", or give Notafter "Mention All Roles".`,
    );
  }
  return { platform: 'discord', kind: 'group', id: role.id, name: role.name };
}

/** Only channels of the caller's own server: nobody reaches into another one through the bot. */
async function placeById(
  client: Client<true>,
  guild: Guild | null,
  id: string,
  caller: Caller,
): Promise<Place> {
  if (caller.place.platform === 'discord' && caller.place.channel === id) return caller.place;
  const channel = await client.channels.fetch(id).catch(() => null);
  const fromElsewhere = caller.place.platform !== 'discord';
  const isReachable =
    channel !== null && 'guild' in channel && (fromElsewhere || channel.guild.id === guild?.id);
  if (!isReachable) {
    throw new UserError(
      `Notafter cannot see the channel ${id} in this server. Give it "View Channel" and "Send Messages" there, or choose another.`,
    );
  }
  return placeOf(channel);
}

function placeByName(guild: Guild | null, typed: string): Place {
  const name = typed.replace(/^#/, '').toLowerCase();
  const found = guild?.channels.cache.filter((channel) => channel.name.toLowerCase() === name);
  const texts = found?.filter((channel) => channel.isTextBased());
  const [channel, second] = [...(texts ?? found ?? new Map()).values()];
  if (channel === undefined) {
    throw new UserError(
      `${quote(typed)} is not a channel Notafter can see. Type # and pick one from the list.`,
    );
  }
  if (second !== undefined) {
    throw new UserError(
      `There are several channels called ${quote(name)}. Type # and pick one from the list.`,
    );
  }
  return placeOf(channel);
}

function placeOf(channel: GuildBasedChannel): Place {
  if (channel.isTextBased()) return { platform: 'discord', channel: channel.id };
  throw new UserError(`${quote(`#${channel.name}`)} holds no text. Choose a text channel or a thread.`);
}
