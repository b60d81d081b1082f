import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shellWord } from '../../src/core/text/shell.ts';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { type HttpServer, startHttpServer } from '../support/farm/http-server.ts';
import { openShell, type Shell } from '../support/processes/command-line.ts';
import { hasPseudoTerminal, openTerminal } from '../support/processes/pseudo-terminal.ts';

const now = new Date();
const good = forgeScenario('healthy', { now });
const program = [process.execPath, resolve('src/bin/notafter.ts')].map(shellWord).join(' ');

let shell: Shell;
let server: HttpServer;
beforeAll(async () => {
  shell = await openShell({ hosts: '127.0.0.1 site.test\n', anchorsPem: good.anchorsPem });
  server = await startHttpServer(answersStatus(200), { chain: good.chain, key: good.key });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await shell[Symbol.asyncDispose]();
});

function open(words: string, { columns = 80, rows = 24, settings = {} as Record<string, string> } = {}) {
  const env = {
    PATH: process.env.PATH ?? '',
    ALLOWED_NETWORKS: '127.0.0.0/8',
    REFERENCE_HOSTS: 'off',
    HOSTS_FILE: join(shell.folder, 'hosts'),
    TIME_ZONE: 'Europe/Berlin',
    EXTRA_CA_FILE: join(shell.folder, 'anchors.pem'),
    ...settings,
  };
  return openTerminal(`${program} ${words}`, { cwd: shell.folder, env, columns, rows });
}

const paint = /\u001b\[\d+m/g;
const control = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

describe.skipIf(!hasPseudoTerminal())('on a terminal', () => {
  it('an answer is coloured and keeps to 40 columns', async () => {
    await using terminal = open(`check site.test:${server.port}`, { columns: 40 });
    expect(await terminal.ended).toBe(0);
    const text = terminal.shown().split('\u001b[2K').at(-1) ?? '';
    expect(text).toContain('\u001b[32m');
    for (const line of text.replace(paint, '').split('\r\n')) {
      // What is there to be copied is never broken.
      if (line.trim().includes(' ') && !line.startsWith('    notafter '))
        expect(line.length, line).toBeLessThanOrEqual(40);
    }
    expect(text.replace(paint, '').replaceAll('\r\n', '')).not.toMatch(control);
  });

  it('many have a bar beside an answer that goes elsewhere without a control in it', async () => {
    await using terminal = open(`check site.test:${server.port} site.test:1 > answer.txt`);
    expect(await terminal.ended).toBe(2);
    expect(terminal.shown()).toMatch(/\[#####-----\] 1\/2 {2}/);
    expect(terminal.shown()).toMatch(/waiting for site\.test:/);
    const answer = await readFile(join(shell.folder, 'answer.txt'), 'utf8');
    expect(answer).toMatch(/^2 targets: 1 broken, 1 healthy/m);
    expect(answer.replaceAll('\n', '')).not.toMatch(control);
  });

  it('that is dumb nothing is drawn over', async () => {
    await using terminal = open(`check site.test:${server.port} site.test:1`, { settings: { TERM: 'dumb' } });
    expect(await terminal.ended).toBe(2);
    expect(terminal.shown().replaceAll('\r\n', '')).not.toMatch(control);
  });

  it('--color never is never, and --color always is also in a pipe', async () => {
    await using terminal = open(`check site.test:${server.port} --color never 2>/dev/null`);
    expect(await terminal.ended).toBe(0);
    expect(terminal.shown()).not.toContain('\u001b');
    const piped = await shell.run(['check', `site.test:${server.port}`, '--color', 'always'], {
      NO_COLOR: '1',
    });
    expect(piped.out).toContain('\u001b[32m');
  });

  it('--watch draws over itself, changes no screen, and Ctrl-C ends it with a summary', async () => {
    const other = await startHttpServer(answersStatus(200), { chain: good.chain, key: good.key });
    await using terminal = open(`check site.test:${other.port} site.test:${server.port} --watch 1s`);
    await terminal.until(/look 1, again 1 s later/);
    await other[Symbol.asyncDispose]();
    await terminal.until(/healthy -> broken: Nothing/);
    terminal.type('\u0003');
    expect(await terminal.ended).toBe(2);
    const shown = terminal.shown();
    expect(shown).not.toMatch(/\u001b\[\?\d+[hl]/);
    expect(shown).not.toContain('\u001b[2J');
    expect(shown).toMatch(/\u001b\[\d+A\r/);
    expect(shown.replace(paint, '')).toMatch(
      /Watched 2 targets for .*: \d+ whole looks?\.\r\n {2}site\.test:\d+: broken since /,
    );
  });
});

describe('into a pipe', () => {
  it('a reader who has had enough ends it quietly', async () => {
    await writeFile(join(shell.folder, 'three.txt'), [1, 2, 3].map((port) => `site.test:${port}`).join('\n'));
    const child = shell.start(['check', '--targets', 'three.txt', '--format', 'json']);
    child.stdout?.destroy();
    let error = '';
    child.stderr?.on('data', (chunk) => {
      error += chunk;
    });
    await new Promise((done) => child.once('close', done));
    expect(error).toBe('');
  });

  it('many as JSON fit the published schema', async () => {
    const [looks, diagnosis] = await Promise.all(
      ['looks', 'diagnosis'].map(async (name) =>
        JSON.parse(await readFile(`docs/${name}.schema.json`, 'utf8')),
      ),
    );
    const ajv = new Ajv2020({ allowUnionTypes: true, validateFormats: false });
    ajv.addSchema(diagnosis);
    const fits = ajv.compile(looks);
    await writeFile(join(shell.folder, 'mixed.txt'), `site.test:${server.port}\na@b\nsite.test:1\n`);
    const whole = await shell.run(['check', '--targets', 'mixed.txt', '--json']);
    expect(fits(JSON.parse(whole.out)), JSON.stringify(fits.errors)).toBe(true);
    const fitsLine = ajv.compile({ $ref: 'urn:notafter:looks:1#/$defs/look' });
    const lines = await shell.run(['check', '--targets', 'mixed.txt', '--format', 'ndjson']);
    for (const line of lines.out.trimEnd().split('\n')) expect(fitsLine(JSON.parse(line)), line).toBe(true);
  });
});
