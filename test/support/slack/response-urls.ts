import type { Messages } from './messages.ts';
import { type ShownMessage, SlackError } from './shapes.ts';
import { type Arguments, checkDraft, longestPost } from './validating/check-message.ts';

/** What a response_url leads back to. */
export type Origin = {
  readonly channel: string;
  readonly user: string;
  /** The message whose button was pressed; null for a slash command. */
  readonly message: ShownMessage | null;
};

export type ResponseUrl = {
  readonly url: string;
  /** How often it was used, refused uses too. */
  uses(): number;
  /** What was said through it, oldest first, as it stands now. */
  responses(): readonly ShownMessage[];
  /** Says what an acknowledgement carried; costs no use. */
  sayAck(given: Arguments): void;
};

/** Slack: "up to 5 times within 30 minutes"; seen only by the user unless `in_channel`. */
export type ResponseUrls = {
  issue(origin: Origin): ResponseUrl;
  /** Throws used_url, expired_url and what a bad message earns. */
  use(id: string, given: Arguments): void;
};

const mostUses = 5;
const livesMs = 30 * 60_000;

type Issued = { readonly origin: Origin; readonly at: number; uses: number; readonly said: Set<string> };

export function createResponseUrls(base: () => string, now: () => number, messages: Messages): ResponseUrls {
  const issued = new Map<string, Issued>();

  function say(one: Issued, given: Arguments, via: 'response_url' | 'ack'): void {
    const { channel, user, message } = one.origin;
    if (message !== null && isTrue(given.delete_original)) {
      messages.remove(channel, message.ts);
      return;
    }
    const draft = checkDraft(given, longestPost);
    if (message !== null && isTrue(given.replace_original)) {
      one.said.add(messages.edit(channel, message.ts, draft).ts);
      return;
    }
    const visibleTo = given.response_type === 'in_channel' ? null : user;
    const threadTs = given.thread_ts === undefined ? null : String(given.thread_ts);
    one.said.add(messages.post({ channel, draft, threadTs, visibleTo, via }).ts);
  }

  return {
    issue(origin) {
      const id = `${origin.channel}-${issued.size + 1}`;
      const one: Issued = { origin, at: now(), uses: 0, said: new Set() };
      issued.set(id, one);
      return {
        url: `${base()}/actions/${id}`,
        uses: () => one.uses,
        responses: () =>
          messages.all().filter(({ channel, ts }) => channel === origin.channel && one.said.has(ts)),
        sayAck: (given) => say(one, given, 'ack'),
      };
    },
    use(id, given) {
      const one = issued.get(id);
      if (one === undefined) throw new SlackError('expired_url');
      one.uses += 1;
      if (one.uses > mostUses) throw new SlackError('used_url');
      if (now() - one.at > livesMs) throw new SlackError('expired_url');
      say(one, given, 'response_url');
    },
  };
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
