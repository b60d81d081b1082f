import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createChanges } from './changes.ts';
import type { RegisteredCommand } from './check-commands.ts';
import { createGateway, type Gateway } from './gateway.ts';
import {
  type Acknowledgement,
  createInteractions,
  type Interaction,
  type InteractionType,
  type Suggested,
} from './interactions.ts';
import { createMessages } from './messages.ts';
import { type Modal, modalData } from './modals.ts';
import { createRestServer, type Fault, type SeenRequest } from './rest-server.ts';
import { createPlace, type Place } from './server-of-people.ts';
import type {
  Channel,
  Person,
  RefusedRequest,
  Reply,
  ShownButton,
  ShownMessage,
  ShownOption,
} from './shapes.ts';
import { slashData, typingData } from './slash-data.ts';
import { createSnowflakes } from './snowflakes.ts';
import { createUploads, type UploadInput } from './uploads.ts';

export type Slash = {
  readonly name: string;
  readonly subcommand?: string;
  /** A file for the options that take one. */
  readonly options?: Readonly<Record<string, string | UploadInput>>;
  /** `discord.user` when left out. */
  readonly user?: Person;
  /** `discord.channel` when left out; a direct message has no guild. */
  readonly channel?: Channel;
  /** How long it was on its way to the bot: over 3,000 it is too late to be acknowledged. */
  readonly lateMs?: number;
};

/** What came of a command or a press. */
export type Run = {
  readonly interactionId: string;
  /** Resolves when the bot has acknowledged. */
  acknowledged(): Promise<Acknowledgement>;
  /** The message that answers, once it looks as wanted: `await run.answer(({ text }) => text.includes('healthy'))`. */
  answer(wanted?: (message: ShownMessage) => boolean): Promise<ShownMessage>;
  /** Messages after the first, in the order of posting. */
  followUps(): readonly ShownMessage[];
  /** The form that answers. */
  modal(): Promise<Modal>;
  /** What is offered to somebody who types. */
  suggestions(): Promise<readonly Suggested[]>;
};

/**
 * Discord on 127.0.0.1, as strict as its documentation: REST and gateway, the 3 s and 15 min clocks, the limits of
 * messages and commands. Give the bot `apiUrl` and `token`; `await using` closes everything.
 */
export type DiscordStandIn = AsyncDisposable & {
  readonly apiUrl: string;
  readonly token: string;
  readonly applicationId: string;
  /** Servers, channels, people and roles; more can be added before the bot starts. */
  readonly place: Place;
  /** The person and the channel used where a test names none. */
  readonly user: Person;
  readonly channel: Channel;
  readonly gateway: Gateway;
  /** Types a slash command. It has to be registered, as for a real person. Waits for the bot to be connected. */
  slash(slash: Slash): Promise<Run>;
  /** Presses a button that is shown; `customId` forges another one in its place. */
  press(button: ShownButton, by?: { readonly user?: Person; readonly customId?: string }): Promise<Run>;
  /** Somebody has typed this far into one of the options. */
  type(typing: Slash & { readonly focused: string }): Promise<Run>;
  /** Chooses one of what a select shows. */
  choose(option: ShownOption, by?: { readonly user?: Person; readonly value?: string }): Promise<Run>;
  /** Refuses whatever comes with the flag of components, or takes it again. */
  takeComponents(takes: boolean): void;
  /** Sends a form with these texts in its boxes. */
  submit(modal: Modal, filled: Readonly<Record<string, string>>, by?: Person, where?: Channel): Promise<Run>;
  /** All that were posted, deleted ones too, oldest first, as they stand now. */
  messages(): readonly ShownMessage[];
  /** The first message, now or later, that no `nextMessage` gave before and that looks as wanted. */
  nextMessage(wanted?: (message: ShownMessage) => boolean): Promise<ShownMessage>;
  /** Resolves when `look` finds something; looked at again after each thing that happens. */
  until<Found>(look: () => Found | undefined, what: string): Promise<Found>;
  /** Commands that are registered, by scope: "global" or a guild's id. */
  commands(scope?: string): readonly RegisteredCommand[];
  /** Requests that broke a rule of Discord's. A test may expect none. */
  readonly refused: readonly RefusedRequest[];
  readonly requests: readonly SeenRequest[];
  failNext(fault: Fault): void;
  /** Spoils every request until it is called with null. */
  failAll(reply: Reply | 'hang up' | null): void;
  /** Somebody takes a message away. */
  deleteMessage(message: ShownMessage): void;
  /** Moves the stand-in's clock, for the 3 s and 15 min limits. */
  advance(ms: number): void;
};

