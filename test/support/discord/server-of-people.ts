import type { Channel, Guild, Person, Role } from './shapes.ts';

/** Servers, channels, people and roles. Ids are given out by `newId`. */
export type Place = {
  readonly bot: Person;
  readonly guild: Guild;
  addGuild(name: string, options?: { readonly hasBot?: boolean }): Guild;
  addPerson(name: string, options?: Partial<Pick<Person, 'acceptsDms' | 'rank' | 'roles'>>): Person;
  addRole(name: string, options?: { readonly mentionable?: boolean }): Role;
  addChannel(
    name: string,
    options?: {
      readonly type?: Channel['type'];
      readonly wantsTag?: boolean;
      readonly guild?: Guild;
      readonly refusesWith?: 50001 | 50013;
      readonly lacks?: 'threads' | 'history';
    },
  ): Channel;
  directMessage(person: Person): Channel;
  /** A thread under a message, with the id of it. */
  keepThread(message: string, name: string, channel: Channel): Channel;
  changeThread(thread: Pick<Channel, 'id'>, state: NonNullable<Channel['state']>): void;
  /** Somebody leaves the servers, or a role is taken away. */
  removePerson(person: Person): void;
  removeRole(role: Role): void;
  isMember(person: Person, guildId: string): boolean;
  removeChannel(channel: Channel): void;
  person(id: string): Person | undefined;
  channel(id: string): Channel | undefined;
  /** Guilds the bot is in, as GUILD_CREATE tells them. */
  guildsJson(): readonly Record<string, unknown>[];
  memberJson(person: Person): Record<string, unknown>;
  userJson(person: Person): Record<string, unknown>;
  /** How an interaction tells where it comes from. */
  reach(channel: Channel, person: Person): Reach;
  channelJson(channel: Channel): Record<string, unknown>;
};

/** `isAlone`: the app is there for this person only. */
export type Reach = { readonly isAlone: boolean; readonly json: Record<string, unknown> };

const joinedAt = '2026-01-01T00:00:00.000000+00:00';
/** View, send, embed links, read history, use application commands; not "mention everyone". */
const permissions = String(1024n | 2048n | 16_384n | 65_536n | (1n << 31n));

export function createPlace(newId: () => string): Place {
  const people = new Map<string, Person>();
  const roles = new Map<string, Role>();
  const channels = new Map<string, Channel>();
  const guilds = new Map<string, Guild>();
  const left = new Set<string>();

  const addGuild: Place['addGuild'] = (name, options = {}) =>
    keep(guilds, { id: newId(), name, hasBot: options.hasBot ?? true });
  const addPerson: Place['addPerson'] = (name, options = {}) =>
    keep(people, {
      id: newId(),
      username: name.toLowerCase(),
      displayName: name,
      ...options,
      acceptsDms: options.acceptsDms ?? true,
    });
  const guild = addGuild('Acme');
  const bot = addPerson('Notafter');

  const userJson: Place['userJson'] = (person) => ({
    id: person.id,
    username: person.username,
    discriminator: '0',
    global_name: person.displayName,
    avatar: null,
    bot: person.id === bot.id,
  });
  const memberJson: Place['memberJson'] = (person) => ({
    user: userJson(person),
    roles: person.roles ?? [],
    pending: person.rank === 'pending',
    joined_at: joinedAt,
    deaf: false,
    mute: false,
    flags: 0,
    // Manage Server (1 << 5).
    permissions: person.rank === 'manager' ? String(BigInt(permissions) | 32n) : permissions,
  });
  const channelJson: Place['channelJson'] = (channel) => {
    const recipient = people.get(channel.recipientId ?? '');
    return {
      id: channel.id,
      type: channel.type,
      ...(channel.guildId === null ? {} : { guild_id: channel.guildId, name: channel.name, position: 0 }),
      ...(recipient === undefined ? {} : { recipients: [userJson(recipient)] }),
      permission_overwrites: [],
      last_message_id: null,
    };
  };

  return {
    bot,
    guild,
    addGuild,
    addPerson,
    addRole: (name, options = {}) =>
      keep(roles, { id: newId(), name, mentionable: options.mentionable ?? true }),
    addChannel: (name, options = {}) =>
      keep(channels, {
        id: newId(),
        name,
        type: options.type ?? 0,
        // Messages between other people belong to no server.
        guildId: options.type === 3 ? null : (options.guild ?? guild).id,
        recipientId: null,
        refusesWith: options.refusesWith ?? null,
        lacks: options.lacks ?? null,
        wantsTag: options.wantsTag ?? false,
      }),
    keepThread: (message, name, { guildId, type }) =>
      keep(channels, {
        ...{ id: message, name, guildId, recipientId: null, refusesWith: null },
        type: type === 5 ? (10 as const) : (11 as const),
        state: 'open' as const,
      }),
    changeThread({ id }, state) {
      const thread = channels.get(id);
      if (thread !== undefined) channels.set(id, { ...thread, state });
    },
    removePerson: ({ id }) => void left.add(id),
    removeRole: ({ id }) => void roles.delete(id),
    isMember: ({ id }, guildId) => guildId === guild.id && !left.has(id),
    directMessage(person) {
      const open = [...channels.values()].find((channel) => channel.recipientId === person.id);
      if (open !== undefined) return open;
      return keep(channels, {
        id: newId(),
        name: person.username,
        type: 1,
        guildId: null,
        recipientId: person.id,
        refusesWith: null,
      });
    },
    removeChannel: (channel) => void channels.delete(channel.id),
    person: (id) => people.get(id),
    channel: (id) => channels.get(id),
    userJson,
    memberJson,
    channelJson,
    reach(channel, person) {
      const { guildId, type } = channel;
      const isMember = [...guilds.values()].some(({ id, hasBot }) => id === guildId && hasBot);
      const isAlone = !isMember && type !== 1;
      // Keys are how the app was installed: 0 in a server, 1 by a person.
      const owners = isAlone ? { '1': person.id } : { '0': guildId ?? '0' };
      const where =
        guildId === null
          ? { user: userJson(person), context: type === 1 ? 1 : 2 }
          : { guild_id: guildId, member: memberJson(person), context: 0, guild_locale: 'en-US' };
      return { isAlone, json: { ...where, authorizing_integration_owners: owners } };
    },
    guildsJson: () =>
      [...guilds.values()]
        .filter(({ hasBot }) => hasBot)
        .map((one) => ({
          ...guildFields(one),
          roles: [
            roleJson({ id: one.id, name: '@everyone', mentionable: false }),
            ...(one === guild ? [...roles.values()].map(roleJson) : []),
          ],
          members: [memberJson(bot)],
          channels: [...channels.values()].filter((channel) => channel.guildId === one.id).map(channelJson),
        })),
  };
}

function guildFields({ id, name }: Guild): Record<string, unknown> {
  return {
    id,
    name,
    owner_id: id,
    unavailable: false,
    large: false,
    member_count: 2,
    joined_at: joinedAt,
    features: [],
    emojis: [],
    stickers: [],
    threads: [],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    preferred_locale: 'en-US',
  };
}

function roleJson({ id, name, mentionable }: Role): Record<string, unknown> {
  return {
    id,
    name,
    mentionable,
    permissions,
    color: 0,
    hoist: false,
    managed: false,
    position: 0,
    flags: 0,
  };
}

function keep<Thing extends { readonly id: string }>(into: Map<string, Thing>, thing: Thing): Thing {
  into.set(thing.id, thing);
  return thing;
}
