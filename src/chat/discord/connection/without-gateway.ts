import type { Client, ClientEvents } from 'discord.js';
import { reasonOf, UserError } from '../../../core/errors.ts';
import type { Log } from '../../../core/log.ts';
import { asUserError } from '../api/refusal.ts';
import { restOptions } from '../api/rest.ts';
import type { DiscordDoor, RawInteraction } from './door.ts';

export type WithoutGateway = {
  readonly client: Client<true>;
  /** What is not as it has to be yet, for the status line; empty where all is. */
  readonly hint: string;
  stop(): Promise<void>;
};

type Settings = { readonly token: string; readonly apiUrl?: string };

/** Of "Application Object". */
type Application = {
  readonly id: string;
  readonly verify_key?: string;
  readonly interactions_endpoint_url?: string | null;
};

/** What the library makes of a connection to the gateway, made of requests; its types keep that for itself. */
type Inside = {
  user: unknown;
  application: unknown;
  token: string | null;
  readonly actions: { readonly InteractionCreate: { handle(interaction: RawInteraction): void } };
};

/** Names of roles and channels, which the gateway would tell as they change. */
const refreshMs = 5 * 60_000;
const mostServers = 200;
/** How many servers are asked for at once, within Discord's 50 requests a second. */
const atOnce = 4;

/** Reads by requests what a gateway would tell, and takes interactions from the door: any number of processes may. */
export async function connectWithoutGateway(
  { token, apiUrl }: Settings,
  door: DiscordDoor,
  log: Log,
  onInteraction: (...event: ClientEvents['interactionCreate']) => void,
): Promise<WithoutGateway> {
  const { Client, ClientApplication, ClientUser, DefaultRestOptions, Events, Options } = await import(
    'discord.js'
  );
  const client = new Client({
    intents: [],
    allowedMentions: { parse: [] },
    rest: restOptions(apiUrl, DefaultRestOptions.makeRequest),
    makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 0 }),
  }) as Client<true>;
  client.on(Events.Debug, (message) => log.debug({ from: 'discord.js' }, message));
  client.on(Events.Error, (error) => log.error({ reason: reasonOf(error) }, 'discord.js met an error'));
  client.on(Events.InteractionCreate, onInteraction);
  const inside = client as unknown as Inside;
  client.rest.setToken(token);
  inside.token = token;
  try {
    const application = (await client.rest.get('/applications/@me')) as Application;
    refuseOtherKey(application, door);
    inside.application = Reflect.construct(ClientApplication, [client, application]);
    inside.user = Reflect.construct(ClientUser, [client, await client.rest.get('/users/@me')]);
    client.users.cache.set(client.user.id, client.user);
    await readServers(client, log);
    const timer = setInterval(() => {
      void readServers(client, log).catch((thrown: unknown) =>
        log.warn({ reason: reasonOf(thrown) }, 'the servers of the bot could not be read again'),
      );
    }, refreshMs);
    timer.unref();
    door.open((interaction) => inside.actions.InteractionCreate.handle(interaction));
    return {
      client,
      hint: hintOf(application),
      async stop() {
        door.open(null);
        clearInterval(timer);
        await client.destroy();
      },
    };
  } catch (thrown) {
    await client.destroy();
    throw asUserError(thrown, 'connect to Discord');
  }
}

function refuseOtherKey({ verify_key: key }: Application, { publicKey }: DiscordDoor): void {
  if (key === undefined || key.toLowerCase() === publicKey) return;
  throw new UserError(
    'DISCORD_PUBLIC_KEY is not the key of the application whose token DISCORD_TOKEN is. Copy "Public Key" from its General Information page.',
  );
}

function hintOf({ interactions_endpoint_url: url }: Application): string {
  if (url !== null) return '';
  return '; nothing comes in until the address of /discord/interactions is set as its Interactions Endpoint URL';
}

/** Servers that the bot left are forgotten, and new ones learnt. */
async function readServers(client: Client<true>, log: Log): Promise<void> {
  const there = await client.guilds.fetch({ limit: mostServers });
  for (const id of client.guilds.cache.keys()) if (!there.has(id)) client.guilds.cache.delete(id);
  const waiting = there.keys();
  const read = async () => {
    for (const id of waiting) {
      try {
        const guild = await client.guilds.fetch({ guild: id, force: true, withCounts: false });
        await Promise.all([guild.channels.fetch(), guild.members.fetchMe({ force: true })]);
      } catch (thrown) {
        log.warn({ server: id, reason: reasonOf(thrown) }, 'a server of the bot could not be read');
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, read));
}
