import { createDiscordPlatform } from '../../../src/chat/discord/platform.ts';
import { registerDiscordCommands } from '../../../src/chat/discord/registering/register.ts';
import type { Command } from '../../../src/core/command.ts';
import type { PlatformWorld } from '../../../src/core/platform.ts';
import { type DiscordStandIn, startDiscord } from '../../support/discord/stand-in.ts';
import { createMemoryLog, fakeWorld, type Logged } from './fake-world.ts';

export type Connected = AsyncDisposable & {
  readonly discord: DiscordStandIn;
  readonly bot: ReturnType<typeof createDiscordPlatform>;
  readonly status: string;
  readonly logged: readonly Logged[];
};

/** The real client on a fresh stand-in, its commands registered. */
export async function connect(
  commands: readonly Command[],
  parts: Partial<PlatformWorld> = {},
  prepare: (discord: DiscordStandIn) => void = () => undefined,
): Promise<Connected> {
  const discord = await startDiscord();
  prepare(discord);
  const log = createMemoryLog();
  const world = fakeWorld(commands, { log, ...parts });
  const { token, apiUrl } = discord;
  await registerDiscordCommands({ token, apiUrl, commands, log });
  const bot = createDiscordPlatform({ token, apiUrl }, world);
  const status = await bot.start();
  return {
    discord,
    bot,
    status,
    logged: log.lines,
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await discord[Symbol.asyncDispose]();
    },
  };
}
