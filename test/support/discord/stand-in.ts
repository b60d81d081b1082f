import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createChanges } from './changes.ts';
import { createGateway } from './gateway.ts';
import { createInteractions, type Interaction, type InteractionType } from './interactions.ts';
import { createMessages } from './messages.ts';
import { modalData } from './modals.ts';
import { createOutgoing } from './outgoing.ts';
import { createRestServer } from './rest-server.ts';
import { createPlace } from './server-of-people.ts';
import type { Channel, Person, RefusedRequest, Reply, ShownMessage } from './shapes.ts';
import { slashData, typingData } from './slash-data.ts';
import { createSnowflakes } from './snowflakes.ts';
import { createUploads } from './uploads.ts';
import type { RegisteredCommand } from './validating/check-commands.ts';
import type { DiscordStandIn, Run } from './what-it-does.ts';

export type { DiscordStandIn, Run, Slash } from './what-it-does.ts';

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

export type DiscordOptions = {
  /** A port of 127.0.0.1 that leads here: every address that is given out has it in place of the stand-in's own. */
  readonly front?: number;
};

export async function startDiscord({ front }: DiscordOptions = {}): Promise<DiscordStandIn> {
  let skippedMs = 0;
  const now = () => Date.now() + skippedMs;
  const door = () => front ?? port;
  const newId = createSnowflakes(now);
  const token = 'stand-in-token.of-the.bot';
  const refused: RefusedRequest[] = [];
  const given = new Set<string>();
  const commands = new Map<string, readonly RegisteredCommand[]>();

  const place = createPlace(newId);
  const user = place.addPerson('Alice');
  const channel = place.addChannel('ops');
  const applicationId = newId();
  const outgoing = createOutgoing(applicationId, newId);
  const changes = createChanges(() => report(messages.all(), refused));
  let takesComponents = true;
  const messages = createMessages(
    newId,
    place.bot.id,
    () => changes.note(),
    () => takesComponents,
  );
  const interactions = createInteractions(newId, now, messages, () => changes.note());
  const uploads = createUploads(newId, () => `http://127.0.0.1:${door()}`);
  const rest = createRestServer({
    uploads,
    place,
    messages,
    interactions,
    commands,
    applicationId,
    outgoing,
    token,
    newId,
    gatewayUrl: () => `ws://127.0.0.1:${door()}/gateway`,
    onRefusal: (request) => void refused.push(request),
    onChange: () => changes.note(),
  });
  const gateway = createGateway(rest.server, {
    token,
    url: () => `ws://127.0.0.1:${door()}/gateway`,
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
    const isReady = () => outgoing.url() !== null || gateway.sessions() > 0 || undefined;
    await changes.until(isReady, 'connection of the bot');
    const reach = place.reach(where, who);
    const interaction = interactions.open({
      ...{ userId: who.id, channel: where, pressed: pressed ?? null, type, lateMs },
      isAlone: reach.isAlone,
    });
    const payload = {
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
    };
    if (outgoing.url() === null) gateway.dispatch('INTERACTION_CREATE', payload);
    else {
      const answered = await outgoing.send(payload);
      await answered.text();
      // Answered by callback, which may be done before this response is ("Receiving and Responding").
      if (answered.status !== 202) throw new Error(`An interaction was answered ${answered.status}.`);
    }
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
    port,
    apiUrl: `http://127.0.0.1:${door()}/api`,
    token,
    applicationId,
    place,
    user,
    channel,
    gateway,
    outgoing,
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
