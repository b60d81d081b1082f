import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../house/source-files.ts';
import { type DiscordStandIn, startDiscord } from '../discord/stand-in.ts';
import { startDnsServer } from '../dns/dns-server.ts';
import type { PostgresServer } from '../postgres/start-server.ts';
import { openBotHome, type RunningBot } from '../processes/bot-home.ts';
import { type SlackTwin, startSlack } from '../slack/stand-in.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { openWays, type PlaceName, type Ways } from './ways.ts';

/** The bot as its users run it, and all that it speaks with, each behind a way that can go wrong. */
export type World = AsyncDisposable & {
  readonly bot: RunningBot;
  readonly ways: Ways;
  readonly slack: SlackTwin;
  readonly discord: DiscordStandIn;
  readonly fleet: Fleet;
  /** `https://name:port`, as it is watched. */
  target(host: string): string;
};

export type WorldOptions = {
  readonly place: PlaceName;
  readonly endpoints: number;
  readonly seed: number;
  readonly sweepEvery: string;
  /** As the setting CHECK_TIMEOUT says it. */
  readonly checkTimeout?: string;
  /** An empty folder. */
  readonly folder: string;
  /** Where the place is the database. */
  readonly postgres: { readonly server: Pick<PostgresServer, 'url'>; readonly database: string } | null;
};

const host = '127.0.0.1';

export async function openWorld(options: WorldOptions): Promise<World> {
  const { endpoints, seed, folder, postgres } = options;
  const stack = new AsyncDisposableStack();
  try {
    const fleet = stack.use(await startFleet(endpoints));
    const dns = stack.use(
      await startDnsServer({ records: Object.fromEntries(fleet.hosts.map((name) => [name, { A: [host] }])) }),
    );
    const ends = { slack: 0, discord: 0 };
    const databasePort = Number(postgres === null ? 1 : new URL(postgres.server.url).port);
    const ways = stack.use(
      await openWays(
        {
          database: () => ({ host, port: databasePort }),
          slack: () => ({ host, port: ends.slack }),
          discord: () => ({ host, port: ends.discord }),
          dns: () => ({ host, port: dns.port }),
          targets: () => ({ host, port: fleet.port }),
        },
        seed,
      ),
    );
    const slack = stack.use(await startSlack({ front: ways.ports.slack }));
    const discord = stack.use(await startDiscord({ front: ways.ports.discord }));
    ends.slack = slack.port;
    ends.discord = discord.port;
    const target = (name: string) => `https://${name}:${ways.ports.targets}`;
    const watchFile = join(folder, 'watch.yaml');
    await writeFile(watchFile, watchList(fleet.hosts.map(target), slack, discord));
    const platforms = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl };
    await promisify(execFile)(process.execPath, [join(projectRoot, 'src/bin/register.ts')], {
      env: { PATH: process.env.PATH, ...platforms },
    });
    const home = stack.use(
      await openBotHome({
        anchorsPem: fleet.anchorsPem,
        env: {
          ...platforms,
          SLACK_API_URL: slack.apiUrl,
          SLACK_BOT_TOKEN: slack.botToken,
          SLACK_APP_TOKEN: slack.appToken,
          DNS_SERVERS: `${host}:${ways.ports.dns}`,
          WATCH_FILE: watchFile,
          SWEEP_INTERVAL: options.sweepEvery,
          CANARY: 'off',
          CHECK_TIMEOUT: options.checkTimeout ?? '10s',
          ...databaseOf(options, ways),
        },
      }),
    );
    const bot = await home.start();
    return { bot, ways, slack, discord, fleet, target, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (thrown) {
    await stack.disposeAsync();
    throw thrown;
  }
}

function databaseOf({ postgres }: WorldOptions, ways: Ways): Record<string, string> {
  if (postgres === null) return {};
  const url = new URL(`${postgres.server.url}/${postgres.database}`);
  url.port = String(ways.ports.database);
  return { DATABASE_URL: url.href };
}

/** The even ones belong to a channel of Slack, the odd ones to one of Discord. */
function watchList(targets: readonly string[], slack: SlackTwin, discord: DiscordStandIn): string {
  const lines = targets.map((target, at) => {
    const [channel, owner] =
      at % 2 === 0
        ? [`slack:${slack.channel.id}`, `slack:${slack.user.id}`]
        : [`discord:${discord.channel.id}`, `discord:${discord.user.id}`];
    return `  - {target: '${target}', channel: '${channel}', owners: ['${owner}']}`;
  });
  return `endpoints:\n${lines.join('\n')}\n`;
}
