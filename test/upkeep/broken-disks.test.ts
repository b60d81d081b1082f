import { spawnSync } from 'node:child_process';
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  open,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { openStore } from '../../src/store/index.ts';
import { refuseDamagedStore } from '../../src/upkeep/sound-store.ts';
import { fillStore } from '../support/filled-store.ts';
import { patience } from '../support/patience.ts';
import { isRoot } from '../support/postgres/binaries.ts';
import { runInConsole, startBotIn } from '../support/processes/bot-child.ts';
import { newEndpoint, noon } from '../support/store-fixtures.ts';

let folder: string;
let data: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notafter-disk-'));
  data = join(folder, 'data');
  path = join(data, 'notafter.db');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** As the bot begins. */
async function begin(): Promise<number> {
  await refuseDamagedStore({ dataDir: data, databaseUrl: null });
  const store = await openStore(path);
  const count = await store.endpoints.count();
  await store.close();
  return count;
}

async function overwrite(at: number, bytes: Buffer): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(bytes, 0, bytes.length, at);
  await file.close();
}

describe('a store that something broke', () => {
  test.each<[string, () => Promise<unknown>, RegExp]>([
    ['in its header', () => overwrite(0, Buffer.from('garbage!')), /is not a database.*notafter restore/],
    ['in the middle', () => overwrite(20_480, Buffer.alloc(12_000, 0xa5)), /is damaged.*notafter restore/],
    ['by being cut', () => truncate(path, 20_000), /is damaged.*notafter restore/],
    ['by being emptied', () => truncate(path, 0), /is empty \(0 bytes\).*notafter restore/],
    [
      'by text in its place',
      () => writeFile(path, 'my holiday notes'),
      /is not a database.*move this one away/,
    ],
  ])('%s is refused with what to do, and left as it is', async (_name, damage, said) => {
    await fillStore(path);
    await damage();
    const before = await readFile(path);
    const refused = begin();
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(said);
    expect(await readFile(path)).toEqual(before);
  });

  test('by garbage in its log keeps what was in the file', async () => {
    await fillStore(path);
    await writeFile(`${path}-wal`, Buffer.alloc(50_000, 0xa5));
    expect(await begin()).toBe(3);
  });

  test('ends a bot with code 3 and one sentence', async () => {
    await fillStore(path);
    await overwrite(20_480, Buffer.alloc(12_000, 0xa5));
    const bot = await startBotIn(folder, {});
    expect(await bot.ended).toBe(3);
    expect(bot.errors()).toMatch(/^notafter: The store data\/notafter\.db is damaged.*\n$/);
  });
});

describe('a new store', () => {
  test('appears whole: what was begun and not finished is never taken for one', async () => {
    await Promise.all([begin(), begin()]);
    expect((await stat(path)).size).toBeGreaterThan(0);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('where a file is in the way, or a folder that may not be written, says so', async () => {
    await writeFile(data, '');
    await expect(begin()).rejects.toThrow(/its folder is a file.*DATA_DIR/);
    if (isRoot()) return;
    await rm(data);
    await mkdir(data, { mode: 0o500 });
    await expect(begin()).rejects.toThrow(/cannot be opened.*notafter doctor/);
    await chmod(data, 0o700);
  });
});

/** A disk of its own; null where nobody may mount one. */
async function mountSmall(options: string): Promise<string | null> {
  await mkdir(data, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'notafter-test', data]);
  if (mounted.status === 0) return data;
  process.stdout.write('no disk can be mounted here: full and read-only disks are not tried\n');
  return null;
}

function unmount(): void {
  spawnSync('umount', ['-l', data]);
}

describe('a disk', () => {
  test('that can only be read is named, and what is on it stays', async () => {
    if ((await mountSmall('size=4m')) === null) return;
    try {
      await fillStore(join(folder, 'good.db'));
      await copyFile(join(folder, 'good.db'), path);
      spawnSync('mount', ['-o', 'remount,ro', data]);
      await expect(begin()).rejects.toThrow(/can only be read|cannot be (opened|written)/);
      spawnSync('mount', ['-o', 'remount,rw', data]);
      expect(await begin()).toBe(3);
    } finally {
      unmount();
    }
  });

  test('that fills up while a bot runs loses nothing, and is back at work by itself once there is room', async () => {
    if ((await mountSmall('size=6m')) === null) return;
    try {
      const store = await openStore(path);
      await store.endpoints.add(newEndpoint('127.0.2.1:1'), noon);
      await store.close();
      const bot = await startBotIn(folder, { SWEEP_INTERVAL: '1h' });
      await bot.up;
      const ready = async () => (await fetch(`${bot.url}/readyz`)).status;
      const add = async (host: string) => (await runInConsole(bot.url, `/watch add ${host}`)).text();
      expect(await ready()).toBe(200);
      await fillUp(join(data, 'filler'));
      const acknowledged = ['127.0.2.1'];
      let refusal = '';
      // Addresses that refuse at once: a look at a name waits for a resolver.
      for (let n = 1; n < 255 && refusal === ''; n++) {
        const said = await add(`127.0.1.${n}:1`);
        if (said.includes('is watched now')) acknowledged.push(`127.0.1.${n}`);
        else refusal = said;
      }
      expect(refusal).toMatch(/disk is full/);
      await expect.poll(ready, patience).toBe(503);
      await rm(join(data, 'filler'));
      await expect.poll(ready, patience).toBe(200);
      expect(await add('127.0.2.2:1')).toContain('is watched now');
      bot.child.kill('SIGTERM');
      expect(await bot.ended).toBe(0);
      await refuseDamagedStore({ dataDir: data, databaseUrl: null });
      const after = await openStore(path);
      const hosts: string[] = [];
      for await (const some of after.endpoints.batches(500))
        hosts.push(...some.map(({ target }) => target.host));
      await after.close();
      expect(hosts).toEqual(expect.arrayContaining([...acknowledged, '127.0.2.2']));
    } finally {
      unmount();
    }
  });
});

async function fillUp(filler: string): Promise<void> {
  const file = await open(filler, 'w');
  try {
    for (;;) await file.write(Buffer.alloc(4096, 1));
  } catch {
    await file.close();
  }
}
