import { fieldsOf, invalidForm, lengthBetween, oneOf } from './form-errors.ts';
import type { RouteWorld } from './routes.ts';
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
  if (channel.type !== 0) throw new ApiError(400, 50024, 'Cannot execute action on this channel type');
  if (channel.lacks === 'threads') throw new ApiError(403, 50013, 'Missing Permissions');
  if (place.channel(message) !== undefined) {
    throw new ApiError(400, 160004, 'A thread has already been created for this message');
  }
  const head = messages.get(message);
  if (head.channelId !== channel.id) throw new ApiError(404, 10008, 'Unknown Message');
  const thread = place.keepThread(message, String(fields.name), channel);
  return { status: 201, body: place.channelJson(thread) };
}

/** "Modify Channel", as far as threads need it. A locked one is a matter of moderators. */
export function openThread(channel: Channel, body: unknown, { place }: RouteWorld): Reply {
  const fields = fieldsOf('channel', body);
  if (channel.type !== 11) throw new ApiError(403, 50013, 'Missing Permissions');
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
