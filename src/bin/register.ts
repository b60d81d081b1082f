#!/usr/bin/env node
import { commands } from '../../commands/index.ts';
import { registerDiscordCommands } from '../chat/discord/register.ts';
import { slackManifest } from '../chat/slack/manifest.ts';
import { loadConfig, readEnvironment } from '../config.ts';
import { UserError } from '../core/errors.ts';
import { openLog } from '../log.ts';

/** The Slack manifest on standard output, ready to paste; Discord's commands put there when its token is set. */
try {
  const config = loadConfig(readEnvironment());
  const log = openLog(config.logLevel);
  process.stdout.write(`${JSON.stringify(slackManifest(commands), null, 2)}\n`);
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
} catch (thrown) {
  if (!(thrown instanceof UserError)) throw thrown;
  say(thrown.message);
  process.exitCode = 3;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
