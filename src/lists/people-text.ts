import { type Mention, mentionText, type Place } from '../core/people.ts';

/** Somebody to call, by the platform's own id, as `readOwner` reads it back. */
export function ownerText(who: Mention): string {
  if (who.platform === 'discord' && who.kind === 'channel') return `discord:#${who.id}`;
  if (who.platform === 'console' && who.kind !== 'user') return `console:${who.kind}:${who.id}`;
  return mentionText(who);
}

/** A place by the platform's own id; the thread stands behind a slash. */
export function channelText({ platform, channel, thread }: Place): string {
  if (platform === 'console' && channel === 'console' && thread === undefined) return 'console';
  return `${platform}:${channel}${thread === undefined ? '' : `/${thread}`}`;
}

/** Null where it is a name that only a platform can look up. */
export function readOwner(typed: string): Mention | null {
  const slack = /^slack:([UWSCGD])([A-Z0-9]{1,20})$/.exec(typed);
  if (slack !== null) {
    const [, letter = '', rest = ''] = slack;
    const kind = letter === 'S' ? 'group' : letter === 'U' || letter === 'W' ? 'user' : 'channel';
    return { platform: 'slack', kind, id: letter + rest, name: letter + rest };
  }
  const discord = /^discord:([&#]?)(\d{1,20})$/.exec(typed);
  if (discord !== null) {
    const [, mark = '', id = ''] = discord;
    const kind = mark === '&' ? 'group' : mark === '#' ? 'channel' : 'user';
    return { platform: 'discord', kind, id, name: id };
  }
  const console = /^console:(group|channel):(\S{1,80})$/.exec(typed);
  if (console === null) return null;
  const [, kind = '', id = ''] = console;
  return { platform: 'console', kind: kind as 'group' | 'channel', id, name: id };
}

/** Null where it is a name that only a platform can look up. */
export function readChannel(typed: string): Place | null {
  if (typed === 'console') return { platform: 'console', channel: 'console' };
  const [, platform, channel = '', thread] =
    /^(slack|discord|console|terminal):([^\s/#@]{1,80})(?:\/(\S{1,80}))?$/.exec(typed) ?? [];
  if (platform === undefined) return null;
  if (platform === 'slack' && !/^[CGD][A-Z0-9]{1,20}$/.test(channel)) return null;
  if (platform === 'discord' && !/^\d{1,20}$/.test(channel)) return null;
  const place = { platform: platform as Place['platform'], channel };
  return thread === undefined ? place : { ...place, thread };
}
