import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { projectRoot } from '../house/source-files.ts';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { realNow } from '../support/diagnosing.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { patience } from '../support/patience.ts';
import { openBotHome } from '../support/processes/bot-home.ts';
import { daysFromNow } from '../support/watching.ts';

const sound = { notBefore: daysFromNow(-1), notAfter: daysFromNow(89) };

it('follows in the background through a kill and a restart, and ends with a summary', async () => {
  const { chain, key, anchorsPem } = forgeScenario('ip-san', { now: realNow, leaf: sound });
  const server = await startHttpServer(answersStatus(200), { chain, key });
  await using home = await openBotHome({ anchorsPem, env: { CANARY: 'off' } });
  const first = await home.start();
  const name = `127.0.0.1:${server.port}`;
  const begun = await first.say(`/follow ${name} every 5s for 10m`);
  expect(begun.at(-1)?.summary).toBe(`${name} is followed every 5 s`);
  expect((await first.say(`/follow ${name}`)).at(-1)?.summary).toContain('is followed here already');
  await vi.waitFor(
    async () => expect((await first.feed()).join('\n')).toMatch(/first look: healthy/),
    patience,
  );
  await first.kill();
  await server[Symbol.asyncDispose]();

  const second = await home.start();
  // The lease of a look that was cut off lasts longer than a look may take.
  await vi.waitFor(async () => expect((await second.feed()).join('\n')).toMatch(/broken now: /), patience);
  expect((await second.say('/follow list')).at(-1)?.summary).toBe('One target is followed here');
  expect((await second.say('/follow stop')).at(-1)?.summary).toContain('is followed no more');
  await vi.waitFor(
    async () => expect((await second.feed()).join('\n')).toMatch(/^Following was stopped: /m),
    patience,
  );
  const feed = await second.feed();
  expect(feed.filter((summary) => summary.includes('first look'))).toHaveLength(1);
  expect((await second.say('/follow stop')).at(-1)?.summary).toContain('Nothing is followed here');
  expect(await second.stop()).toBe(0);
});

it('follows in a terminal without a bot or a store, and leaves with the last verdict', async () => {
  const { chain, key, anchorsPem } = forgeScenario('ip-san', { now: realNow, leaf: sound });
  await using server = await startHttpServer(answersStatus(503), { chain, key });
  const folder = await mkdtemp(join(tmpdir(), 'notafter-follow-'));
  try {
    await writeFile(join(folder, 'root.pem'), anchorsPem);
    const target = `https://127.0.0.1:${server.port}/`;
    const child = spawn(
      process.execPath,
      [join(projectRoot, 'src/bin/notafter.ts'), 'follow', target, 'every', '5s', '--for', '5m'],
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          DATA_DIR: join(folder, 'data'),
          EXTRA_CA_FILE: join(folder, 'root.pem'),
          ALLOWED_NETWORKS: '127.0.0.0/8',
          REFERENCE_HOSTS: 'off',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
    });
    await vi.waitFor(() => expect(out).toContain('first look: broken'), patience);
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(out).toMatch(/Following was stopped: .* is broken: /s);
    expect(code).toBe(2);
    expect(await readdir(folder)).toEqual(['root.pem']);
  } finally {
    await rm(folder, { recursive: true });
  }
});
