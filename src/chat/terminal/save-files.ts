import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '../../core/errors.ts';
import type { OutgoingFile } from '../showing/outgoing-files.ts';

export type Saved = {
  readonly path: string;
  /** `same`: it was there already, with the same content; `failed`: nothing was written. */
  readonly outcome: 'written' | 'same' | 'failed';
  /** Why it failed, as one sentence. */
  readonly reason: string | null;
};

type Saveable = Pick<OutgoingFile, 'name' | 'bytes'>;

/** Writes the files into a folder, which is made when there is none. A file that is there already is never changed. */
export async function saveFiles(files: readonly Saveable[], folder: string): Promise<readonly Saved[]> {
  if (files.length === 0) return [];
  try {
    await mkdir(folder, { recursive: true });
  } catch (thrown) {
    const reason = `${folder} cannot be written to: ${reasonOf(thrown)}. Name a folder.`;
    return [{ path: folder, outcome: 'failed', reason }];
  }
  const saved: Saved[] = [];
  for (const file of files) saved.push(await saveFile(file, folder));
  return saved;
}

async function saveFile({ name, bytes }: Saveable, folder: string): Promise<Saved> {
  const path = join(folder, name);
  try {
    // Exclusive: fails on anything of that name, a symbolic link among them, and so writes nowhere else.
    await writeFile(path, bytes, { flag: 'wx' });
    return { path, outcome: 'written', reason: null };
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST')
      return { path, outcome: 'failed', reason: `${path} cannot be written: ${reasonOf(thrown)}.` };
  }
  const there = await readFile(path).catch(() => null);
  if (there?.equals(bytes) === true) return { path, outcome: 'same', reason: null };
  return {
    path,
    outcome: 'failed',
    reason: `${path} is there already with other content, and was left as it is. Move it away, or choose another folder.`,
  };
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : null;
}
