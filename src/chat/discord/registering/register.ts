import { isDeepStrictEqual } from 'node:util';
import type { Command } from '../../../core/command.ts';
import type { Log } from '../../../core/log.ts';
import { asUserError } from '../api/refusal.ts';
import { connectRest, type Rest } from '../api/rest.ts';
import { type CommandJson, discordCommands, type OptionJson } from './command-json.ts';

export type Registration = {
  readonly token: string;
  /** One server, where the commands appear at once; without it they are global and may take a while. */
  readonly guildId?: string;
  readonly apiUrl?: string;
  readonly commands: readonly Command[];
  readonly log: Log;
};

/** Everywhere the bot may be: servers and, when somebody installs it for themselves, their messages. */
const globalReach = { integration_types: [0, 1], contexts: [0, 1, 2] } as const;

type Wanted = CommandJson & Partial<typeof globalReach>;

/**
 * Puts the commands, when they are not those that are registered already: Discord allows 200 new ones a day.
 * Returns a line saying what was done; UserError when the token or the server is refused.
 */
export async function registerDiscordCommands(registration: Registration): Promise<string> {
  const { token, guildId, apiUrl, log } = registration;
  const wanted = wantedCommands(registration.commands, guildId);
  const rest = await connectRest(token, apiUrl);
  try {
    const applicationId = await applicationOf(rest);
    if (await isRegistered(rest, applicationId, wanted, guildId)) {
      return `${wanted.length} commands are registered already, nothing to change (${reachOf(guildId)}).`;
    }
    await rest.put(commandsRoute(applicationId, guildId), { body: wanted });
    log.info({ count: wanted.length, guildId }, 'commands registered with Discord');
    return `${wanted.length} commands registered (${reachOf(guildId)}).`;
  } catch (thrown) {
    throw asUserError(thrown, 'register the commands');
  } finally {
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
  }
}

function reachOf(guildId: string | undefined): string {
  return guildId === undefined
    ? 'everywhere; new ones may take some minutes'
    : `in server ${guildId}, at once`;
}

/** Whether Discord has the commands as they are now. */
export async function areRegistered(
  rest: Rest,
  applicationId: string,
  commands: readonly Command[],
  guildId: string | undefined,
): Promise<boolean> {
  return isRegistered(rest, applicationId, wantedCommands(commands, guildId), guildId);
}

function wantedCommands(commands: readonly Command[], guildId: string | undefined): readonly Wanted[] {
  const json = discordCommands(commands);
  return guildId === undefined ? json.map((command) => ({ ...command, ...globalReach })) : json;
}

async function applicationOf(rest: Rest): Promise<string> {
  const application = (await rest.get('/applications/@me')) as { readonly id: string };
  return application.id;
}

async function isRegistered(
  rest: Rest,
  applicationId: string,
  wanted: readonly Wanted[],
  guildId: string | undefined,
): Promise<boolean> {
  const found = (await rest.get(commandsRoute(applicationId, guildId))) as readonly Wanted[];
  return isDeepStrictEqual(comparable(found, guildId), comparable(wanted, guildId));
}

function commandsRoute(applicationId: string, guildId: string | undefined): `/${string}` {
  const scope = guildId === undefined ? '' : `/guilds/${guildId}`;
  return `/applications/${applicationId}${scope}/commands`;
}

/** Only what we set, with Discord's defaults filled in: it answers with more than was put, and in its own order. */
function comparable(commands: readonly Wanted[], guildId: string | undefined): readonly object[] {
  return commands
    .map((command) => ({
      ...comparableOption({ ...command, type: 1 }),
      reach:
        guildId === undefined
          ? [command.integration_types?.toSorted() ?? null, command.contexts?.toSorted() ?? null]
          : null,
    }))
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

type Comparable = { readonly name: string; readonly rest: readonly unknown[] };

function comparableOption(option: OptionJson): Comparable {
  const { type, name, description, required, autocomplete, choices, options } = option;
  const offered = (choices ?? []).map((choice) => [choice.name, choice.value]);
  return {
    name,
    rest: [
      ...[type, description, required ?? false, autocomplete ?? false, offered],
      (options ?? []).map(comparableOption),
    ],
  };
}
