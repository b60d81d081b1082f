import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The version of the openssl on PATH, "3.5"; null where there is none. */
export const opensslVersion = versionOf(spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout);

function versionOf(text: string | null): string | null {
  return /^OpenSSL (\d+\.\d+)/.exec(text ?? '')?.[1] ?? null;
}

export function hasOpenssl(since: string): boolean {
  if (opensslVersion === null) return false;
  return opensslVersion.localeCompare(since, 'en', { numeric: true }) >= 0;
}

/**
 * Runs a tool in a folder of its own that holds `files`, and returns what it wrote to the file `out`; null where the
 * tool is not there or refuses: what it makes is then made otherwise, or its test is left out.
 */
export function runTool(
  tool: string,
  words: readonly string[],
  files: Readonly<Record<string, string | Uint8Array>>,
): Buffer | null {
  const folder = mkdtempSync(join(tmpdir(), 'notafter-tool-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const { status } = spawnSync(tool, words, { cwd: folder, stdio: 'ignore' });
    return status === 0 ? readFileSync(join(folder, 'out')) : null;
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
