import { type MethodWorld, visible } from './method-world.ts';
import { type Channel, type ShownMessage, SlackError } from './shapes.ts';
import type { Arguments } from './validating/check-message.ts';
import { page } from './web-json.ts';

const scopes: Readonly<Record<Channel['kind'], string>> = {
  public: 'channels:history',
  private: 'groups:history',
  direct: 'im:history',
};

/** conversations.history, newest first, or the replies to `thread`, oldest first, its head before them. */
export function history(
  given: Arguments,
  { workspace, messages, hasScope }: MethodWorld,
  thread: string | null,
): object {
  const channel = visible(given, workspace);
  if (!hasScope(scopes[channel.kind])) throw new SlackError('missing_scope');
  if (!channel.hasBot) throw new SlackError('not_in_channel');
  const oldest = Number(given.oldest ?? 0);
  const there = messages
    .all()
    .filter((message) => message.channel === channel.id && message.visibleTo === null && !message.isDeleted);
  const shown = there.filter(({ ts, threadTs, isBroadcast }) =>
    thread === null ? threadTs === null || isBroadcast : ts === thread || threadTs === thread,
  );
  if (thread !== null && shown.length === 0) throw new SlackError('thread_not_found');
  const wanted = shown.filter(({ ts }) => ts === thread || Number(ts) > oldest);
  const ordered = thread === null ? wanted.toReversed() : wanted;
  const isWhole = String(given.include_all_metadata) === 'true';
  return page(
    'messages',
    ordered.map((message) => messageJson(message, isWhole)),
    given,
  );
}

function messageJson({ ts, text, threadTs, metadata }: ShownMessage, isWhole: boolean): object {
  return {
    type: 'message',
    ts,
    text,
    ...(threadTs === null ? {} : { thread_ts: threadTs }),
    ...(isWhole && metadata !== undefined ? { metadata } : {}),
  };
}
