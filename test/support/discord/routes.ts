import type { RouteWorld } from './route-world.ts';
import { ApiError, type Channel, type Reply } from './shapes.ts';
import { closedTo, openThread, referenceIn, startPost, startThread } from './threads.ts';
import { checkCommands } from './validating/check-commands.ts';

export type Call = {
  readonly method: string;
  /** Below /api/v10, decoded: ["channels", "123", "messages"]. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
};

/** These carry their own secret; every other route wants the bot's token. */
export function needsToken({ path: [first] }: Call): boolean {
  return first !== 'interactions' && first !== 'webhooks';
}

/** Answers one call; throws the ApiError that Discord would answer with. */
export function route(call: Call, world: RouteWorld): Reply {
  const { path, method, body } = call;
  const [first, second = '', third = '', fourth = ''] = path;
  const at = `${method} ${first}`;
  switch (at) {
    case 'GET gateway':
      return ok({
        url: world.gatewayUrl(),
        shards: 1,
        session_start_limit: { total: 1000, remaining: 999, reset_after: 86_400_000, max_concurrency: 1 },
      });
    case 'GET users':
      if (third === 'guilds')
        return ok(
          world.place.guildsJson().map(({ id, name }) => ({ id, name, features: [], permissions: '0' })),
        );
      return ok(userJson(second, world));
    case 'POST users':
      return openDirectMessage(body, world);
    case 'GET applications':
      return second === '@me' ? ok(applicationJson(world)) : commandList(call, world);
    case 'PUT applications':
      return putCommands(call, world);
    case 'POST interactions':
      return world.interactions.callback(second, third, body, call.query.get('with_response') === 'true');
    case 'POST webhooks':
      return ok(world.messages.json(world.interactions.followUp(third, body)));
    case 'GET webhooks':
      return ok(world.messages.json(world.interactions.messageOf(third, path[4] ?? '')));
    case 'PATCH webhooks':
      return ok(world.messages.json(world.interactions.edit(third, path[4] ?? '', body)));
    case 'DELETE webhooks':
      world.messages.remove(world.interactions.messageOf(third, path[4] ?? '').id);
      return { status: 204 };
    case 'GET channels':
      if (third === '') return ok(world.place.channelJson(channelOf(second, world)));
      return ok(world.messages.json(visible(fourth, channelOf(second, world), world)));
    case 'GET guilds':
      return guildRoute(call, world);
    case 'POST channels':
      if (third === 'threads') return startPost(channelOf(second, world), body, world);
      if (path[4] === 'threads') return startThread(channelOf(second, world), fourth, body, world);
      return postMessage(channelOf(second, world), body, world);
    case 'PATCH channels':
      if (third === '') return openThread(channelOf(second, world), body, world);
      closedTo(channelOf(second, world));
      return ok(
        world.messages.json(world.messages.edit(visible(fourth, channelOf(second, world), world).id, body)),
      );
    case 'DELETE channels':
      world.messages.remove(visible(fourth, channelOf(second, world), world).id);
      return { status: 204 };
    default:
      throw new ApiError(404, 0, '404: Not Found');
  }
}

function ok(body: unknown): Reply {
  return { status: 200, body };
}

function applicationJson({ applicationId: id, outgoing }: RouteWorld) {
  const fields = { verify_key: outgoing.publicKey, interactions_endpoint_url: outgoing.url() };
  return { id, name: 'Notafter', flags: 0, ...fields };
}

function userJson(id: string, { place }: RouteWorld): unknown {
  const person = id === '@me' ? place.bot : place.person(id);
  if (person === undefined) throw new ApiError(404, 10013, 'Unknown User');
  return place.userJson(person);
}

function openDirectMessage(body: unknown, { place }: RouteWorld): Reply {
  const { recipient_id: id } = body as { readonly recipient_id?: string };
  const person = place.person(id ?? '');
  if (person === undefined) throw new ApiError(400, 50033, 'Invalid Recipient(s)');
  return ok(place.channelJson(place.directMessage(person)));
}

function channelOf(id: string, { place }: RouteWorld): Channel {
  const channel = place.channel(id);
  if (channel === undefined) throw new ApiError(404, 10003, 'Unknown Channel');
  const isElsewhere =
    channel.guildId !== null && !place.guildsJson().some((guild) => guild.id === channel.guildId);
  if (isElsewhere || channel.refusesWith === 50001) throw new ApiError(403, 50001, 'Missing Access');
  return channel;
}

/** An ephemeral message exists for its interaction only. */
function visible(id: string, channel: Channel, { messages }: RouteWorld) {
  const message = messages.get(id);
  if (message.visibleTo === null && message.channelId === channel.id) return message;
  throw new ApiError(404, 10008, 'Unknown Message');
}

function postMessage(channel: Channel, body: unknown, world: RouteWorld): Reply {
  const { place, messages } = world;
  closedTo(channel);
  if (channel.type === 15) throw new ApiError(400, 50008, 'Cannot send messages in a non-text channel');
  if (channel.type === 3) throw new ApiError(403, 50001, 'Missing Access');
  if (channel.refusesWith === 50013) throw new ApiError(403, 50013, 'Missing Permissions');
  const recipient = place.person(channel.recipientId ?? '');
  if (recipient !== undefined && !recipient.acceptsDms) {
    throw new ApiError(403, 50007, 'Cannot send messages to this user');
  }
  const replyTo = referenceIn(body, channel, world);
  const where = { channel, visibleTo: null, interactionId: null, replyTo };
  return ok(messages.json(messages.post(body, 'post', where)));
}

/** guilds/{id}/members/{user} and guilds/{id}/roles. */
function guildRoute({ path }: Call, { place }: RouteWorld): Reply {
  const [, guildId = '', kind, id = ''] = path;
  const guild = place.guildsJson().find((one) => one.id === guildId);
  if (guild === undefined) throw new ApiError(404, 10004, 'Unknown Guild');
  if (kind === undefined) return ok({ ...guild, channels: undefined, members: undefined });
  if (kind === 'channels') return ok(guild.channels);
  if (kind === 'roles') return ok(guild.roles);
  const person = place.person(id);
  if (person === undefined) throw new ApiError(404, 10013, 'Unknown User');
  if (kind === 'members' && place.isMember(person, guildId)) return ok(place.memberJson(person));
  throw new ApiError(404, 10007, 'Unknown Member');
}

/** applications/{id}/commands or applications/{id}/guilds/{guild}/commands. */
function scopeOf({ path }: Call, { place, applicationId }: RouteWorld): string {
  const [, application, kind, guild] = path;
  if (application !== applicationId)
    throw new ApiError(403, 20012, 'You are not authorized to perform this action on this application');
  if (kind === 'commands') return 'global';
  if (kind === 'guilds' && place.guildsJson().some(({ id }) => id === guild)) return String(guild);
  throw new ApiError(403, 50001, 'Missing Access');
}

function commandList(call: Call, world: RouteWorld): Reply {
  return ok(world.commands.get(scopeOf(call, world)) ?? []);
}

/** Discord gives back more than was put: ids, versions and its defaults. */
function putCommands(call: Call, world: RouteWorld): Reply {
  const scope = scopeOf(call, world);
  const commands = checkCommands(call.body, scope === 'global').map((command) => ({
    ...(scope === 'global' ? { contexts: null, integration_types: [0] } : {}),
    default_member_permissions: null,
    nsfw: false,
    ...command,
    id: world.newId(),
    version: world.newId(),
    application_id: world.applicationId,
  }));
  world.commands.set(scope, commands.toReversed());
  return ok(commands);
}
