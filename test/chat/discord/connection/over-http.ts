import { createDoor, type DiscordDoor } from '../../../../src/chat/discord/connection/door.ts';
import { createDiscordPlatform } from '../../../../src/chat/discord/platform.ts';
import { registerDiscordCommands } from '../../../../src/chat/discord/registering/register.ts';
import type { SharedOnce } from '../../../../src/chat/once.ts';
import type { Command } from '../../../../src/core/command.ts';
import type { PlatformWorld } from '../../../../src/core/platform.ts';
import { type ConsoleStage, memoryFeed, openConsole } from '../../../support/console/console-stage.ts';
import { type DiscordStandIn, startDiscord } from '../../../support/discord/stand-in.ts';
import { createMemoryLog, fakeWorld, type Logged } from '../fake-world.ts';

export type OverHttp = AsyncDisposable & {
  readonly discord: DiscordStandIn;
  readonly bot: ReturnType<typeof createDiscordPlatform>;
  readonly stage: ConsoleStage;
  /** The address of the endpoint. */
  readonly url: string;
  readonly door: DiscordDoor;
  readonly status: string;
  readonly logged: readonly Logged[];
};

type Options = {
  readonly parts?: Partial<PlatformWorld>;
  readonly now?: () => Date;
  readonly shared?: SharedOnce;
  /** Given where another bot of the same application runs already. */
  readonly beside?: DiscordStandIn;
};

/** The real client on a stand-in, behind the real console with a token, without a gateway. */
export async function connectOverHttp(
  commands: readonly Command[],
  { parts = {}, now = () => new Date(), shared, beside }: Options = {},
): Promise<OverHttp> {
  const discord = beside ?? (await startDiscord());
  const log = createMemoryLog();
  const { token, apiUrl, outgoing } = discord;
  await registerDiscordCommands({ token, apiUrl, commands, log });
  const door = createDoor({ publicKey: outgoing.publicKey, now, log, shared });
  const world = fakeWorld(commands, { log, ...parts });
  const bot = createDiscordPlatform({ token, apiUrl, door }, world);
  const secret = { token: 'correct-horse-battery' };
  const nothing = [undefined, undefined, undefined, undefined] as const;
  const stage = await openConsole([], memoryFeed(), {}, secret, ...nothing, door);
  const url = `${stage.url}discord/interactions`;
  const status = await bot.start();
  await outgoing.setUrl(url);
  return {
    discord,
    bot,
    stage,
    url,
    door,
    status,
    logged: log.lines,
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await stage[Symbol.asyncDispose]();
      if (beside === undefined) await discord[Symbol.asyncDispose]();
    },
  };
}
