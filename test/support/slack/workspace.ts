import { type Channel, type Person, SlackError, type Usergroup } from './shapes.ts';

/** People, groups and channels of one workspace; more can be added at any time. */
export type Workspace = {
  readonly teamId: string;
  readonly teamName: string;
  readonly appId: string;
  readonly bot: Person & { readonly botId: string };
  addUser(name: string, parts?: Partial<Pick<Person, 'realName' | 'zone' | 'rank'>>): Person;
  addUsergroup(handle: string, users?: readonly Person[]): Usergroup;
  /** A public channel the bot is in, unless said otherwise. */
  addChannel(name: string, parts?: Partial<Pick<Channel, 'kind' | 'hasBot' | 'isArchived'>>): Channel;
  directMessage(person: Person): Channel;
  /** Deactivates an account. */
  removeUser(person: Person): void;
  changeUsergroup(group: Usergroup, change: Partial<Pick<Usergroup, 'users' | 'isDisabled'>>): void;
  removeBotFrom(channel: Channel): void;
  inviteBotTo(channel: Channel): void;
  archive(channel: Channel): void;
  users(): readonly Person[];
  usergroups(): readonly Usergroup[];
  channels(): readonly Channel[];
  /** As it is now: a channel given earlier keeps what it was. Throws channel_not_found. */
  channel(id: string): Channel;
};

export function createWorkspace(): Workspace {
  let counter = 0;
  const newId = (letter: string) => {
    counter += 1;
    return `${letter}0${String(counter).padStart(8, '0')}`;
  };
  const users: Person[] = [];
  const usergroups: Usergroup[] = [];
  const channels = new Map<string, Channel>();
  const bot = { ...person('notafter', 'Notafter'), botId: newId('B') };
  users.push(bot);

  function person(name: string, realName: string, zone = 'Europe/Berlin'): Person {
    return { id: newId('U'), name, realName, zone };
  }
  function keep(channel: Channel): Channel {
    channels.set(channel.id, channel);
    return channel;
  }
  function channel(id: string): Channel {
    const found = channels.get(id);
    if (found === undefined) throw new SlackError('channel_not_found');
    return found;
  }

  return {
    teamId: newId('T'),
    teamName: 'Acme',
    appId: newId('A'),
    bot,
    addUser(name, parts = {}) {
      const rank = parts.rank === undefined ? {} : { rank: parts.rank };
      const added = { ...person(name, parts.realName ?? name, parts.zone), ...rank };
      users.push(added);
      return added;
    },
    addUsergroup(handle, members = []) {
      const added = { id: newId('S'), handle, name: handle, users: members.map(({ id }) => id) };
      usergroups.push(added);
      return added;
    },
    addChannel: (name, { kind = 'public', hasBot = true, isArchived = false } = {}) =>
      keep({ id: newId('C'), name, kind, hasBot, isArchived, with: null }),
    directMessage(who) {
      const open = [...channels.values()].find((candidate) => candidate.with === who.id);
      return (
        open ??
        keep({ id: newId('D'), name: '', kind: 'direct', hasBot: true, isArchived: false, with: who.id })
      );
    },
    removeUser({ id }) {
      const at = users.findIndex((user) => user.id === id);
      const found = users[at];
      if (found !== undefined) users[at] = { ...found, isDeleted: true };
    },
    changeUsergroup({ id }, change) {
      const at = usergroups.findIndex((group) => group.id === id);
      const found = usergroups[at];
      if (found !== undefined) usergroups[at] = { ...found, ...change };
    },
    removeBotFrom: ({ id }) => void keep({ ...channel(id), hasBot: false }),
    inviteBotTo: ({ id }) => void keep({ ...channel(id), hasBot: true }),
    archive: ({ id }) => void keep({ ...channel(id), isArchived: true }),
    users: () => users,
    usergroups: () => usergroups,
    channels: () => [...channels.values()],
    channel,
  };
}
