/** What the stand-in keeps; plain data, ids as Slack makes them: U..., S..., C..., D... . */
export type Person = {
  readonly id: string;
  /** The handle, as in "@alice". */
  readonly name: string;
  readonly realName: string;
  /** IANA name, as users.info tells it. */
  readonly zone: string;
  /** Deactivated, as users.info tells it. */
  readonly isDeleted?: boolean;
  /** A full member when left out; `stranger`: of another organization, in a channel that is shared with it. */
  readonly rank?: 'admin' | 'guest' | 'stranger';
};
export type Usergroup = {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
  readonly isDisabled?: boolean;
};
export type Channel = {
  readonly id: string;
  /** Without "#"; empty for a direct message. */
  readonly name: string;
  readonly kind: 'public' | 'private' | 'direct';
  readonly isArchived: boolean;
  /** Whether the bot was invited. */
  readonly hasBot: boolean;
  /** The person a direct message goes to; null in channels. */
  readonly with: string | null;
};

export type Block = { readonly type: string; readonly [field: string]: unknown };

/** Whom a text calls: ids of people and groups; `everybody` for @channel, @here and @everyone. */
export type Pings = {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly everybody: boolean;
};

/** A message as it was posted or as one edit left it. */
export type Revision = {
  /** The top-level text: notification, fallback, screen reader. */
  readonly text: string;
  readonly blocks: readonly Block[];
  /** What a reader sees: the blocks in words, or the text when there are none. Labels of buttons left out. */
  readonly shown: string;
  readonly pings: Pings;
};

export type ShownButton = {
  readonly label: string;
  readonly actionId: string;
  readonly blockId: string;
  readonly value: string | undefined;
  readonly style: string | undefined;
};

/** A message as it stands now, and how it came to be. */
export type ShownMessage = Revision & {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  /** A reply that the channel shows as well. */
  readonly isBroadcast: boolean;
  /** What it carries unseen. */
  readonly metadata: unknown;
  /** Only this person sees it; null when the channel does. */
  readonly visibleTo: string | null;
  /** `api`: chat.* methods; `response_url` and `ack`: answers to a command or a press. */
  readonly via: 'api' | 'response_url' | 'ack';
  readonly buttons: readonly ShownButton[];
  /** The newest last; the first is the post. */
  readonly revisions: readonly Revision[];
  readonly isDeleted: boolean;
};

/** A call that Slack would have refused, and why. */
export type RefusedCall = {
  readonly method: string;
  readonly error: string;
  readonly messages: readonly string[];
};

/** What Slack answers with `ok: false`. */
export class SlackError extends Error {
  readonly code: string;
  readonly messages: readonly string[];

  constructor(code: string, messages: readonly string[] = []) {
    super(code);
    this.code = code;
    this.messages = messages;
  }
}
