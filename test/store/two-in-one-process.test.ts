import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/sqlite.ts';
import { projectRoot } from '../house/source-files.ts';
import { quickFolder } from '../support/quick-folder.ts';

const module = JSON.stringify(join(projectRoot, 'src/store/sqlite/file-lock.ts'));

/** Another process: locks of one's own never stand in one's own way. */
function holdAlone(path: string): string {
  const script = `import { holdStoreAlone } from ${module};
try { holdStoreAlone(${JSON.stringify(path)}).release(); console.log('held'); } catch (error) { console.log(error.message); }`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  return stdout + stderr;
}

it('stays held when a second store of the same process opens and closes the file, as the watch worker of a bot does', async () => {
  const folder = await mkdtemp(join(quickFolder(), 'notafter-lock-'));
  const path = join(folder, 'notafter.db');
  try {
    const first = await openSqliteStore({ path, longestGapMs: 1000 });
    const second = await openSqliteStore({ path, longestGapMs: 1000 });
    expect(holdAlone(path)).toMatch(/A Notafter has .* open/);
    await second.close();
    expect(holdAlone(path)).toMatch(/A Notafter has .* open/);
    await first.close();
    expect(holdAlone(path)).toBe('held\n');
  } finally {
    await rm(folder, { recursive: true });
  }
});
