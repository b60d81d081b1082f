// How long people wait for the acknowledgement and for the first message, from the real bot (all duties on) on stand-ins for
// Slack and Discord: once with nothing to watch, once while it sweeps 10,000 endpoints on loopback without a pause. Slack and
// Discord give 3 s. The stand-ins run in this process and the servers in another, on the same processors: quote the ratio too.
//
//     npm run bench:ack             240 slash commands, mentions and presses on Slack, 60 commands on Discord
//     npm run bench:ack -- 500 100  the same with other counts
import { type ChildProcess, execFile, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { parseTarget } from '../src/core/target.ts';
import { openSqliteStore } from '../src/store/index.ts';
import { startDiscord } from '../test/support/discord/stand-in.ts';
import { freePort } from '../test/support/processes/free-port.ts';
import { startSlack } from '../test/support/slack/stand-in.ts';

const [slackCount = 240, discordCount = 60] = process.argv.slice(2).map(Number);
/** People do not wait for each other: what comes next does not depend on what came of the one before. */
const gapMs = 100;
const warmUpLooks = 300;

type Farm = { readonly anchorsPem: string; readonly targets: readonly string[] };
type Measured = {
  readonly slackAck: readonly number[];
  readonly discordAck: readonly number[];
  readonly first: readonly number[];
  readonly looks: number;
  readonly tookMs: number;
  readonly lost: readonly string[];
};

const farm = fork(new URL('acknowledge-farm.ts', import.meta.url).pathname);
const [{ anchorsPem, targets }] = (await once(farm, 'message')) as [Farm];
const folder = await mkdtemp(join(tmpdir(), 'notafter-bench-'));
await writeFile(join(folder, 'root.pem'), anchorsPem);
try {
  const idle = await measure('idle', []);
  const busy = await measure('busy', targets);
  console.log(
    `while ${busy.looks} connections were made to the watched servers (${perSecond(busy)} a second)`,
  );
  print('Slack acknowledgement', idle.slackAck, busy.slackAck);
  print('Discord acknowledgement', idle.discordAck, busy.discordAck);
  print('first message on Slack', idle.first, busy.first);
  for (const reason of new Set([...idle.lost, ...busy.lost])) console.log(`lost: ${reason}`);
} finally {
  farm.disconnect();
  await rm(folder, { recursive: true, force: true });
}

async function measure(name: string, watched: readonly string[]): Promise<Measured> {
  await using slack = await startSlack();
  await using discord = await startDiscord();
  const dataDir = join(folder, name);
  await seed(dataDir, watched, slack.channel.id);
  const env = {
    PATH: process.env.PATH ?? '',
    DATA_DIR: dataDir,
    EXTRA_CA_FILE: join(folder, 'root.pem'),
    ALLOWED_NETWORKS: '127.0.0.0/8',
    REFERENCE_HOSTS: 'off',
    CONSOLE_PORT: String(await freePort()),
    SWEEP_INTERVAL: '1s',
    LOG_LEVEL: 'error',
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    DISCORD_API_URL: discord.apiUrl,
    DISCORD_TOKEN: discord.token,
  };
  await promisify(execFile)(process.execPath, [bin('register')], { env });
  const bot = spawn(process.execPath, [bin('bot')], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(bot.stdout, 'data');
    const lost: string[] = [];
    const before = await connectionsAfter(watched.length === 0 ? 0 : warmUpLooks);
    const begun = performance.now();
    const [onSlack, onDiscord] = await Promise.all([askOnSlack(), askOnDiscord()]);
    return {
      slackAck: onSlack.flatMap(({ ackMs }) => ackMs),
      first: onSlack.flatMap(({ firstMs }) => firstMs),
      discordAck: onDiscord,
      looks: (await connectionsAfter(0)) - before,
      tookMs: performance.now() - begun,
      lost,
    };

    async function askOnSlack() {
      const running: Promise<{ readonly ackMs: readonly number[]; readonly firstMs: readonly number[] }>[] =
        [];
      for (let at = 0; at < slackCount; at += 1) {
        running.push(askOne(at).catch((thrown: unknown) => noted('Slack', thrown)));
        await pause(gapMs);
      }
      return Promise.all(running);
    }

    /** A command, a mention, or a command whose button is pressed once it is there. */
    async function askOne(at: number) {
      const target = targets[(at * 37 + 11) % targets.length] ?? '';
      const asked = performance.now();
      const shown = slack
        .nextMessage(({ shown }) => shown.includes(target))
        .then(() => performance.now() - asked);
      shown.catch(() => undefined);
      if (at % 4 === 3) {
        const { ackMs } = await slack.mention({ text: `check ${target}` });
        return { ackMs: [ackMs], firstMs: [await shown] };
      }
      const { ackMs } = await slack.command({ command: '/check', text: target });
      const firstMs = await shown;
      if (at % 4 !== 2) return { ackMs: [ackMs], firstMs: [firstMs] };
      const message = await slack.nextMessage((one) => one.shown.includes(target) && one.buttons.length > 0);
      const [button] = message.buttons;
      const pressed = await slack.press({ message, label: button?.label ?? '' });
      return { ackMs: [ackMs, pressed.ackMs], firstMs: [firstMs] };
    }

    async function askOnDiscord(): Promise<readonly number[]> {
      const running: Promise<readonly number[]>[] = [];
      for (let at = 0; at < discordCount; at += 1) {
        running.push(askOneOnDiscord(at));
        await pause((gapMs * slackCount) / discordCount);
      }
      return (await Promise.all(running)).flat();
    }

    async function askOneOnDiscord(at: number): Promise<readonly number[]> {
      try {
        const target = targets[(at * 41 + 5) % targets.length] ?? '';
        const run = await discord.slash({ name: 'check', options: { target } });
        return [(await run.acknowledged()).afterMs];
      } catch (thrown) {
        noted('Discord', thrown);
        return [];
      }
    }

    function noted(where: string, thrown: unknown) {
      lost.push(`${where}, ${name}: ${String(thrown).split('\n')[0]}`);
      return { ackMs: [], firstMs: [] };
    }
  } finally {
    await ended(bot);
  }
}

async function seed(dataDir: string, watched: readonly string[], channel: string): Promise<void> {
  const store = await openSqliteStore({ path: join(dataDir, 'notafter.db') });
  const home = { platform: 'slack', channel } as const;
  for (const typed of watched) {
    const endpoint = { target: parseTarget(typed), home, owners: [], labels: {}, addedBy: 'bench' };
    await store.endpoints.add(endpoint, new Date());
  }
  await store.close();
}

/** Waits until the sweep has come so far. */
async function connectionsAfter(least: number): Promise<number> {
  for (;;) {
    farm.send('how many');
    const [{ connections }] = (await once(farm, 'message')) as [{ readonly connections: number }];
    if (connections >= least) return connections;
    await pause(250);
  }
}

async function ended(bot: ChildProcess): Promise<void> {
  bot.kill('SIGTERM');
  if (bot.exitCode === null) await once(bot, 'exit');
}

function bin(name: string): string {
  return new URL(`../src/bin/${name}.ts`, import.meta.url).pathname;
}

function perSecond({ looks, tookMs }: Measured): number {
  return Math.round(looks / (tookMs / 1000));
}

function print(name: string, idle: readonly number[], busy: readonly number[]): void {
  const [one, other] = [figures(idle), figures(busy)];
  const shown = (values: readonly number[]) =>
    ['p50', 'p95', 'p99'].map((part, at) => `${part} ${(values[at] ?? 0).toFixed(1)}`).join('  ');
  const ratio = ((other[2] ?? 0) / (one[2] ?? 1)).toFixed(1);
  console.log(
    `${name.padEnd(24)} idle ${shown(one)} ms (${idle.length})   sweeping ${shown(other)} ms (${busy.length})   p99 x ${ratio}`,
  );
}

function figures(taken: readonly number[]): readonly number[] {
  const sorted = taken.toSorted((one, other) => one - other);
  return [0.5, 0.95, 0.99].map((part) => sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN);
}
