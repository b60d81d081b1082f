import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { type HttpServer, startHttpServer } from '../support/farm/http-server.ts';
import { acceptAndStaySilent } from '../support/farm/raw-servers.ts';
import { openShell, type Shell, textOf } from '../support/processes/command-line.ts';
import { readExposition } from '../support/reading/exposition.ts';
import { junitProblems } from '../support/reading/junit-shape.ts';
import { readXml } from '../support/reading/xml.ts';

const now = new Date();
const good = forgeScenario('healthy', { now });
const selfSigned = forgeScenario('self-signed', { now });

let shell: Shell;
let healthy: HttpServer;
let untrusted: HttpServer;
beforeAll(async () => {
  shell = await openShell({ hosts: '127.0.0.1 site.test\n', anchorsPem: good.anchorsPem });
  healthy = await startHttpServer(answersStatus(200), { chain: good.chain, key: good.key });
  untrusted = await startHttpServer(answersStatus(200), { chain: selfSigned.chain, key: selfSigned.key });
  await writeFile(
    join(shell.folder, 'hosts.txt'),
    [
      '# ours',
      `site.test:${healthy.port}  @bo #ops team=web`,
      '',
      'not!a!host',
      `site.test:${untrusted.port}`,
      `https://site.test:${healthy.port}/ # again`,
    ].join('\n'),
  );
});
afterAll(async () => {
  await healthy[Symbol.asyncDispose]();
  await untrusted[Symbol.asyncDispose]();
  await shell[Symbol.asyncDispose]();
});

describe('many targets', () => {
  it('are a table with the worst first, a bad line told with its number, and the code of the worst', async () => {
    const { code, out, error } = await shell.run(['check', '--targets', 'hosts.txt']);
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^ {2}target +state +cause +ends +took$/);
    expect(lines[1]).toMatch(new RegExp(`^✗ site\\.test:${untrusted.port} +broken `));
    expect(lines[2]).toMatch(/^\? not!a!host +unknown /);
    expect(lines[3]).toMatch(new RegExp(`^✓ site\\.test:${healthy.port} +healthy +in \\d+ days`));
    expect(out).toMatch(/^3 targets: 1 broken, 1 unknown, 1 healthy, /m);
    expect(error).toMatch(/^notafter: hosts\.txt, line 4: .*not!a!host.* is not a host name/m);
    expect(error).toMatch(/one target is named again and looked at once/);
    expect(out + error).not.toContain('\u001b');
    expect(code).toBe(2);
  });

  it('come from standard input and the line together, as ndjson one line each', async () => {
    const child = shell.start([
      'check',
      `site.test:${untrusted.port}`,
      '--targets',
      '-',
      '--format',
      'ndjson',
    ]);
    child.stdin?.end(`site.test:${healthy.port}\na@b\n`);
    const [out, [code]] = await Promise.all([textOf(child.stdout), once(child, 'close')]);
    const looks = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(looks.map(({ verdict, line }) => verdict ?? line).toSorted()).toEqual([2, 'broken', 'healthy']);
    expect(code).toBe(2);
  });

  it('are JUnit and metrics as their readers want them', async () => {
    const junit = await shell.run(['check', '--targets', 'hosts.txt', '--format', 'junit']);
    const root = readXml(junit.out);
    expect(junitProblems(root)).toEqual([]);
    expect(root.children.map(({ attributes }) => [attributes.failures, attributes.errors])).toEqual([
      ['1', '0'],
      ['0', '1'],
      ['0', '0'],
    ]);
    const metrics = await shell.run(['check', '--targets', 'hosts.txt', '--format', 'prometheus']);
    const samples = readExposition(metrics.out);
    const of = (name: string, port: number) =>
      samples.find((one) => one.name === name && one.labels.target === `site.test:${port}`)?.value;
    expect(of('probe_success', healthy.port)).toBe(1);
    expect(of('probe_success', untrusted.port)).toBe(0);
    expect(of('probe_http_status_code', healthy.port)).toBe(200);
    expect(of('probe_ssl_earliest_cert_expiry', healthy.port)).toBeGreaterThan(now.getTime() / 1000);
  });

  it('print what is done when they are interrupted', async () => {
    await using silent = await acceptAndStaySilent();
    const child = shell.start([
      'check',
      `site.test:${healthy.port}`,
      `site.test:${silent.port}`,
      '--parallel',
      '1',
    ]);
    const out = textOf(child.stdout);
    while (silent.connections() === 0) await new Promise((soon) => setTimeout(soon, 10));
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(await out).toMatch(new RegExp(`^✓ site\\.test:${healthy.port} +healthy`, 'm'));
    expect(await out).toContain(`Stopped before it looked at site.test:${silent.port}.`);
  });

  it.each([
    [['watch', 'list', '--format', 'junit'], /watch list can be had as table, json, ndjson and markdown/],
    [['check', 'a.test', '--watch', '--format', 'junit'], /junit has an end, and --watch has none/],
    [['check', 'a.test', 'b.test', '--save', 'x'], /--save is for the files of one answer/],
    [['check', '--targets', 'none.txt'], /none\.txt cannot be read: there is no such file/],
    [['check', 'a.test', 'b.test', '--parallel', '0'], /from 1 to 100/],
    [['check', 'a.test', '--json', '--format', 'junit'], /Leave one out/],
    [['check', 'a.test', '--format', 'xml'], /Allowed choices are table, json/],
  ])('%j is refused in words that say what works', async (words, said) => {
    const { code, out, error } = await shell.run(words);
    expect(error).toMatch(said);
    expect(out).toBe('');
    expect(code).toBe(3);
  });
});

describe('--watch into a pipe', () => {
  it('writes what changes, and ends with a summary and the code of the last look', async () => {
    const server = await startHttpServer(answersStatus(200), { chain: good.chain, key: good.key });
    const child = shell.start(['check', '--watch', '1s', `site.test:${server.port}`]);
    let out = '';
    child.stdout?.on('data', (chunk) => {
      out += chunk;
    });
    const until = async (pattern: RegExp) => {
      while (!pattern.test(out)) await once(child.stdout as NodeJS.ReadableStream, 'data');
    };
    await until(/^\S+ \S+ {2}site\.test:\d+ {2}healthy\n/m);
    await server[Symbol.asyncDispose]();
    await until(/healthy -> broken: Nothing listens/);
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([2, null]);
    expect(out).toMatch(/^Watched 1 target for .*: \d+ whole looks?\.\n {2}site\.test:\d+: broken since /m);
    expect(out).not.toContain('\u001b');
  });
});
