import { fieldsOf, invalidForm, lengthBetween, oneOf, onlyFields } from './form-errors.ts';
import type { RouteWorld } from './route-world.ts';
import { ApiError, type Channel, type Reply } from './shapes.ts';

/** "Start Thread from Message": the thread has the id of the message, so there is one at most. */
export function startThread(
  channel: Channel,
  message: string,
  body: unknown,
  { place, messages }: RouteWorld,
): Reply {
  const fields = fieldsOf('thread', body);
  lengthBetween('name', fields.name, 1, 100);
  oneOf('auto_archive_duration', fields.auto_archive_duration ?? 4320, [60, 1440, 4320, 10_080]);
  if (channel.type !== 0 && channel.type !== 5)
    throw new ApiError(400, 50024, 'Cannot execute action on this channel type');
  if (channel.lacks === 'threads') throw new ApiError(403, 50013, 'Missing Permissions');
  if (place.channel(message) !== undefined) {
    throw new ApiError(400, 160004, 'A thread has already been created for this message');
  }
  const head = messages.get(message);
  if (head.channelId !== channel.id) throw new ApiError(404, 10008, 'Unknown Message');
  const thread = place.keepThread(message, String(fields.name), channel);
  return { status: 201, body: place.channelJson(thread) };
}

/** "Start Thread in Forum or Media Channel": a thread, and its first message with the same id. */
export function startPost(channel: Channel, body: unknown, { place, messages }: RouteWorld): Reply {
  if (channel.type !== 15) throw new ApiError(400, 50024, 'Cannot execute action on this channel type');
  if (channel.wantsTag === true) {
    throw new ApiError(400, 40067, 'A tag is required to create a forum post in this channel');
  }
  const { message, ...fields } = fieldsOf('thread', body);
  onlyFields('', fields, [
    'name',
    'auto_archive_duration',
    'rate_limit_per_user',
    'applied_tags',
    'attachments',
  ]);
  lengthBetween('name', fields.name, 1, 100);
  onlyFields('message', fieldsOf('message', message), [
    ...['content', 'embeds', 'allowed_mentions', 'components', 'sticker_ids', 'attachments', 'flags'],
  ]);
  const first = messages.post(message, 'post', (id) => ({
    channel: place.keepThread(id, String(fields.name), channel),
    visibleTo: null,
    interactionId: null,
  }));
  const thread = place.channel(first.id);
  if (thread === undefined) throw new Error('the post is gone');
  return { status: 201, body: { ...place.channelJson(thread), message: messages.json(first) } };
}

/** "Modify Channel", as far as threads need it. A locked one is a matter of moderators. */
export function openThread(channel: Channel, body: unknown, { place }: RouteWorld): Reply {
  const fields = fieldsOf('channel', body);
  if (channel.type !== 11 && channel.type !== 10) throw new ApiError(403, 50013, 'Missing Permissions');
  if (channel.state === 'locked') throw new ApiError(403, 50013, 'Missing Permissions');
  if (typeof fields.archived === 'boolean') {
    place.changeThread(channel, fields.archived ? 'archived' : 'open');
  }
  return { status: 200, body: place.channelJson(channel) };
}

/** Nothing is said or changed in a thread that is archived. */
export function closedTo({ state = 'open' }: Channel): void {
  if (state === 'archived') throw new ApiError(400, 50083, 'Thread is archived');
  if (state === 'locked') throw new ApiError(403, 160005, 'This thread is locked');
}

/** The message a new one refers to; with `fail_if_not_exists: false` one that is gone is no matter. */
export function referenceIn(body: unknown, channel: Channel, { messages }: RouteWorld): string | null {
  const given = fieldsOf('message', body).message_reference;
  if (given === undefined) return null;
  const { message_id: id, fail_if_not_exists: mustExist } = fieldsOf('message_reference', given);
  if (channel.lacks === 'history') {
    throw new ApiError(400, 160002, 'You cannot reply without permission to read message history');
  }
  const there = messages
    .all()
    .some((message) => message.id === id && message.channelId === channel.id && !message.isDeleted);
  if (there) return String(id);
  if (mustExist === false) return null;
  throw invalidForm('message_reference', 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
}
