import { execFile, spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../house/source-files.ts';

const run = promisify(execFile);
const isInstalled = spawnSync('systemd-analyze', ['--version']).status === 0;
if (!isInstalled)
  process.stdout.write('skipped: systemd-analyze is not installed, the unit was not looked at\n');

/** The unit on a machine on which our Node stands where the unit says, drop-ins included. */
async function layUnit() {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-unit-'));
  await cp(join(projectRoot, 'ops/systemd'), folder, { recursive: true });
  const unit = join(folder, 'notafter.service');
  const text = await readFile(unit, 'utf8');
  await writeFile(unit, text.replace('/usr/bin/node', process.execPath));
  return { unit, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

describe.skipIf(!isInstalled)('the systemd unit', () => {
  it('is one that systemd takes', async () => {
    await using laid = await layUnit();
    const { stdout, stderr } = await run('systemd-analyze', ['verify', '--recursive-errors=no', laid.unit]);
    // It speaks of units of this machine, too.
    const ours = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('notafter'));
    expect(ours).toEqual([]);
  });

  it('leaves the service little to break: exposure of at most 2 of 10', async () => {
    await using laid = await layUnit();
    const { stdout } = await run('systemd-analyze', [
      'security',
      '--offline=yes',
      '--threshold=20',
      '--no-pager',
      laid.unit,
    ]);
    expect(stdout).toMatch(/Overall exposure level for notafter\.service: [01]\.\d/);
  });
});
