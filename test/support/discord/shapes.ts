/** What the stand-in keeps; plain data, ids are snowflakes as text. */
export type Person = {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly acceptsDms: boolean;
  /** A full member when left out; `pending`: has not passed the screening. */
  readonly rank?: 'manager' | 'pending';
  /** Ids. */
  readonly roles?: readonly string[];
};
export type Role = { readonly id: string; readonly name: string; readonly mentionable: boolean };
export type Channel = {
  readonly id: string;
  readonly name: string;
  /**
   * 0 text, 1 direct message, 2 voice, 3 messages between other people, 5 announcements, 10 thread of those, 11 public
   * thread, 15 forum. A thread from a message has the message's id.
   */
  readonly type: 0 | 1 | 2 | 3 | 5 | 10 | 11 | 15;
  readonly guildId: string | null;
  /** Whom a direct message goes to. */
  readonly recipientId: string | null;
  /** What Discord answers to a post there, when the bot may not: 50001 or 50013. */
  readonly refusesWith: 50001 | 50013 | null;
  /** No permission to start threads, or to refer to messages. */
  readonly lacks?: 'threads' | 'history' | null;
  /** A forum that wants a tag on each post. */
  readonly wantsTag?: boolean;
  /** Of a thread; a locked one is opened again by moderators only. */
  readonly state?: 'open' | 'archived' | 'locked';
};
export type Guild = { readonly id: string; readonly name: string; readonly hasBot: boolean };

export type AllowedMentions = {
  readonly parse?: readonly string[];
  readonly users?: readonly string[];
  readonly roles?: readonly string[];
  readonly replied_user?: boolean;
};

/** A message as it was posted or as one edit left it. */
export type Revision = {
  readonly content: string;
  readonly embeds: readonly unknown[];
  readonly components: readonly Component[];
  readonly flags: number;
  readonly attachments: readonly Attachment[];
  /** As it came with this very request; undefined when the bot left it out. */
  readonly allowedMentions: AllowedMentions | undefined;
  /** Everything a reader sees, labels of buttons left out. */
  readonly text: string;
  readonly pings: Pings;
};

/** Whom this text notifies under the allowed mentions it came with. */
export type Pings = {
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly everyone: boolean;
};

export type Component = {
  readonly type: number;
  readonly content?: string;
  readonly label?: string;
  readonly style?: number;
  readonly custom_id?: string;
  readonly url?: string;
  readonly disabled?: boolean;
  readonly accent_color?: number;
  readonly components?: readonly Component[];
  readonly accessory?: Component;
  /** Of a select. */
  readonly options?: readonly { readonly label: string; readonly value: string }[];
};

/** An option of a select that is shown. */
export type ShownOption = {
  readonly message: ShownMessage;
  readonly label: string;
  readonly value: string;
  readonly customId: string;
};

export type ShownButton = {
  readonly message: ShownMessage;
  readonly label: string;
  readonly customId: string;
  readonly style: number;
};

/** A message as it stands now, and how it came to be. */
export type ShownMessage = Revision & {
  readonly id: string;
  readonly channelId: string;
  readonly guildId: string | null;
  /** Only this person sees it; null when the channel does. */
  readonly visibleTo: string | null;
  /** The answer to this interaction; null when the bot spoke for itself. */
  readonly interactionId: string | null;
  readonly nonce: string | null;
  /** The message it refers to. */
  readonly replyTo: string | null;
  readonly buttons: readonly ShownButton[];
  /** Of all selects in it. */
  readonly options: readonly ShownOption[];
  /** The newest last; the first is the post. An unedited deferral has none. */
  readonly revisions: readonly Revision[];
  readonly isDeleted: boolean;
};

/** A request that Discord would have refused, and why. */
export type RefusedRequest = {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly code: number;
  readonly message: string;
};

/** One answer of the REST API. */
export type Reply = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: unknown;

  constructor(status: number, code: number, message: string, errors?: unknown) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** A file of a message, as it was uploaded. */
export type Attachment = {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly bytes?: Uint8Array;
  readonly description?: string;
};
