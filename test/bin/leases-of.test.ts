import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { leasesOf } from '../../src/bin/leases-of.ts';
import { isOver, ownLife } from '../../src/bin/process-life.ts';
import { openStore } from '../../src/store/index.ts';

const script = fileURLToPath(new URL('../support/lease-process.ts', import.meta.url));

async function start(location: string): Promise<{ readonly child: ChildProcess; readonly said: string }> {
  const child = spawn(process.execPath, [script, location], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = await once(child.stdout ?? child, 'data');
  return { child, said: String(said).trim() };
}

describe.skipIf(process.platform !== 'linux')('a lease of a process', () => {
  it('goes at once to another of the machine when it was killed, and not while it only hangs', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'notafter-lease-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const location = join(folder, 'notafter.db');
    const store = await openStore(location);
    onTestFinished(() => store.close());
    const mine = leasesOf(store)('gateway');
    const first = await start(location);
    expect(first.said).toBe('holds');
    expect(await mine.hold(60_000)).toBe(false);
    first.child.kill('SIGSTOP');
    expect(await mine.hold(60_000)).toBe(false);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    expect(await mine.hold(60_000)).toBe(true);
    expect((await start(location)).said).toBe('stands by');
    expect(await mine.hold(60_000)).toBe(true);
  });

  it('is left to one that may live: elsewhere, or of whom too little is known', () => {
    const own = ownLife() ?? '';
    const [boot = '', ids = '', time = '', pid = '', begun = ''] = own.split(' ');
    const life = (...parts: readonly string[]) => parts.join(' ');
    const nobody = '4194999';
    expect(isOver(own, own)).toBe(false);
    expect(isOver(life(boot, ids, time, nobody, begun), own)).toBe(true);
    // Its id is ours by now.
    expect(isOver(life(boot, ids, time, pid, `${begun}0`), own)).toBe(true);
    expect(isOver(life('0d5c1c3e-another-boot', ids, time, nobody, begun), own)).toBe(false);
    expect(isOver(life(boot, 'pid:[4026539999]', time, nobody, begun), own)).toBe(false);
    expect(isOver(life(boot, ids, 'time:[4026539999]', nobody, begun), own)).toBe(false);
    expect(isOver(life(boot, ids, time, nobody, begun), null)).toBe(false);
    for (const said of ['', 'x', life(boot, ids, time, '-1', begun), life(boot, ids, time, '0', begun)]) {
      expect(isOver(said, own)).toBe(false);
    }
  });
});
