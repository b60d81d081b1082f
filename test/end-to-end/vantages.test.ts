import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, vi } from 'vitest';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { realNow } from '../support/diagnosing.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { acceptAndStaySilent } from '../support/farm/raw-servers.ts';
import { patience } from '../support/patience.ts';
import { hasPostgres, newDatabase } from '../support/postgres/database.ts';
import { openBotHome } from '../support/processes/bot-home.ts';
import { openShell } from '../support/processes/command-line.ts';
import { type RoleProcess, startRole } from '../support/processes/role-process.ts';
import { startSlack } from '../support/slack/stand-in.ts';
import { looks } from '../support/watching.ts';

/** Nothing listens there. */
const deaf = '127.0.0.9';

describe.skipIf(!hasPostgres)('two vantages and a bot on one PostgreSQL', () => {
  it('are asked from a terminal and from Slack, and one that is killed while it looks is told as that', async () => {
    const { chain, key, anchorsPem } = forgeScenario('healthy', { now: realNow });
    await using server = await startHttpServer(answersStatus(200), { chain, key });
    await using tarpit = await acceptAndStaySilent({ host: '127.0.0.8' });
    await using slack = await startSlack();
    const database = await newDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'notafter-places-'));
    const hosts = async (name: string, lines: string) => {
      await writeFile(join(folder, name), lines);
      return join(folder, name);
    };
    const shared = { DATABASE_URL: database.location, CHECK_TIMEOUT: '2s', SWEEP_INTERVAL: '1h' };
    const eu = {
      ...{ ...shared, VANTAGE: 'eu-1' },
      HOSTS_FILE: await hosts('eu', `${deaf} site.test\n127.0.0.1 slow.test\n`),
    };
    const us = {
      ...{ ...shared, VANTAGE: 'us-1' },
      HOSTS_FILE: await hosts('us', `127.0.0.1 site.test\n127.0.0.8 slow.test\n`),
    };
    const talking = {
      ...shared,
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
    };
    await using euHome = await openBotHome({ anchorsPem, env: eu });
    await using home = await openBotHome({ anchorsPem, env: talking });
    await writeFile(join(folder, 'root.pem'), anchorsPem);
    await using shell = await openShell({ anchorsPem });
    try {
      const euBot = await euHome.start();
      const [usBot, bot] = await Promise.all([startWorker(folder, us), home.start()]);

      const target = `site.test:${server.port}`;
      const asked = await shell.run(['check', target, '--from', 'eu-1,US-1', '--json'], shared);
      const diagnosis = JSON.parse(asked.out);
      const schema = JSON.parse(await readFile('docs/diagnosis.schema.json', 'utf8'));
      const fits = new Ajv2020({ allowUnionTypes: true, validateFormats: false }).compile(schema);
      expect(fits(diagnosis), JSON.stringify(fits.errors)).toBe(true);
      expect(diagnosis).toMatchObject({
        ...{ verdict: 'degraded', blame: 'target', rootCause: 'tcp/refused', from: 'eu-1, us-1' },
        comparison: {
          ...{ kind: 'only-some', failsFrom: ['eu-1'], worksFrom: ['us-1'] },
          vantages: [
            { vantage: 'eu-1', verdict: 'broken', dialled: [{ address: `${deaf}:${server.port}` }] },
            { vantage: 'us-1', verdict: 'healthy', certificates: [{ fingerprint256: expect.any(String) }] },
          ],
        },
      });
      expect(asked.code).toBe(1);
      const wrong = await bot.say(`/check ${target} from:eu-2`);
      expect(wrong.at(-1)?.summary).toMatch(/No vantage "eu-2" is alive\. Alive now: here, eu-1 and us-1/);
      const denied = await bot.say('/check 10.0.0.7 from:eu-1');
      expect(denied.at(-1)?.summary).toMatch(/not dialled.*does not ask other vantages about either/);

      const { user, channel } = slack;
      await slack.command({ command: '/check', text: `${target} from:eu-1,us-1`, user, channel });
      const answer = await slack.nextMessage(({ shown }) => /from eu-1 only/.test(shown));
      expect(answer.shown).toMatch(/us-1/);
      expect(answer.pings.users).toEqual([]);
      expect(slack.refused).toEqual([]);
      const here = await euBot.say(`/check ${target} from:here`);
      expect(here.at(-1)?.summary).toContain('is broken from eu-1');

      const slow = `slow.test:${tarpit.port}`;
      const killed = bot.say(`/check ${slow} from:us-1,eu-1`);
      await vi.waitFor(() => expect(tarpit.connections()).toBeGreaterThan(0), patience);
      await usBot.kill();
      const told = (await killed).at(-1);
      expect(told?.summary).toMatch(/is broken from eu-1: /);
      expect(told?.html).toMatch(/us-1.*began to look and did not answer within \d+ s/s);
      expect(await euBot.stop()).toBe(0);
      const over = await bot.say(`/check ${target} from:eu-1`);
      expect(over.at(-1)?.summary).toMatch(/No vantage "eu-1" is alive/);
      expect(await bot.stop()).toBe(0);
    } finally {
      await killWorkers();
      await rm(folder, { recursive: true });
      await database.dispose();
    }
  });
});

