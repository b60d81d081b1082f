import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Ds } from '../../../src/net/dnssec/records.ts';
import { plainName, readZoneText, type ZoneRecord } from './zone-data.ts';

const run = promisify(execFile);

/** What `delv`, `dnssec-keygen` and `dnssec-signzone` are found as; says so once when one is missing. */
export function hasBindTools(): boolean {
  const missing = ['delv', 'dnssec-keygen', 'dnssec-signzone'].filter(
    (tool) =>
      !['/usr/bin', '/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin'].some((folder) =>
        existsSync(join(folder, tool)),
      ),
  );
  if (missing.length > 0)
    process.stdout.write(`skipped: ${missing.join(', ')} not installed (bind9-utils, bind9-dnsutils)\n`);
  return missing.length === 0;
}

export type BindZone = {
  readonly zone: string;
  /** Lines of a zone file, names absolute. */
  readonly lines: readonly string[];
  readonly algorithm: string;
  /** Options of dnssec-signzone, such as `-3 -`. */
  readonly options?: readonly string[];
};

export type BindSigned = {
  readonly records: readonly ZoneRecord[] /** DS of its key, in hexadecimal text. */;
  readonly ds: string;
};

/** Signs a zone with BIND's own programs in `folder`. */
export async function signWithBind(
  folder: string,
  { zone, lines, algorithm, options = [] }: BindZone,
): Promise<BindSigned> {
  const origin = zone === '.' ? '.' : `${zone}.`;
  const bits = algorithm.startsWith('RSA') ? ['-b', '2048'] : [];
  const made = await run('dnssec-keygen', ['-K', folder, '-a', algorithm, ...bits, '-f', 'KSK', origin]);
  await run('dnssec-keygen', ['-K', folder, '-a', algorithm, ...bits, origin]);
  const file = join(folder, zone === '.' ? 'root.zone' : `${zone}.zone`);
  await writeFile(file, `$TTL 300\n${lines.join('\n')}\n`);
  await run(
    'dnssec-signzone',
    ['-S', '-K', folder, '-d', folder, '-o', origin, '-O', 'full', ...options, file],
    { cwd: folder },
  );
  const key = join(folder, `${made.stdout.trim()}.key`);
  const ds = await run('dnssec-dsfromkey', ['-2', key]);
  return { records: readZoneText(await readFile(`${file}.signed`, 'utf8')), ds: ds.stdout.trim() };
}

/** The file that delv reads the anchors of a forged root from. */
export async function writeAnchors(folder: string, anchors: readonly Ds[]): Promise<string> {
  const lines = anchors.map(
    ({ keyTag, algorithm, digestType, digest }) =>
      `. static-ds ${keyTag} ${algorithm} ${digestType} "${digest.toString('hex')}";`,
  );
  const file = join(folder, 'anchors');
  await writeFile(file, `trust-anchors { ${lines.join(' ')} };\n`);
  return file;
}

export type DelvQuestion = {
  readonly port: number;
  readonly anchors: string;
  readonly name: string;
  readonly type: string;
};

/** What delv says of an answer. */
export async function askDelv({ port, anchors, name, type }: DelvQuestion): Promise<string> {
  const args = ['@127.0.0.1', '-p', String(port), '-a', anchors, '+root=.', plainName(name), type];
  const said = await run('delv', args, { timeout: 60_000 }).catch(
    (failed: { stdout?: string; stderr?: string }) => failed,
  );
  return `${said.stdout ?? ''}${said.stderr ?? ''}`;
}

/** The weakest part of what delv says, since it words each step of an alias by itself; all of it where it gives up. */
export function delvState(said: string): string {
  if (/broken trust chain|no valid|insecurity proof failed/.test(said)) return 'bogus';
  if (/unsigned answer/.test(said)) return 'insecure';
  return /fully validated/.test(said) ? 'secure' : said;
}
