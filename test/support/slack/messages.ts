import { buttonsIn, pingsIn, shownText } from './reading.ts';
import { type Revision, type ShownMessage, SlackError } from './shapes.ts';
import type { Draft } from './validating/check-message.ts';

export type NewMessage = {
  readonly channel: string;
  readonly draft: Draft;
  readonly linkNames?: boolean;
  readonly threadTs?: string | null;
  readonly isBroadcast?: boolean;
  readonly metadata?: unknown;
  readonly visibleTo?: string | null;
  readonly via: ShownMessage['via'];
};

/** Everything that was said, with its history. */
export type Messages = {
  post(message: NewMessage): ShownMessage;
  /** message_not_found when there is none; ephemeral ones are only found through their response_url. */
  edit(channel: string, ts: string, draft: Draft, linkNames?: boolean): ShownMessage;
  remove(channel: string, ts: string): void;
  get(channel: string, ts: string): ShownMessage;
  all(): readonly ShownMessage[];
  /** People have said something: a thread may be under it. */
  saidByPeople(channel: string, timestamps: readonly (string | undefined)[]): void;
};

type Kept = Pick<
  ShownMessage,
  'channel' | 'ts' | 'threadTs' | 'isBroadcast' | 'metadata' | 'visibleTo' | 'via'
> & {
  readonly revisions: Revision[];
  isDeleted: boolean;
};

export function createMessages(now: () => number, onChange: () => void): Messages {
  const kept: Kept[] = [];
  const others = new Set<string>();
  let counter = 0;

  function find(channel: string, ts: string): Kept {
    const found = kept.find(
      (message) => message.channel === channel && message.ts === ts && !message.isDeleted,
    );
    if (found === undefined) throw new SlackError('message_not_found');
    return found;
  }

  /** Under a deleted message only where somebody had replied before. */
  function mayReplyTo(channel: string, ts: string): boolean {
    const at = kept.filter((message) => message.channel === channel);
    const head = at.find((message) => message.ts === ts);
    if (head === undefined) return others.has(`${channel} ${ts}`);
    return !head.isDeleted || at.some((message) => message.threadTs === ts && !message.isDeleted);
  }

  return {
    post({ channel, draft, linkNames = false, threadTs = null, visibleTo = null, via, ...parts }) {
      if (threadTs !== null && !mayReplyTo(channel, threadTs)) throw new SlackError('thread_not_found');
      const { isBroadcast = false, metadata } = parts;
      counter += 1;
      const ts = `${Math.floor(now() / 1000)}.${String(counter).padStart(6, '0')}`;
      const revisions = [revisionOf(draft, linkNames)];
      const where = { channel, ts, threadTs, isBroadcast, visibleTo };
      const message: Kept = { ...where, metadata, via, revisions, isDeleted: false };
      kept.push(message);
      onChange();
      return shown(message);
    },
    edit(channel, ts, draft, linkNames = false) {
      const message = find(channel, ts);
      message.revisions.push(revisionOf(draft, linkNames));
      onChange();
      return shown(message);
    },
    remove(channel, ts) {
      find(channel, ts).isDeleted = true;
      onChange();
    },
    get: (channel, ts) => shown(find(channel, ts)),
    all: () => kept.map(shown),
    saidByPeople(channel, timestamps) {
      for (const ts of timestamps) if (ts !== undefined) others.add(`${channel} ${ts}`);
    },
  };
}

function revisionOf({ text, blocks }: Draft, linkNames: boolean): Revision {
  return { text, blocks, shown: shownText(text, blocks), pings: pingsIn(text, blocks, linkNames) };
}

function shown(message: Kept): ShownMessage {
  const newest = message.revisions.at(-1);
  if (newest === undefined) throw new Error('a message without a revision');
  return { ...message, ...newest, buttons: buttonsIn(newest.blocks), revisions: [...message.revisions] };
}