/** A 429 as Discord gives it. */
export function rateLimited(retryAfterSeconds: number, scope: 'user' | 'shared' | 'global' = 'user'): Reply {
  return {
    status: 429,
    body: {
      message: 'You are being rate limited.',
      retry_after: retryAfterSeconds,
      global: scope === 'global',
    },
    headers: {
      'retry-after': String(Math.ceil(retryAfterSeconds)),
      'x-ratelimit-scope': scope,
      ...(scope === 'global' ? { 'x-ratelimit-global': 'true' } : {}),
    },
  };
}

export function refusal(status: number, code: number, message: string): Reply {
  return { status, body: { code, message } };
}

export async function startDiscord(): Promise<DiscordStandIn> {
  let skippedMs = 0;
  const now = () => Date.now() + skippedMs;
  const newId = createSnowflakes(now);
  const token = 'stand-in-token.of-the.bot';
  const refused: RefusedRequest[] = [];
  const given = new Set<string>();
  const commands = new Map<string, readonly RegisteredCommand[]>();

  const place = createPlace(newId);
  const user = place.addPerson('Alice');
  const channel = place.addChannel('ops');
  const applicationId = newId();
  const changes = createChanges(() => report(messages.all(), refused));
  let takesComponents = true;
  const messages = createMessages(
    newId,
    place.bot.id,
    () => changes.note(),
    () => takesComponents,
  );
  const interactions = createInteractions(newId, now, messages, () => changes.note());
  const uploads = createUploads(newId, () => `http://127.0.0.1:${port}`);
  const rest = createRestServer({
    uploads,
    place,
    messages,
    interactions,
    commands,
    applicationId,
    token,
    newId,
    gatewayUrl: () => `ws://127.0.0.1:${port}/gateway`,
    onRefusal: (request) => void refused.push(request),
    onChange: () => changes.note(),
  });
  const gateway = createGateway(rest.server, {
    token,
    url: () => `ws://127.0.0.1:${port}/gateway`,
    ready: () => ({ user: place.userJson(place.bot), application: { id: applicationId, flags: 0 } }),
    guilds: () => place.guildsJson(),
    onChange: () => changes.note(),
  });
  rest.server.listen(0, '127.0.0.1');
  await once(rest.server, 'listening');
  const { port } = rest.server.address() as AddressInfo;

  type Beginning = {
    readonly who: Person;
    readonly where: Channel;
    readonly type: InteractionType;
    readonly data: object;
    readonly pressed?: ShownMessage;
    readonly lateMs?: number;
  };
  async function begin({ who, where, type, data, pressed, lateMs = 0 }: Beginning): Promise<Run> {
    await changes.until(() => (gateway.sessions() > 0 ? true : undefined), 'connection of the bot');
    const reach = place.reach(where, who);
    const interaction = interactions.open({
      ...{ userId: who.id, channel: where, pressed: pressed ?? null, type, lateMs },
      isAlone: reach.isAlone,
    });
    gateway.dispatch('INTERACTION_CREATE', {
      id: interaction.id,
      token: interaction.token,
      application_id: applicationId,
      version: 1,
      type,
      channel_id: where.id,
      channel: place.channelJson(where),
      ...reach.json,
      locale: 'en-US',
      app_permissions: '0',
      entitlements: [],
      attachment_size_limit: 10_485_760,
      ...(pressed === undefined ? {} : { message: messages.json(pressed) }),
      data,
    });
    return runOf(interaction);
  }

  function known(where: Channel) {
    return [...(commands.get(where.guildId ?? '') ?? []), ...(commands.get('global') ?? [])];
  }

  /** Somebody does something with a message that they see. */
  async function act(message: ShownMessage, who: Person, data: object): Promise<Run> {
    if (message.visibleTo !== null && message.visibleTo !== who.id) {
      throw new Error(`${who.displayName} does not see that message.`);
    }
    const where = place.channel(message.channelId);
    if (where === undefined) throw new Error('The channel of that message is gone.');
    return begin({ who, where, type: 3, pressed: message, data });
  }

  function runOf(interaction: Interaction): Run {
    const original = () => messages.all().find(({ id }) => id === interaction.originalId);
    return {
      interactionId: interaction.id,
      acknowledged: () => changes.until(() => interaction.acknowledgement ?? undefined, 'acknowledgement'),
      answer: (wanted = () => true) =>
        changes.until(() => {
          const message = original();
          return message !== undefined && message.revisions.length > 0 && wanted(message)
            ? message
            : undefined;
        }, 'answer as wanted'),
      modal: () => changes.until(() => interaction.modal ?? undefined, 'form'),
      suggestions: () => changes.until(() => interaction.suggestions ?? undefined, 'suggestions'),
      followUps: () =>
        messages
          .all()
          .filter(
            ({ id, interactionId }) => interactionId === interaction.id && id !== interaction.originalId,
          ),
    };
  }

  return {
    apiUrl: `http://127.0.0.1:${port}/api`,
    token,
    applicationId,
    place,
    user,
    channel,
    gateway,
    async slash(slash) {
      const where = slash.channel ?? channel;
      const data = slashData(slash, known(where), uploads.put);
      return begin({ who: slash.user ?? user, where, type: 2, data, lateMs: slash.lateMs ?? 0 });
    },
    async type({ focused, ...slash }) {
      const where = slash.channel ?? channel;
      const data = typingData(slash, focused, known(where));
      return begin({ who: slash.user ?? user, where, type: 4, data, lateMs: slash.lateMs ?? 0 });
    },
    async press(button, by = {}) {
      const message = messages.get(button.message.id);
      if (!message.buttons.some(({ customId }) => customId === button.customId)) {
        throw new Error(`The message has no button "${button.label}" any more.`);
      }
      const data = { component_type: 2, custom_id: by.customId ?? button.customId, id: 1 };
      return act(message, by.user ?? user, data);
    },
    async choose(option, by = {}) {
      const message = messages.get(option.message.id);
      if (!message.options.some(({ value }) => value === option.value)) {
        throw new Error(`The message has no option "${option.label}" any more.`);
      }
      const values = [by.value ?? option.value];
      return act(message, by.user ?? user, { component_type: 3, custom_id: option.customId, id: 1, values });
    },
    takeComponents(takes) {
      takesComponents = takes;
    },
    submit: (modal, filled, by = user, where = channel) =>
      begin({ who: by, where, type: 5, data: modalData(modal, filled) }),
    messages: () => messages.all(),
    nextMessage: (wanted = () => true) =>
      changes.until(() => {
        const found = messages
          .all()
          .find((message) => !given.has(message.id) && message.revisions.length > 0 && wanted(message));
        if (found !== undefined) given.add(found.id);
        return found;
      }, 'message as wanted'),
    until: (look, what) => changes.until(look, what),
    commands: (scope = 'global') => commands.get(scope) ?? [],
    refused,
    requests: rest.seen,
    failNext: (fault) => rest.failNext(fault),
    failAll: (reply) => rest.failAll(reply),
    deleteMessage: ({ id }) => messages.remove(id),
    advance(ms) {
      skippedMs += ms;
    },
    async [Symbol.asyncDispose]() {
      changes.close();
      await gateway.close();
      const closed = once(rest.server, 'close');
      rest.server.close();
      rest.server.closeAllConnections();
      await closed;
    },
  };
}

function report(messages: readonly ShownMessage[], refused: readonly RefusedRequest[]): string {
  const said = messages.map(
    (message) => `- ${message.id} (${message.revisions.length} revisions): ${message.text.slice(0, 300)}`,
  );
  const refusals = refused.map(
    ({ method, path, status, code, message }) => `! ${method} ${path}: ${status} ${code} ${message}`,
  );
  return [...said, ...refusals].join('\n') || '(nothing)';
}
