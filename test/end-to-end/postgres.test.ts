import { describe, expect, it, vi } from 'vitest';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { realNow } from '../support/diagnosing.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { patience } from '../support/patience.ts';
import { embeddedBinaries } from '../support/postgres/binaries.ts';
import { startPostgres } from '../support/postgres/start-server.ts';
import { openBotHome } from '../support/processes/bot-home.ts';
import { openShell } from '../support/processes/command-line.ts';
import { daysFromNow, looks } from '../support/watching.ts';

const native = embeddedBinaries();
describe.skipIf(native === null)('two bots on one PostgreSQL', () => {
  it('call an owner once between them, over a crash of one and of the database, and never say its password', async () => {
    const late = { notBefore: daysFromNow(-89), notAfter: daysFromNow(1) };
    const { chain, key, anchorsPem } = forgeScenario('ip-san', { now: realNow, leaf: late });
    await using server = await startHttpServer(answersStatus(200), { chain, key });
    const database = await startPostgres(native ?? '');
    try {
      const env = { DATABASE_URL: `${database.url}/postgres`, LOG_LEVEL: 'debug' };
      await using home = await openBotHome({ anchorsPem, env });
      const [one, other] = await Promise.all([home.start(), home.start()]);
      expect(one.lines[0]).toMatch(/data in PostgreSQL at 127\.0\.0\.1:\d+\/postgres$/);
      const added = await one.say(`/watch add 127.0.0.1:${server.port} owner:@alice`);
      expect(added.at(-1)?.summary).toContain('is watched now');
      await vi.waitFor(async () => expect(await other.feed()).toHaveLength(2), patience);
      await one.kill();
      await looks(server, 2);

      await database.crash();
      const lost = await other.say('/watch list');
      expect(lost.at(-1)?.html).toMatch(/The database 127\.0\.0\.1:\d+\/postgres/);
      await database.start();
      await vi.waitFor(async () => {
        const list = await other.say('/watch list');
        expect(list.at(-1)?.html).toContain(`127.0.0.1:${server.port}`);
      }, patience);
      await looks(server, 2);
      expect(await other.feed()).toHaveLength(2);
      expect(await other.stop()).toBe(0);
      const said = [...one.lines, ...other.lines, one.errors(), other.errors()].join('\n');
      expect(said).not.toContain('planted-database-password');
    } finally {
      await database.stop();
    }
  });
});

describe('notafter check', () => {
  it('goes on without a database that is not there', async () => {
    const { chain, key, anchorsPem } = forgeScenario('ip-san', { now: realNow });
    await using server = await startHttpServer(answersStatus(200), { chain, key });
    await using shell = await openShell({ anchorsPem });
    const settings = { DATABASE_URL: 'postgres://u:planted@127.0.0.1:1/notafter' };
    const { code, out, error } = await shell.run(['check', `127.0.0.1:${server.port}`], settings);
    expect([code, error]).toEqual([0, '']);
    expect(out).toContain('healthy');
    const list = await shell.run(['watch', 'list'], settings);
    expect(`${list.out}${list.error}`).toMatch(/database 127\.0\.0\.1:1\/notafter is not there/);
    expect(`${list.out}${list.error}`).not.toContain('planted');
  });
});
