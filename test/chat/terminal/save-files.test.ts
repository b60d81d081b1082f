import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveFiles } from '../../../src/chat/terminal/save-files.ts';
import { pem as offered } from '../../support/offering.ts';

const pem = { ...offered, bytes: Buffer.from(offered.text) };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notafter-save-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('--save', () => {
  it('writes into a folder that it makes, and is content with the same file', async () => {
    const place = join(folder, 'new', 'er');
    const path = join(place, pem.name);
    expect(await saveFiles([pem], place)).toEqual([{ path, outcome: 'written', reason: null }]);
    expect(await readFile(path, 'utf8')).toBe(pem.text);
    expect(await saveFiles([pem], place)).toEqual([{ path, outcome: 'same', reason: null }]);
  });

  it('changes no file that is there, and writes the others', async () => {
    await writeFile(join(folder, pem.name), 'mine');
    const saved = await saveFiles([pem, { ...pem, name: 'b.pem' }], folder);
    expect(saved.map(({ outcome }) => outcome)).toEqual(['failed', 'written']);
    expect(saved[0]?.reason).toMatch(
      /is there already with other content, and was left as it is\. Move it away/,
    );
    expect(await readFile(join(folder, pem.name), 'utf8')).toBe('mine');
  });

  it('follows no link', async () => {
    await symlink(join(folder, 'elsewhere'), join(folder, pem.name));
    expect((await saveFiles([pem], folder))[0]?.outcome).toBe('failed');
    await expect(readFile(join(folder, 'elsewhere'))).rejects.toThrow(/ENOENT/);
  });

  it('says what is wrong with the folder', async () => {
    await writeFile(join(folder, 'file'), '');
    const [saved] = await saveFiles([pem], join(folder, 'file'));
    expect(saved).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/cannot be written/) });
  });
});
