import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { answersStatus, neverAnswers } from '../support/farm/http-answers.ts';
import { type HttpServer, startHttpServer } from '../support/farm/http-server.ts';
import { acceptAndStaySilent } from '../support/farm/raw-servers.ts';
import { openShell, type Shell, textOf } from '../support/processes/command-line.ts';

const now = new Date();
const good = forgeScenario('healthy', { now });
const selfSigned = forgeScenario('self-signed', { now });

let shell: Shell;
let healthy: HttpServer;
let refused: HttpServer;
beforeAll(async () => {
  shell = await openShell({
    hosts: '127.0.0.1 site.test\n',
    anchorsPem: good.anchorsPem + selfSigned.anchorsPem,
  });
  healthy = await startHttpServer(answersStatus(200), { chain: good.chain, key: good.key });
  refused = await startHttpServer(neverAnswers, { chain: selfSigned.chain, key: selfSigned.key });
});
afterAll(async () => {
  await healthy[Symbol.asyncDispose]();
  await refused[Symbol.asyncDispose]();
  await shell[Symbol.asyncDispose]();
});

describe('notafter check', () => {
  it('of a healthy site says so in plain text, ends with 0 and needs no database', async () => {
    const { code, out, error } = await shell.run(['check', `site.test:${healthy.port}`]);
    expect(error).toBe('');
    expect(out).toMatch(new RegExp(`^✓ site\\.test:${healthy.port} is healthy`));
    expect(out).not.toContain('\u001b');
    expect(code).toBe(0);
    expect(await readdir(shell.folder)).not.toContain('data');
  });

  it('of a broken one names cause and fix and ends with 2', async () => {
    const { code, out } = await shell.run(['check', `site.test:${refused.port}`]);
    expect(out).toMatch(/^✗ site\.test:\d+ is broken: /);
    expect(out).toMatch(/^ {2}Fix +\S/m);
    expect(out).toMatch(/^ {4}notafter explain chain\/self-signed$/m);
    expect(code).toBe(2);
  });

  it('--json prints a diagnosis that fits the published schema', async () => {
    const schema = JSON.parse(await readFile('docs/diagnosis.schema.json', 'utf8'));
    const fits = new Ajv2020({ allowUnionTypes: true, validateFormats: false }).compile(schema);
    for (const { port, verdict, cause } of [
      { port: healthy.port, verdict: 'healthy', cause: null },
      { port: refused.port, verdict: 'broken', cause: 'chain/self-signed' },
      { port: 1, verdict: 'broken', cause: 'tcp/refused' },
    ]) {
      const { out } = await shell.run(['check', '--json', `site.test:${port}`]);
      const diagnosis = JSON.parse(out);
      expect(fits(diagnosis), JSON.stringify(fits.errors)).toBe(true);
      expect(diagnosis).toMatchObject({ verdict, rootCause: cause, target: { host: 'site.test', port } });
    }
  });

  it('--address looks at that address only, as curl --resolve does', async () => {
    const words = ['check', `elsewhere.test:${healthy.port}`, '--address', '127.0.0.1', '--json'];
    const diagnosis = JSON.parse((await shell.run(words)).out);
    expect(diagnosis.target.address).toBe('127.0.0.1');
    expect(diagnosis.rootCause).toMatch(/name|mismatch/);
  });

  it.each([
    [['check', 'not a host'], /has a blank or control character/],
    [['check', '192.168.7.9'], /is not allowed to look at 192\.168\.7\.9/],
    [['check'], /missing required argument 'target'/],
    [['chekc'], /unknown command 'chekc'/],
    [['check', 'site.test', '--colour'], /unknown option '--colour'/],
    [[], /Usage: notafter/],
  ])('%j ends with 3', async (words, said) => {
    const { code, out, error } = await shell.run(words);
    expect(out + error).toMatch(said);
    expect(code).toBe(3);
  });

  it('colours when told to, and never when told not to', async () => {
    const words = ['check', `site.test:${healthy.port}`];
    expect((await shell.run(words, { FORCE_COLOR: '1' })).out).toContain('\u001b[32m');
    expect((await shell.run(words, { FORCE_COLOR: '1', NO_COLOR: '1' })).out).not.toContain('\u001b');
  });

  it('ends at once and with 130 on Ctrl-C', async () => {
    await using silent = await acceptAndStaySilent();
    const child = shell.start(['check', `site.test:${silent.port}`]);
    const out = textOf(child.stdout);
    while (silent.connections() === 0) await new Promise((soon) => setTimeout(soon, 10));
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(await out).toBe('');
  });

  it.skipIf(process.platform !== 'linux')('says so where its answer does not fit on the disk', async () => {
    const full = openSync('/dev/full', 'w');
    const child = shell.start(['explain'], {}, full);
    const [error, [code]] = await Promise.all([textOf(child.stderr), once(child, 'close')]);
    closeSync(full);
    expect(error).toMatch(/^notafter: What was to be said cannot be written: its disk is full\. .*\n$/);
    expect(code).toBe(3);
  });

  it('is content with a reader who stops reading', async () => {
    const child = shell.start(['explain']);
    child.stdout?.destroy();
    const error = textOf(child.stderr);
    await once(child, 'close');
    expect(await error).toBe('');
  });
});

describe('notafter', () => {
  it('keeps the watch list in the data folder, with alarms going to the console', async () => {
    const target = `site.test:${healthy.port}`;
    const added = await shell.run(['watch', 'add', target, '--owner', '@alice', '--owner', '@bob']);
    expect(added.out + added.error).toMatch(/is watched now/);
    const listed = await shell.run(['watch', 'list', '--json']);
    expect(JSON.parse(listed.out)).toMatchObject([
      {
        endpoint: {
          target: { host: 'site.test', port: healthy.port },
          home: { platform: 'console', channel: 'console' },
          owners: [{ name: 'alice' }, { name: 'bob' }],
        },
      },
    ]);
    const again = await shell.run(['watch', 'add', target]);
    expect(again.code).toBe(3);
    expect(again.out).toContain('Change it with notafter watch edit.');
    expect(await readdir(shell.folder)).toContain('data');
  });

  it('refuses a setting that is wrong, in plain words', async () => {
    const { code, error } = await shell.run(['check', 'site.test'], { CHECK_TIMEOUT: 'soon' });
    expect(error).toMatch(/^notafter: .*CHECK_TIMEOUT must be/s);
    expect(error).not.toMatch(/\n\s+at /);
    expect(code).toBe(3);
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8'));
    expect(await shell.run(['--version'])).toEqual({ code: 0, out: `${version}\n`, error: '' });
  });

  it('--json says a mistake as JSON too', async () => {
    const { code, out } = await shell.run(['check', 'a@b', '--json']);
    expect(JSON.parse(out).error).toMatch(/must not carry a user name/);
    expect(code).toBe(3);
  });
});
