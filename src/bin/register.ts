#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { commands } from '../../commands/index.ts';
import { registerDiscordCommands } from '../chat/discord/registering/register.ts';
import { slackManifest } from '../chat/slack/manifest.ts';
import { loadConfig, readEnvironment } from '../config.ts';
import { reasonOf, UserError } from '../core/errors.ts';
import { openLog } from '../log.ts';
import { ownVersion } from '../services/processes/own-version.ts';
import { endOnFault } from './end-on-fault.ts';

const usage = `Usage: npm run register [-- --url https://bot.example.org]

Prints the manifest of the Slack app, to paste at api.slack.com, and registers the commands with Discord when
DISCORD_TOKEN is set (in one server with DISCORD_GUILD_ID).

  --url   public address of this bot: the manifest is for HTTP mode then, else for Socket Mode`;

/** The Slack manifest on standard output, ready to paste; Discord's commands put there when its token is set. */
try {
  await main();
} catch (thrown) {
  if (!(thrown instanceof UserError)) throw thrown;
  say(thrown.message);
  process.exitCode = 3;
}

async function main(): Promise<void> {
  const { url, help, version } = readWords();
  if (help === true) return say(usage);
  if (version === true) return void process.stdout.write(`${await ownVersion()}\n`);
  const config = loadConfig(readEnvironment((warning) => say(`notafter: ${warning}`)));
  endOnFault(config.secrets);
  const log = openLog(config.logLevel, config.secrets);
  process.stdout.write(
    `${JSON.stringify(slackManifest(commands, url === undefined ? {} : { requestUrl: eventsUrl(url) }), null, 2)}\n`,
  );
  say('Slack: paste the manifest above at https://api.slack.com/apps?new_app=1 (From a manifest).');
  if (config.discord === null) {
    say('Discord: set DISCORD_TOKEN and run this again to register its commands.');
  } else {
    const { token, guildId, apiUrl } = config.discord;
    const settings = {
      token,
      ...(guildId === null ? {} : { guildId }),
      ...(apiUrl === null ? {} : { apiUrl }),
    };
    const done = await registerDiscordCommands({ ...settings, commands, log });
    say(`Discord: ${done}`);
  }
}

function readWords(): { readonly url?: string; readonly help?: boolean; readonly version?: boolean } {
  try {
    return parseArgs({
      options: {
        url: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'V' },
      },
    }).values;
  } catch (thrown) {
    throw new UserError(`${reasonOf(thrown)}\n\n${usage}`);
  }
}

function eventsUrl(url: string): string {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
    throw new UserError(
      `--url wants the https address that Slack can reach, for example https://bot.example.org.`,
    );
  }
  return new URL('/slack/events', url).href;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
