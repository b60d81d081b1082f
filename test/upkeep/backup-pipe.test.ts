import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { backupInto } from '../../src/upkeep/backup.ts';
import { checkBrought } from '../../src/upkeep/restore.ts';
import { fillStore } from '../support/filled-store.ts';
import { noon } from '../support/store-fixtures.ts';

let folder: string;
let file: string;
let from: { readonly dataDir: string; readonly databaseUrl: null };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notafter-pipe-'));
  file = join(folder, 'a.backup');
  from = { dataDir: join(folder, 'from'), databaseUrl: null };
});
afterEach(() => rm(folder, { recursive: true }));

const path = ({ dataDir }: typeof from) => join(dataDir, 'notafter.db');
const working = (config: typeof from) => ({
  config,
  version: '1.2.3',
  now: noon,
  signal: new AbortController().signal,
});

describe('a backup into a pipe', () => {
  const refusing = (code: string) =>
    new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) });

  test('is whole, or says why it is not', async () => {
    await fillStore(path(from));
    const pieces: Buffer[] = [];
    const taking = new Writable({
      write(chunk, _encoding, done) {
        pieces.push(chunk);
        done();
      },
    });
    const { bytes } = await backupInto(taking, working(from));
    await writeFile(file, Buffer.concat(pieces));
    expect((await stat(file)).size).toBe(bytes);
    await checkBrought(file);
    for (const [code, said] of [
      ['EPIPE', /closed by whoever read it: the backup is not whole/],
      ['ENOSPC', /the disk is full/],
    ] as const) {
      const refused = backupInto(refusing(code), working(from));
      await expect(refused).rejects.toThrow(UserError);
      await expect(refused).rejects.toThrow(said);
    }
  });

  test('that nobody reads to its end ends with a code that says so', async () => {
    await fillStore(path(from));
    const words = [resolve('src/bin/notafter.ts'), 'backup', '-'];
    const env = { PATH: process.env.PATH ?? '', DATA_DIR: from.dataDir };
    const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(said).toMatch(/^notafter: Standard output was closed/);
    expect(code).toBe(3);
  });
});
