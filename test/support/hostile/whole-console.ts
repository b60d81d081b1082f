import { commands } from '../../../commands/index.ts';
import { createDoor, type DiscordDoor } from '../../../src/chat/discord/connection/door.ts';
import type { Log } from '../../../src/core/log.ts';
import { calendarFeeds } from '../../../src/monitor/calendar/calendars.ts';
import { openAlertHook } from '../../../src/services/alert-hook.ts';
import type { CommandHooks } from '../../../src/services/commands/command-hooks.ts';
import { openOperations } from '../../../src/services/processes/operations.ts';
import { createConsole } from '../../../src/web/console.ts';
import { openBotWith } from './asked-from.ts';

export const consoleToken = 'correct-horse-battery-staple';
export const hookSecret = 'a-secret-of-the-hooks';

export type WholeConsoleSettings = {
  /** ACCESS_FILE. */
  readonly rules?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly log: Log;
  /** Of Discord, for its endpoint. */
  readonly publicKey?: string;
};

/** Everything that a whole bot answers over HTTP, with a store and services of its own, on a port of its own. */
export async function openWholeConsole({ rules = '{}\n', env = {}, log, publicKey }: WholeConsoleSettings) {
  const settings = { CONSOLE_TOKEN: consoleToken, HOOK_SECRET: hookSecret, ...env };
  const bot = await openBotWith(rules, settings, log);
  const { config, services, store } = bot;
  const { now } = services;
  const hooks: CommandHooks = {};
  const door: DiscordDoor | null = publicKey === undefined ? null : createDoor({ publicKey, now, log });
  const operations = await openOperations({
    ...{ config, store, now },
    platforms: () => [],
    clockJump: () => null,
    worker: null,
  });
  const platform = createConsole(
    { host: '127.0.0.1', port: 0, token: consoleToken },
    {
      ...{ commands, log, now, operations },
      services: services.forCommands(commands, hooks),
      actions: store.actions,
      feed: store.feed,
      watching: store,
      probeTarget: services.probeTarget,
      alertHook: openAlertHook(config, services, store, hooks),
      interactionDoor: door,
      calendars: calendarFeeds(store, now),
    },
  );
  await platform.start();
  return {
    bot,
    door,
    url: platform.url(),
    async [Symbol.asyncDispose]() {
      await platform.stop();
      await bot[Symbol.asyncDispose]();
    },
  };
}

export type WholeConsole = Awaited<ReturnType<typeof openWholeConsole>>;
