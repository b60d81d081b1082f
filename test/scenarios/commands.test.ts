import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { noSignal } from '../support/loopback.ts';
import { stagesByTopic } from '../support/stages/index.ts';
import { shows } from '../support/stages/shows.ts';
import type { OpenStage, Stage } from '../support/stages/stage.ts';

/** The longest any command may take: they all bound themselves. */
const mostMs = 15_000;
/** The diagnosis before it has to wait for silence as well, some of it in processes of their own. */
const longestTestMs = 60_000;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notafter-commands-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The command that a person is shown, run as they would: in bash, trusting the roots of the stage. */
describe.each(Object.entries(stagesByTopic))('the commands of %s show the fault', (_topic, rows) => {
  const faulty = rows.filter(({ finding }) => finding !== null);
  it.each(faulty.map((stage) => [stage.name, stage] as const))(
    '%s',
    { timeout: longestTestMs },
    async (name, stage) => {
      await using opened = await stage.open();
      const shown = await findingOf(stage, opened);
      if (shown.reproduce === null) return;
      const missing = toolsIn(shown.reproduce).filter((tool) => !isInstalled(tool));
      if (missing.length > 0) {
        process.stdout.write(`skipped: ${name} (${missing.join(', ')} not installed)\n`);
        return;
      }
      const wanted = stage.shows ?? shows[shown.id];
      expect(wanted, `${shown.id} has no line in test/support/stages/shows.ts`).toBeDefined();
      expect(await printedBy(shown.reproduce, opened), shown.reproduce).toMatch(wanted ?? /^$/);
    },
  );
});

async function findingOf(stage: Stage, { diagnose, target }: OpenStage): Promise<Finding> {
  const wishes = stage.wishes ?? [];
  const { findings } = await diagnose(target, { depth: 'all', wishes, signal: noSignal() });
  const found = findings.find(({ id }) => id === stage.finding);
  if (found === undefined) throw new Error(`${stage.name} does not show ${stage.finding}`);
  return found;
}

const known = ['openssl', 'curl', 'dig', 'grpcurl', 'websocat', 'psql', 'mtr', 'tracepath', 'delv', 'ip'];

function toolsIn(command: string): readonly string[] {
  return known.filter((tool) => new RegExp(`(^|[\\s(|;])${tool}\\s`).test(command));
}

const installed = new Map<string, boolean>();
function isInstalled(tool: string): boolean {
  const seen = installed.get(tool) ?? spawnSync('bash', ['-c', `command -v ${tool}`]).status === 0;
  installed.set(tool, seen);
  return seen;
}

async function printedBy(command: string, { anchorsPem = '', inside = [] }: OpenStage): Promise<string> {
  const anchors = join(folder, 'anchors.pem');
  await writeFile(anchors, anchorsPem);
  const [program = '', ...words] = [...inside, 'bash', '-c', command];
  const child = spawn(program, words, {
    env: { PATH: process.env.PATH, HOME: folder, SSL_CERT_FILE: anchors, CURL_CA_BUNDLE: anchors },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: mostMs,
  });
  return collected(child);
}

function collected(child: ChildProcess): Promise<string> {
  let printed = '';
  const add = (part: Buffer) => {
    if (printed.length < 2_000_000) printed += part.toString('latin1');
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', () => done(printed));
  });
}
