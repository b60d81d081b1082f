import { readFile } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { consoleTokenShape, isConsoleToken } from '../core/console-door.ts';
import { reasonOf, UserError } from '../core/errors.ts';

/** Reads the token from its file where it stands in one. UserError names the file and never what is in it. */
export async function withToken(console: Config['console']): Promise<Config['console']> {
  const { tokenFile } = console;
  if (tokenFile === null) return console;
  const token = (await readToken(tokenFile)).trim();
  if (isConsoleToken(token)) return { ...console, token };
  throw new UserError(`CONSOLE_TOKEN_FILE (${tokenFile}) must hold ${consoleTokenShape}.`);
}

async function readToken(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    throw new UserError(`CONSOLE_TOKEN_FILE cannot be read: ${reasonOf(thrown)}`);
  }
}
