import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenStage } from './stage.ts';

/** The longest any command may take: they all bound themselves. */
const mostMs = 15_000;
const mostPrinted = 2_000_000;
const known = ['openssl', 'curl', 'dig', 'grpcurl', 'websocat', 'psql', 'mtr', 'tracepath', 'delv'];
const installed = new Map<string, boolean>();

/** The programs of a command that this machine does not have. */
export function missingTools(command: string): readonly string[] {
  return known.filter((tool) => new RegExp(`(^|[\\s(|;])${tool}\\s`).test(command) && !isInstalled(tool));
}

function isInstalled(tool: string): boolean {
  const seen = installed.get(tool) ?? spawnSync('bash', ['-c', `command -v ${tool}`]).status === 0;
  installed.set(tool, seen);
  return seen;
}

/** What a person sees who pastes the command into bash, on a machine that trusts the roots of the stage. */
export async function printedBy(
  command: string,
  { anchorsPem = '', inside = [] }: OpenStage,
): Promise<string> {
  const anchors = join(tmpdir(), `notafter-anchors-${randomUUID()}.pem`);
  await writeFile(anchors, anchorsPem);
  const [program = '', ...words] = [...inside, 'bash', '-c', command];
  const child = spawn(program, words, {
    env: { PATH: process.env.PATH, HOME: tmpdir(), SSL_CERT_FILE: anchors, CURL_CA_BUNDLE: anchors },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: mostMs,
  });
  try {
    return await collected(child);
  } finally {
    await rm(anchors);
  }
}

function collected(child: ChildProcess): Promise<string> {
  let printed = '';
  const add = (part: Buffer) => {
    if (printed.length < mostPrinted) printed += part.toString('latin1');
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', () => done(printed));
  });
}
