import { createDoor, type DiscordDoor } from '../chat/discord/connection/door.ts';
import { heldPlatform, type Lease } from '../chat/held.ts';
import type { SharedOnce } from '../chat/once.ts';
import type { Config } from '../config.ts';
import type { CalendarFeeds } from '../core/calendar/feed.ts';
import type { AlertHook } from '../core/doors/alert-hook.ts';
import { UserError } from '../core/errors.ts';
import type { ProbeTarget } from '../core/exporter.ts';
import type { Operations, PlatformState } from '../core/operations.ts';
import type { Platform, PlatformWorld } from '../core/platform.ts';
import type { FeedStore } from '../core/store/delivery.ts';
import type { SessionStore } from '../core/store/sessions.ts';
import { createConsole } from '../web/console.ts';
import type { WatchReading } from '../web/pages/reading.ts';

export type Started = {
  readonly name: 'Console' | 'Slack' | 'Discord';
  /** "on (...)", "off: ..." or "not working: ...". */
  readonly status: string;
  readonly running: Platform | null;
};

type Starter = { start(): Promise<Started> };

type World = PlatformWorld & {
  readonly isStatusOnly?: boolean;
  /** Where other processes may be bots as well; left out: this one is alone. */
  readonly leaseOf?: ((name: string) => Lease) | undefined;
  readonly shared?: SharedOnce | undefined;
  readonly feed: FeedStore;
  readonly sessions: SessionStore;
  readonly watching: WatchReading;
  readonly operations: Operations;
  readonly probeTarget: ProbeTarget;
  readonly alertHook: AlertHook | null;
  readonly calendars: CalendarFeeds;
};

/** Every platform the configuration speaks of, the console first; a process that is no bot has only what tells of itself. Bolt and discord.js load only with their tokens. */
export function openPlatforms(config: Config, world: World): readonly Starter[] {
  if (!config.roles.includes('bot')) {
    return config.console.isAsked ? [consoleStarter(config, { ...world, isStatusOnly: true })] : [];
  }
  const door = doorOf(config, world);
  return [
    consoleStarter(config, { ...world, interactionDoor: door }),
    slackStarter(config, world),
    discordStarter(config, door, world),
  ];
}

/** Null: Discord's interactions come over its gateway. */
function doorOf({ discord }: Config, { now, log, shared }: World): DiscordDoor | null {
  if (discord?.publicKey == null) return null;
  return createDoor({ publicKey: discord.publicKey, now, log, shared });
}

function consoleStarter(
  config: Config,
  world: World & { readonly interactionDoor?: DiscordDoor | null },
): Starter {
  return {
    async start() {
      const running = createConsole(config.console, world);
      // Without the page there is nowhere to say what is wrong: this one may end the start.
      return { name: 'Console', status: await running.start(), running };
    },
  };
}

function slackStarter({ slack }: Config, world: World): Starter {
  return {
    async start() {
      if (slack === null) {
        const status = 'off: set SLACK_BOT_TOKEN, and SLACK_APP_TOKEN or SLACK_SIGNING_SECRET';
        return { name: 'Slack', status, running: null };
      }
      const { createSlackPlatform } = await import('../chat/slack/platform.ts');
      const { botToken, appToken, signingSecret, apiUrl, port } = slack;
      const settings = {
        botToken,
        port,
        shared: world.shared,
        ...(appToken === null ? {} : { appToken }),
        ...(signingSecret === null ? {} : { signingSecret }),
        ...(apiUrl === null ? {} : { apiUrl }),
      };
      return started('Slack', createSlackPlatform(settings, world), world);
    },
  };
}

function discordStarter({ discord }: Config, door: DiscordDoor | null, world: World): Starter {
  // Its gateway tells every connection of the same bot everything: two would answer twice.
  const lease =
    discord === null || door !== null ? null : (world.leaseOf?.(`discord:${botOf(discord.token)}`) ?? null);
  return {
    async start() {
      if (discord === null) return { name: 'Discord', status: 'off: set DISCORD_TOKEN', running: null };
      const { createDiscordPlatform } = await import('../chat/discord/platform.ts');
      const { token, guildId, apiUrl, layout } = discord;
      const settings = {
        token,
        layout,
        door,
        ...(guildId === null ? {} : { guildId }),
        ...(apiUrl === null ? {} : { apiUrl }),
      };
      const create = () => createDiscordPlatform(settings, world);
      const platform =
        lease === null ? create() : heldPlatform({ name: 'discord', create, lease, log: world.log });
      return started('Discord', platform, world);
    },
  };
}

/** The public part of a token: the id of the bot it is for. */
function botOf(token: string): string {
  const [id, ...secret] = token.split('.');
  return secret.length === 0 || id === undefined ? 'bot' : id;
}

/** A refused token of one platform does not take the others down. */
async function started(name: Started['name'], platform: Platform, { log }: World): Promise<Started> {
  try {
    return { name, status: await platform.start(), running: platform };
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    log.error({ platform: platform.name, reason: thrown.message }, 'a platform did not start');
    await platform.stop();
    return { name, status: `not working: ${thrown.message}`, running: null };
  }
}

/** As readiness and metrics tell it. */
export function platformState({ name, status, running }: Started): PlatformState {
  if (running === null) return { name, state: status.startsWith('off') ? 'off' : 'not-working' };
  if (running.isStandingBy?.() === true) return { name, state: 'standing-by' };
  return { name, state: (running.isConnected?.() ?? true) ? 'connected' : 'disconnected' };
}
