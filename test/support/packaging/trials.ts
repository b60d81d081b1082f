import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgeScenario } from '../certificates/scenarios.ts';
import { answersStatus } from '../farm/http-answers.ts';
import { startHttpServer } from '../farm/http-server.ts';
import { openShell } from '../processes/command-line.ts';
import { freePort } from '../processes/free-port.ts';

/** `home` is a folder with an installed package: node_modules/.bin and all. */
export type Trial = { readonly what: string; run(home: string): Promise<void> };

/** What an installed Notafter has to do; each rejects, saying what it saw, where it does not. */
export const trials: readonly Trial[] = [
  { what: 'notafter --version, --help', run: tellOfItself },
  { what: 'notafter check of a sound site', run: checkSite },
  { what: 'completion knows the findings', run: completeFindings },
  { what: 'notafter-register prints a manifest', run: printManifest },
  { what: 'notafter-bot serves its page, keeps what is watched and stops', run: serve },
  { what: 'pictures have their fonts', run: drawText },
];

function programOf(home: string, name: string): string {
  return join(home, 'node_modules/.bin', name);
}

async function tellOfItself(home: string): Promise<void> {
  await using shell = await openShell({ program: programOf(home, 'notafter') });
  const version = await shell.run(['--version']);
  assert.match(version.out, /^\d+\.\d+\.\d+\S*\n$/, version.error);
  const help = await shell.run(['--help']);
  assert.match(help.out, /^Usage: notafter/m, help.error);
  assert.equal(help.code, 0);
}

async function checkSite(home: string): Promise<void> {
  const { chain, key, anchorsPem } = forgeScenario('healthy', { now: new Date() });
  await using site = await startHttpServer(answersStatus(200), { chain, key });
  await using shell = await openShell({
    hosts: '127.0.0.1 site.test\n',
    anchorsPem,
    program: programOf(home, 'notafter'),
  });
  const { code, out, error } = await shell.run(['check', `site.test:${site.port}`]);
  assert.match(out, /is healthy/, `${out}${error}`);
  assert.equal(code, 0);
}

async function completeFindings(home: string): Promise<void> {
  await using shell = await openShell({ program: programOf(home, 'notafter') });
  const { out, error } = await shell.run(['__complete', 'explain', 'chain/missing']);
  assert.match(out, /chain\/missing-intermediate/, error);
}

async function printManifest(home: string): Promise<void> {
  await using shell = await openShell({ program: programOf(home, 'notafter-register') });
  const { out, error } = await shell.run([]);
  assert.match(out, /slash_commands/, error);
}

async function serve(home: string): Promise<void> {
  const { chain, key, anchorsPem } = forgeScenario('healthy', { now: new Date() });
  await using site = await startHttpServer(answersStatus(200), { chain, key });
  await using bot = await startBot(home, anchorsPem);
  const page = await read(`${bot.url}/`);
  const assets = [...page.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css|svg))"/g)].map(([, path]) => path);
  assert.ok(assets.length > 3, page.slice(0, 500));
  for (const path of assets) await read(`${bot.url}${path}`);
  await read(`${bot.url}/healthz`);
  await read(`${bot.url}/readyz`);
  await read(`${bot.url}/metrics`);
  assert.match(await bot.say(`/watch add site.test:${site.port}`), /site\.test/);
  assert.match(await bot.say('/watch list'), /site\.test/);
  assert.equal(await bot.stop(), 0, bot.errors());
}

type Bot = AsyncDisposable & {
  readonly url: string;
  errors(): string;
  /** Types a line into the console; everything it answered. */
  say(line: string): Promise<string>;
  /** Ends it as an init system does; its exit code. */
  stop(): Promise<number | null>;
};

async function startBot(home: string, anchorsPem: string): Promise<Bot> {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-installed-'));
  await writeFile(join(folder, 'hosts'), '127.0.0.1 site.test\n');
  await writeFile(join(folder, 'root.pem'), anchorsPem);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [programOf(home, 'notafter-bot')], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      CONSOLE_PORT: String(port),
      ALLOWED_NETWORKS: '127.0.0.0/8',
      REFERENCE_HOSTS: 'off',
      HOSTS_FILE: join(folder, 'hosts'),
      EXTRA_CA_FILE: join(folder, 'root.pem'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  await untilUp(child, () => errors);
  return {
    url,
    errors: () => errors,
    async say(line) {
      const answer = await fetch(`${url}/api/run`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url },
        body: JSON.stringify({ line }),
      });
      return answer.text();
    },
    async stop() {
      child.kill('SIGTERM');
      const [code] = await once(child, 'exit');
      return code;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function untilUp(child: ChildProcess, errors: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += String(chunk);
      // The last of its lines tells where the page is.
      if (/http:\/\/\S+:\d+/.test(text)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the bot ended with ${code}: ${text}${errors()}`)));
  });
}

async function read(url: string): Promise<string> {
  const answer = await fetch(url);
  const text = await answer.text();
  assert.equal(answer.status, 200, `${url}: ${text.slice(0, 300)}`);
  return text;
}

async function drawText(home: string): Promise<void> {
  const program = `
    const { drawPng } = await import(process.argv[1]);
    const svg = (text) => '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="30"><text y="20" font-family="Inter">' + text + '</text></svg>';
    const [text, blank] = [await drawPng(svg('notAfter')), await drawPng(svg(' '))];
    process.stdout.write(text.length > blank.length + 200 ? 'drawn' : 'blank');`;
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      program,
      join(home, 'node_modules/notafter/dist/src/drawing/draw-png.js'),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let out = '';
  for await (const chunk of child.stdout) out += chunk;
  assert.equal(out, 'drawn');
}
