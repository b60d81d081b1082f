import type { Client, ClientEvents } from 'discord.js';
import { reasonOf, UserError } from '../../../core/errors.ts';
import type { Log } from '../../../core/log.ts';
import { unlessStopped } from '../../waiting/unless-stopped.ts';
import { asUserError, readRefusal, tokenRefused } from '../api/refusal.ts';
import { restOptions } from '../api/rest.ts';
import { endurePackets, enduring } from './endure-junk.ts';
import { withShortGoodbyes } from './short-goodbyes.ts';

export type GatewaySettings = { readonly token: string; readonly apiUrl?: string };

const connectMs = 30_000;

/**
 * Logs in and waits until the servers are known. The only intent is GUILDS: interactions need none, and names of
 * roles and channels come with it.
 */
export async function connectGateway(
  settings: GatewaySettings,
  log: Log,
  onInteraction: (...event: ClientEvents['interactionCreate']) => void,
  stopping: AbortSignal,
): Promise<Client<true>> {
  const { Client, DefaultRestOptions, Events, GatewayIntentBits, Options, SimpleShardingStrategy } =
    await import('discord.js');
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    rest: restOptions(settings.apiUrl, DefaultRestOptions.makeRequest),
    ws: { buildStrategy: withShortGoodbyes(enduring(SimpleShardingStrategy, log)) },
    // Nothing is read back from old messages.
    makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 0 }),
  });
  endurePackets(client, log);
  client.on(Events.Debug, (message) => log.debug({ from: 'discord.js' }, message));
  client.on(Events.Warn, (message) => log.warn({ from: 'discord.js' }, message));
  client.on(Events.Error, (error) => log.error({ reason: reasonOf(error) }, 'discord.js met an error'));
  client.on(Events.ShardError, (error) =>
    log.warn({ reason: reasonOf(error) }, 'the Discord gateway met an error'),
  );
  client.on(Events.ShardDisconnect, ({ code }) =>
    log.error({ code }, closeReasons[code] ?? 'Discord closed the gateway for good; restart Notafter'),
  );
  client.on(Events.InteractionCreate, onInteraction);

  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(() => deadline.reject(new UserError(noAnswer)), connectMs);
  try {
    const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
    const arrival = login(client, settings.token).then(() => ready);
    return await Promise.race([unlessStopped(arrival, stopping), deadline.promise]);
  } catch (thrown) {
    await client.destroy();
    throw thrown;
  } finally {
    clearTimeout(timer);
  }
}

const noAnswer = `Discord did not let the bot in within ${connectMs / 1000} s. Check the network, then start again.`;

const intentsRefused =
  'Discord refuses the intents of this bot. It needs only the standard one for servers (GUILDS).';

/** Close codes after which the library does not come back. */
const closeReasons: Readonly<Record<number, string>> = {
  4004: tokenRefused,
  4013: intentsRefused,
  4014: intentsRefused,
};

async function login(client: Client, token: string): Promise<void> {
  let closed: number | null = null;
  client.once('shardDisconnect', ({ code }) => {
    closed = code;
  });
  try {
    await client.login(token);
  } catch (thrown) {
    const { code } = thrown as { readonly code?: unknown };
    if (code === 'TokenInvalid') throw new UserError(tokenRefused);
    const reason = closed === null ? undefined : closeReasons[closed];
    if (reason !== undefined) throw new UserError(reason);
    if (readRefusal(thrown).status === null && reasonOf(thrown) === '') throw new UserError(noAnswer);
    throw asUserError(thrown, 'connect to Discord');
  }
}
