/** IS_COMPONENTS_V2: the message is its components; content and embeds are refused beside it. */
export const componentsV2 = 32_768;
/** EPHEMERAL: seen by the caller only. */
export const ephemeral = 64;

export type TextDisplay = { readonly type: 10; readonly content: string };
export type Separator = { readonly type: 14; readonly divider: boolean; readonly spacing: 1 };
export type ButtonComponent = {
  readonly type: 2;
  /** 1 primary, 2 secondary, 4 danger. */
  readonly style: 1 | 2 | 4;
  readonly label: string;
  readonly custom_id: string;
};
/** "String Select": one of several, under a row of its own. */
export type SelectComponent = {
  readonly type: 3;
  readonly custom_id: string;
  readonly placeholder: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
};
export type ActionRow = {
  readonly type: 1;
  readonly components: readonly ButtonComponent[] | readonly [SelectComponent];
};
/** An attachment is seen only where a component shows it ("Component Reference", File). */
export type FileComponent = { readonly type: 13; readonly file: { readonly url: `attachment://${string}` } };
/** Pictures among the attachments ("Component Reference", Media Gallery). */
export type MediaGallery = {
  readonly type: 12;
  readonly items: readonly {
    readonly media: { readonly url: `attachment://${string}` };
    readonly description: string;
  }[];
};
export type Container = {
  readonly type: 17;
  readonly accent_color: number;
  readonly components: readonly (TextDisplay | Separator | ActionRow | FileComponent | MediaGallery)[];
};

/** Exactly who may be notified; nobody by default, and `parse` never lets text decide. */
export type AllowedMentions = {
  readonly parse: readonly never[];
  readonly users: readonly string[];
  readonly roles: readonly string[];
};

/** How a message is laid out: by components, or as text and embed where those are refused. */
export type Layout = 'components' | 'embeds';

/** One message as the REST API takes it. */
export type Payload = ComponentsPayload | EmbedsPayload;

export type ComponentsPayload = {
  readonly flags: typeof componentsV2;
  readonly components: readonly (TextDisplay | Container)[];
  readonly allowed_mentions: AllowedMentions;
};

/** A classic message: text, embeds, rows of buttons. */
export type EmbedsPayload = {
  readonly content: string;
  readonly embeds: readonly Embed[];
  readonly components: readonly ActionRow[];
  readonly allowed_mentions: AllowedMentions;
};

export type Embed = {
  readonly color: number;
  readonly description?: string;
  readonly fields?: readonly EmbedField[];
  readonly image?: { readonly url: `attachment://${string}` };
  /** Plain: no markdown is read in it. */
  readonly footer?: { readonly text: string };
};
export type EmbedField = { readonly name: string; readonly value: string };
