import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createChanges } from './changes.ts';
import type { RegisteredCommand } from './check-commands.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { type Acknowledgement, createInteractions, type Interaction } from './interactions.ts';
import { createMessages } from './messages.ts';
import { type Modal, modalData } from './modals.ts';
import { createRestServer, type Fault, type SeenRequest } from './rest-server.ts';
import { createPlace, type Place } from './server-of-people.ts';
import type { Channel, Person, RefusedRequest, Reply, ShownButton, ShownMessage } from './shapes.ts';
import { slashData } from './slash-data.ts';
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
  /** Sends a form with these texts in its boxes. */
  submit(modal: Modal, filled: Readonly<Record<string, string>>, by?: Person): Promise<Run>;
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
  const messages = createMessages(newId, place.bot.id, () => changes.note());
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

  async function begin(
    who: Person,
    where: Channel,
    pressed: ShownMessage | null,
    data: object,
    lateMs = 0,
    type = pressed === null ? 2 : 3,
  ): Promise<Run> {
    await changes.until(() => (gateway.sessions() > 0 ? true : undefined), 'connection of the bot');
    const interaction = interactions.open(who.id, where, pressed, lateMs);
    gateway.dispatch('INTERACTION_CREATE', {
      id: interaction.id,
      token: interaction.token,
      application_id: applicationId,
      version: 1,
      type,
      channel_id: where.id,
      channel: place.channelJson(where),
      ...(where.guildId === null
        ? { user: place.userJson(who), context: 1 }
        : { guild_id: where.guildId, member: place.memberJson(who), context: 0, guild_locale: 'en-US' }),
      locale: 'en-US',
      app_permissions: '0',
      entitlements: [],
      authorizing_integration_owners: { '0': where.guildId ?? '0' },
      attachment_size_limit: 10_485_760,
      ...(pressed === null ? {} : { message: messages.json(pressed) }),
      data,
    });
    return runOf(interaction);
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
      const known = [...(commands.get(where.guildId ?? '') ?? []), ...(commands.get('global') ?? [])];
      return begin(slash.user ?? user, where, null, slashData(slash, known, uploads.put), slash.lateMs);
    },
    async press(button, by = {}) {
      const message = messages.get(button.message.id);
      const presser = by.user ?? user;
      if (!message.buttons.some(({ customId }) => customId === button.customId)) {
        throw new Error(`The message has no button "${button.label}" any more.`);
      }
      if (message.visibleTo !== null && message.visibleTo !== presser.id) {
        throw new Error(`${presser.displayName} does not see that message.`);
      }
      const where = place.channel(message.channelId);
      if (where === undefined) throw new Error('The channel of that message is gone.');
      return begin(presser, where, message, {
        component_type: 2,
        custom_id: by.customId ?? button.customId,
        id: 1,
      });
    },
    submit: (modal, filled, by = user) => begin(by, channel, null, modalData(modal, filled), 0, 5),
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
