import { fieldsOf, invalidForm } from './form-errors.ts';
import { embedsText, type MentionDefaults, pingsOf, textOf } from './pings.ts';
import {
  ApiError,
  type Channel,
  type Component,
  type Revision,
  type ShownButton,
  type ShownMessage,
  type ShownOption,
} from './shapes.ts';
import { type Before, checkMessage, flags, type Request } from './validating/check-message.ts';

type Stored = {
  readonly id: string;
  readonly channel: Channel;
  readonly visibleTo: string | null;
  readonly interactionId: string | null;
  readonly nonce: string | null;
  readonly replyTo: string | null;
  readonly defaults: MentionDefaults;
  revisions: readonly Revision[];
  isDeleted: boolean;
};

export type NewMessage = {
  readonly channel: Channel;
  readonly visibleTo: string | null;
  readonly interactionId: string | null;
  readonly replyTo?: string | null;
};

/** Every message that was posted, in the order of posting. */
export type Messages = {
  /** Posts, or gives back the message that was posted with the same enforced nonce. */
  post(body: unknown, request: Request, place: NewMessage | ((id: string) => NewMessage)): ShownMessage;
  /** The "thinking ..." of a deferral: a message without content yet. */
  defer(place: NewMessage): ShownMessage;
  edit(id: string, body: unknown): ShownMessage;
  remove(id: string): void;
  get(id: string): ShownMessage;
  all(): readonly ShownMessage[];
  /** The message as the REST API and the gateway tell it. */
  json(message: ShownMessage): Record<string, unknown>;
};

export function createMessages(
  newId: () => string,
  botId: string,
  onChange: () => void,
  /** Whether what comes with the flag of components is taken. */
  takesComponents: () => boolean = () => true,
): Messages {
  const stored = new Map<string, Stored>();

  function put(
    place: NewMessage,
    revisions: readonly Revision[],
    nonce: string | null,
    id = newId(),
  ): ShownMessage {
    const message: Stored = {
      replyTo: null,
      ...place,
      id,
      nonce,
      defaults: place.interactionId === null ? 'message' : 'interaction',
      revisions,
      isDeleted: false,
    };
    stored.set(message.id, message);
    onChange();
    return shown(message);
  }

  function refuseComponents(body: unknown): void {
    const asked = Number(fieldsOf('message', body).flags ?? 0);
    if (takesComponents() || (asked & flags.componentsV2) === 0) return;
    throw invalidForm('flags', 'MESSAGE_INVALID_FLAGS', 'IS_COMPONENTS_V2 may not be set here.');
  }

  function find(id: string): Stored {
    const message = stored.get(id);
    if (message === undefined || message.isDeleted) throw new ApiError(404, 10008, 'Unknown Message');
    return message;
  }

  return {
    post(body, request, where) {
      refuseComponents(body);
      const id = newId();
      const place = typeof where === 'function' ? where(id) : where;
      const { revision, nonce } = read(
        body,
        request,
        null,
        place.interactionId === null ? 'message' : 'interaction',
      );
      const same = [...stored.values()].find(
        (message) => nonce !== null && message.nonce === nonce && message.channel.id === place.channel.id,
      );
      return same === undefined ? put(place, [revision], nonce, id) : shown(same);
    },
    defer: (place) => put(place, [], null),
    edit(id, body) {
      const message = find(id);
      refuseComponents(body);
      const { revision } = read(body, 'edit', message.revisions.at(-1) ?? null, message.defaults);
      message.revisions = [...message.revisions, revision];
      onChange();
      return shown(message);
    },
    remove(id) {
      find(id).isDeleted = true;
      onChange();
    },
    get: (id) => shown(find(id)),
    all: () => [...stored.values()].map(shown),
    json: (message) => messageJson(message, botId),
  };
}

function read(
  body: unknown,
  request: Request,
  before: Before,
  defaults: MentionDefaults,
): { readonly revision: Revision; readonly nonce: string | null } {
  const { nonce, ...draft } = checkMessage(body, request, before);
  const said = textOf(draft.content, draft.components);
  const text = [said, embedsText(draft.embeds)].filter((part) => part !== '').join('\n');
  // What stands in an embed notifies nobody.
  return { revision: { ...draft, text, pings: pingsOf(said, draft.allowedMentions, defaults) }, nonce };
}

const blank: Revision = {
  content: '',
  embeds: [],
  components: [],
  flags: flags.loading,
  attachments: [],
  allowedMentions: undefined,
  text: '',
  pings: { users: [], roles: [], everyone: false },
};

function shown(message: Stored): ShownMessage {
  const now = message.revisions.at(-1) ?? blank;
  const buttons: ShownButton[] = [];
  const options: ShownOption[] = [];
  const whole: ShownMessage = {
    ...now,
    flags: now.flags | (message.visibleTo === null ? 0 : flags.ephemeral),
    id: message.id,
    channelId: message.channel.id,
    guildId: message.channel.guildId,
    visibleTo: message.visibleTo,
    interactionId: message.interactionId,
    nonce: message.nonce,
    replyTo: message.replyTo,
    revisions: message.revisions,
    isDeleted: message.isDeleted,
    buttons,
    options,
  };
  for (const { label = '', custom_id: customId = '', style = 0 } of within(now.components, 2)) {
    buttons.push({ message: whole, label, customId, style });
  }
  for (const { options: shown = [], custom_id: customId = '' } of within(now.components, 3)) {
    for (const { label, value } of shown) options.push({ message: whole, label, value, customId });
  }
  return whole;
}

function within(components: readonly Component[], type: number): readonly Component[] {
  return components.flatMap((component) =>
    component.type === type ? [component] : within(component.components ?? [], type),
  );
}

function messageJson(message: ShownMessage, botId: string): Record<string, unknown> {
  return {
    id: message.id,
    channel_id: message.channelId,
    type: message.interactionId === null ? 0 : 20,
    author: {
      id: botId,
      username: 'notafter',
      discriminator: '0',
      global_name: null,
      avatar: null,
      bot: true,
    },
    content: message.content,
    timestamp: '2026-11-24T00:00:00.000000+00:00',
    edited_timestamp: message.revisions.length > 1 ? '2026-11-24T00:00:01.000000+00:00' : null,
    tts: false,
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
    attachments: message.attachments.map(({ id, name, text }) => ({
      ...{ id, filename: name, size: text.length, content_type: 'text/plain' },
      url: `https://cdn.discordapp.com/attachments/1/${id}/${name}`,
    })),
    embeds: message.embeds,
    components: message.components,
    pinned: false,
    flags: message.flags,
  };
}
