import type { Client, Interaction } from 'discord.js';
import type { Directory } from '../../core/directory.ts';
import { reasonOf, UserError } from '../../core/errors.ts';
import type { Platform, PlatformWorld } from '../../core/platform.ts';
import type { Send } from '../../core/watch/notification.ts';
import { createSuperseding } from '../asking/superseding.ts';
import { type Look, remembering } from '../presence-memory.ts';
import { settle } from '../waiting/settle.ts';
import type { AnswerWorld } from './answering/answer.ts';
import type { DiscordDoor } from './connection/door.ts';
import { connectGateway } from './connection/gateway.ts';
import { connectWithoutGateway } from './connection/without-gateway.ts';
import { answerInteraction } from './hearing/interactions.ts';
import { createDirectory } from './people/directory.ts';
import { createPresence } from './people/presence.ts';
import { areRegistered } from './registering/register.ts';
import { createLayouts } from './rendering/layouts.ts';
import { createPart } from './rendering/parting.ts';
import type { Layout } from './rendering/payload.ts';
import { createSend } from './sending/send.ts';

export type DiscordSettings = {
  readonly token: string;
  /** The server the commands are registered in; global without it. */
  readonly guildId?: string;
  /** Stands in for https://discord.com/api. */
  readonly apiUrl?: string;
  /** `components` when left out. */
  readonly layout?: Layout;
  /** Interactions come in there, and no gateway is held. */
  readonly door?: DiscordDoor | null;
};

/** How long running answers may go on once the bot is told to stop, and how long their last words may take. */
const graceMs = 3000;
const lastWordsMs = 1000;

/** Discord over its gateway, with no intent that needs approval, or by signed requests. Nothing is loaded or dialled before `start`. */
export function createDiscordPlatform(
  settings: DiscordSettings,
  world: PlatformWorld,
): Platform & { readonly directory: Directory } {
  const stopping = new AbortController();
  const answers = new Set<Promise<void>>();
  let client: Client<true> | null = null;
  let leave: (() => Promise<void>) | null = null;
  let sending: Send | null = null;
  let looking: Look | null = null;

  const directory = createDirectory(() => {
    if (client === null) throw new UserError('Notafter is not connected to Discord.');
    return client;
  }, settings.guildId ?? null);
  const services = { ...world.services, directory };
  const answering: AnswerWorld = {
    ...world,
    services,
    apiUrl: settings.apiUrl,
    onlyGuild: settings.guildId ?? null,
    layouts: createLayouts(settings.layout ?? 'components'),
    part: createPart({ services, log: world.log }),
    runs: createSuperseding(),
  };

  const { door = null } = settings;

  /** How it is connected, in a few words. */
  async function connect(): Promise<readonly [Client<true>, string]> {
    if (door === null) {
      const connected = await connectGateway(settings, world.log, answerIt, stopping.signal);
      leave = () => connected.destroy();
      return [connected, `gateway, ${serversOf(connected)}`];
    }
    const joined = await connectWithoutGateway(settings, door, world.log, answerIt);
    leave = joined.stop;
    return [joined.client, `interactions over HTTP, ${serversOf(joined.client)}${joined.hint}`];
  }

  function answerIt(interaction: Interaction): void {
    const running = answerInteraction(interaction, answering, stopping.signal);
    answers.add(running);
    void running.finally(() => answers.delete(running));
  }

  async function start(): Promise<string> {
    const [connected, how] = await connect();
    client = connected;
    sending = createSend({ ...answering, rest: connected.rest });
    looking = remembering(createPresence(connected), world.now);
    return `on (${how}${await registrationHint(connected)})`;
  }

  async function registrationHint(connected: Client<true>): Promise<string> {
    try {
      const same = await areRegistered(
        connected.rest,
        connected.application.id,
        world.commands,
        settings.guildId,
      );
      return same ? '' : '; its commands are not registered as they are now: npm run register';
    } catch (thrown) {
      world.log.warn(
        { reason: reasonOf(thrown) },
        'could not see which commands are registered with Discord',
      );
      return '';
    }
  }

  async function stop(sent?: Promise<unknown>): Promise<void> {
    const leaving = leave;
    await Promise.all([settle(answers, graceMs), sent]);
    stopping.abort();
    await settle(answers, lastWordsMs);
    client = null;
    leave = null;
    sending = null;
    looking = null;
    await leaving?.();
  }

  return {
    name: 'discord',
    start,
    stop,
    directory,
    async send(notification, signal) {
      if (sending !== null) return sending(notification, signal);
      return { kind: 'retry', afterMs: null, reason: 'Notafter is not connected to Discord' };
    },
    isConnected: () => client !== null && (door !== null || client.isReady()),
    presence: async (who, signal) => looking?.(who, signal) ?? 'unknown',
  };
}

function serversOf(client: Client<true>): string {
  const names = client.guilds.cache.map((guild) => guild.name);
  if (names.length === 0) return 'in no server yet';
  return names.length === 1 ? String(names[0]) : `${names.length} servers`;
}
