import { readFile } from 'node:fs/promises';
import { reasonOf, UserError } from '../core/errors.ts';

/** What the file holds that a setting names; null: it names none. UserError when it cannot be read. */
export async function readText(setting: string, path: string | null): Promise<string | null> {
  return (await readSetting(setting, path))?.toString('utf8') ?? null;
}

export async function readSetting(setting: string, path: string | null): Promise<Buffer | null> {
  if (path === null) return null;
  try {
    return await readFile(path);
  } catch (thrown) {
    throw new UserError(`${setting} cannot be read: ${reasonOf(thrown)}`);
  }
}
