import type { Outgoing } from '../../../core/watch/notification.ts';
import type { Layout } from '../rendering/payload.ts';

/** The first message of a conversation. Its thread, once there is one, has the id of the message ("Threads"). */
export type Head = {
  readonly channel: string;
  readonly message: string;
  /** What its thread is called. */
  readonly name: string;
  /** How it was posted: neither can be turned into the other. */
  readonly layout: Layout;
};

const longestName = 100;

/** The name is kept in the reference, since it is wanted when the first reply comes, which may be after a restart. */
export function headReference({ channel, message, name, layout }: Head): string {
  return `${channel}/${message}/${encodeURIComponent(name)}${layout === 'embeds' ? '/embeds' : ''}`;
}

/** Null where no head was ever posted. */
export function headOf({ head }: Outgoing): Head | null {
  const [, channel, message, name = '', layout] =
    /^(\d+)\/(\d+)(?:\/([^/]*)(\/embeds)?)?$/.exec(head ?? '') ?? [];
  if (channel === undefined || message === undefined) return null;
  return {
    channel,
    message,
    name: decoded(name),
    layout: layout === undefined ? 'components' : 'embeds',
  };
}

/** The first sentence: what to do about it stands in the thread, and would be cut off in its name. */
export function threadName(summary: string): string {
  const whole = summary.replace(/\s+/g, ' ').trim().toWellFormed();
  const line = /^(.{20,}?)\.(?= \p{Lu})/u.exec(whole)?.[1] ?? whole;
  if (line === '') return 'Alarm';
  return line.length <= longestName
    ? line
    : `${line.slice(0, longestName - 1).replace(/[\ud800-\udbff]$/, '')}\u2026`;
}

function decoded(name: string): string {
  try {
    return threadName(decodeURIComponent(name));
  } catch {
    return threadName('');
  }
}
