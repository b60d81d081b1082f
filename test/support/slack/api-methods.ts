import { history } from './history.ts';
import { type MethodWorld, visible } from './method-world.ts';
import { type Channel, SlackError } from './shapes.ts';
import {
  type Arguments,
  checkDraft,
  checkMetadata,
  longestEdit,
  longestPost,
} from './validating/check-message.ts';
import { channelJson, page, usergroupJson, userJson } from './web-json.ts';
import type { Workspace } from './workspace.ts';

type Method = (given: Arguments, world: MethodWorld) => object;

/** The Web API as far as the bot needs it; anything else is `unknown_method`. */
export const methods: Readonly<Record<string, Method>> = {
  'apps.connections.open': (_given, { socketUrl }) => ({ url: socketUrl() }),
  'auth.test': (_given, { workspace }) => ({
    url: 'https://acme.slack.invalid/',
    team: workspace.teamName,
    user: workspace.bot.name,
    team_id: workspace.teamId,
    user_id: workspace.bot.id,
    bot_id: workspace.bot.botId,
    is_enterprise_install: false,
  }),
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.postEphemeral': postEphemeral,
  'views.open': (given, { views }) => views.open(given),
  'views.update': (given, { views }) => views.update(given),
  'views.publish': (given, { views }) => views.publish(given),
  'conversations.open': openConversation,
  'conversations.info': (given, { workspace }) => ({ channel: channelJson(visible(given, workspace)) }),
  'conversations.list': listConversations,
  'conversations.history': (given, world) => history(given, world, null),
  'conversations.replies': (given, world) => history(given, world, String(given.ts ?? '')),
  'conversations.join': join,
  'files.getUploadURLExternal': (given, { files }) => files.reserve(given),
  'files.completeUploadExternal': (given, { files, workspace }) =>
    // chat:write.public does not reach to files.
    files.complete(given, (id) => writable({ channel: id }, workspace, false)),
  'files.info': (given, { files }) => files.info(given),
  'users.list': (given, { workspace }) =>
    page(
      'members',
      workspace.users().map((user) => userJson(user, workspace)),
      given,
    ),
  'users.info': (given, { workspace }) => {
    const user = workspace.users().find(({ id }) => id === given.user);
    if (user === undefined) throw new SlackError('user_not_found');
    return { user: userJson(user, workspace) };
  },
  'usergroups.list': (given, { workspace }) => ({
    usergroups: workspace
      .usergroups()
      .filter(({ isDisabled = false }) => !isDisabled || String(given.include_disabled) === 'true')
      .map((group) => usergroupJson(group, given, workspace)),
  }),
};

function postMessage(given: Arguments, world: MethodWorld): object {
  const channel = writable(given, world.workspace, true);
  const draft = checkDraft(given, longestPost);
  const metadata = checkMetadata(given.metadata);
  world.pacePost(channel.id);
  const linkNames = String(given.link_names) === 'true' || given.parse === 'full';
  const posted = world.messages.post({
    channel: channel.id,
    draft,
    linkNames,
    threadTs: threadOf(given),
    isBroadcast: String(given.reply_broadcast) === 'true',
    metadata,
    via: 'api',
  });
  return { channel: channel.id, ts: posted.ts, message: { type: 'message', ...draft, ts: posted.ts } };
}

/** Without blocks (or text) in the call the ones before stay. */
function update(given: Arguments, { workspace, messages }: MethodWorld): object {
  const channel = writable(given, workspace, true);
  const ts = String(given.ts ?? '');
  const before = messages.get(channel.id, ts);
  if (before.visibleTo !== null) throw new SlackError('message_not_found');
  const draft = checkDraft(given, longestEdit, before);
  messages.edit(channel.id, ts, draft);
  return { channel: channel.id, ts, text: draft.text, message: { type: 'message', ...draft } };
}

function postEphemeral(given: Arguments, { workspace, messages }: MethodWorld): object {
  const channel = writable(given, workspace, false);
  const user = workspace.users().find(({ id }) => id === given.user);
  if (user === undefined) throw new SlackError('user_not_in_channel');
  const draft = checkDraft(given, longestPost);
  const posted = messages.post({
    channel: channel.id,
    draft,
    threadTs: threadOf(given),
    visibleTo: user.id,
    via: 'api',
  });
  return { message_ts: posted.ts };
}

function openConversation(given: Arguments, { workspace }: MethodWorld): object {
  const user = workspace.users().find(({ id }) => id === given.users);
  if (user === undefined) throw new SlackError('user_not_found');
  if (user.id === workspace.bot.id) throw new SlackError('cannot_dm_bot');
  return { channel: { id: workspace.directMessage(user).id } };
}

function listConversations(given: Arguments, { workspace }: MethodWorld): object {
  const kinds = { public_channel: 'public', private_channel: 'private', im: 'direct' } as const;
  const types = String(given.types ?? 'public_channel')
    .split(',')
    .map((type) => type.trim());
  const wanted = types.map((type) => {
    if (type === 'mpim') return null;
    if (!Object.hasOwn(kinds, type)) throw new SlackError('invalid_types');
    return kinds[type as keyof typeof kinds];
  });
  const found = workspace
    .channels()
    .filter((channel) => wanted.includes(channel.kind) && (channel.kind !== 'private' || channel.hasBot))
    .filter((channel) => !channel.isArchived || String(given.exclude_archived) !== 'true');
  return page('channels', found.map(channelJson), given);
}

function join(given: Arguments, { workspace }: MethodWorld): object {
  const channel = visible(given, workspace);
  if (channel.kind !== 'public') throw new SlackError('method_not_supported_for_channel_type');
  workspace.inviteBotTo(channel);
  return { channel: channelJson(workspace.channel(channel.id)) };
}

/** `isPublicOpen`: chat:write.public lets the bot post to public channels it is not in. A user's id is their DM. */
function writable(given: Arguments, workspace: Workspace, isPublicOpen: boolean): Channel {
  const person = workspace.users().find(({ id }) => id === given.channel);
  const channel = person === undefined ? visible(given, workspace) : workspace.directMessage(person);
  if (channel.isArchived) throw new SlackError('is_archived');
  if (!channel.hasBot && !(isPublicOpen && channel.kind === 'public')) throw new SlackError('not_in_channel');
  return channel;
}

function threadOf({ thread_ts: given }: Arguments): string | null {
  if (given === undefined) return null;
  if (!/^\d{10}\.\d{6}$/.test(String(given))) throw new SlackError('invalid_thread_ts');
  return String(given);
}
