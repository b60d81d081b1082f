import { createSlackPlatform } from '../../../src/chat/slack/platform.ts';
import type { Command } from '../../../src/core/command.ts';
import type { Mention } from '../../../src/core/people.ts';
import type { PlatformWorld } from '../../../src/core/platform.ts';
import { freePort } from '../../support/processes/free-port.ts';
import type { ShownMessage } from '../../support/slack/shapes.ts';
import { type SlackOptions, type SlackTwin, startSlack } from '../../support/slack/stand-in.ts';
import * as fake from '../discord/fake-world.ts';

export const modes = ['Socket Mode', 'HTTP'] as const;
export type Mode = (typeof modes)[number];

/** A line in Slack names no options: what is needed is taken by position. */
function typedInLines(command: Command): Command {
  const actions = command.actions.map((action) => ({
    ...action,
    options: action.options.map((option) => ({ ...option, positional: true })),
  }));
  return { ...command, actions };
}

export function checkCommand(step?: () => Promise<void>): Command {
  return typedInLines(fake.checkCommand(step));
}
export const mineCommand = typedInLines(fake.mineCommand);

export type Connected = AsyncDisposable & {
  readonly slack: SlackTwin;
  readonly bot: ReturnType<typeof createSlackPlatform>;
  readonly status: string;
  readonly logged: readonly fake.Logged[];
};

export type Connecting = {
  readonly mode?: Mode;
  readonly world?: Partial<PlatformWorld>;
  readonly slack?: SlackOptions;
};

/** The real Bolt client on a fresh stand-in. */
export async function connect(commands: readonly Command[], asked: Connecting = {}): Promise<Connected> {
  const slack = await startSlack(asked.slack);
  const log = fake.createMemoryLog();
  const settings = await settingsFor(slack, asked.mode);
  const bot = createSlackPlatform(settings, fake.fakeWorld(commands, { log, ...asked.world }));
  const status = await bot.start();
  return {
    slack,
    bot,
    status,
    logged: log.lines,
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await slack[Symbol.asyncDispose]();
    },
  };
}

/** What the bot is told; in HTTP mode the stand-in learns where the bot listens. */
export async function settingsFor(slack: SlackTwin, mode: Mode = 'Socket Mode') {
  const { apiUrl, botToken, appToken, signingSecret } = slack;
  if (mode === 'Socket Mode') return { apiUrl, botToken, appToken, port: 0, host: '127.0.0.1' };
  const port = await freePort();
  slack.useHttp(`http://127.0.0.1:${port}/slack/events`);
  return { apiUrl, botToken, signingSecret, port, host: '127.0.0.1' };
}

export function slackUser(id: string, name = 'alice'): Mention {
  return { platform: 'slack', kind: 'user', id, name };
}

export function shows(words: string | RegExp): (message: ShownMessage) => boolean {
  return ({ shown }) => (typeof words === 'string' ? shown.includes(words) : words.test(shown));
}