describe.skipIf(!hasPostgres)('an alarm that two vantages have to agree on', () => {
  it('is held while a server answers one of them, and raised once it answers neither', async () => {
    const { chain, key, anchorsPem } = forgeScenario('healthy', { now: realNow });
    await using server = await startHttpServer(answersStatus(200), { chain, key });
    const database = await newDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'notafter-places-'));
    const hosts = (name: string, ip: string) => writeFile(join(folder, name), `${ip} site.test\n`);
    await hosts('eu', deaf);
    await hosts('us', '127.0.0.1');
    const env = (VANTAGE: string, name: string) => ({
      ...{ DATABASE_URL: database.location, VANTAGE, HOSTS_FILE: join(folder, name) },
      CHECK_TIMEOUT: '2s',
      SWEEP_INTERVAL: '1s',
    });
    await writeFile(join(folder, 'root.pem'), anchorsPem);
    const boss = { ...env('', 'us'), ROLES: 'bot,scheduler' };
    await using home = await openBotHome({ anchorsPem, env: boss });
    try {
      const bot = await home.start();
      await bot.say('/watch policy all agree:2 failures:1');
      await bot.say(`/watch add site.test:${server.port} owner:@alice`);
      // Where nobody else is there to ask, one place alone is believed.
      await startWorker(folder, env('us-1', 'us'));
      await startWorker(folder, env('eu-1', 'eu'));
      await vi.waitFor(async () => {
        const list = await bot.say('/watch list');
        expect(list.at(-1)?.html).toMatch(/from eu-1 only/);
      }, patience);
      await looks(server, 3);
      expect(await bot.feed()).toEqual([]);

      await hosts('us', deaf);
      await vi.waitFor(async () => {
        expect((await bot.feed()).join('\n')).toMatch(/site\.test.*cannot be reached/);
      }, patience);
      const told = (await bot.say('/alarm list')).at(-1);
      expect(told?.html).toMatch(/site\.test/);
      expect(await bot.stop()).toBe(0);
    } finally {
      await killWorkers();
      await rm(folder, { recursive: true });
      await database.dispose();
    }
  });
});

const workers: RoleProcess[] = [];

/** A process that only looks. */
async function startWorker(folder: string, env: Readonly<Record<string, string>>): Promise<RoleProcess> {
  const own = { EXTRA_CA_FILE: join(folder, 'root.pem'), ALLOWED_NETWORKS: '127.0.0.0/8, ::1/128' };
  const worker = await startRole({ words: ['worker'], env: { ...own, ...env }, folder });
  workers.push(worker);
  return worker;
}

async function killWorkers(): Promise<void> {
  await Promise.all(workers.splice(0).map((worker) => worker.kill()));
}

describe('a place that shares no database', () => {
  it('says what to set', async () => {
    await using shell = await openShell();
    const { code, out, error } = await shell.run(['check', 'site.test', '--from', 'eu-1']);
    expect(code).toBe(3);
    expect(out + error).toMatch(/set DATABASE_URL \(PostgreSQL\) here and there, and VANTAGE=eu-1 there/);
  });
});
