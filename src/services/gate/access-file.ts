import { readFile, stat } from 'node:fs/promises';
import { type AccessRules, defaultRules } from '../../access/rules.ts';
import type { Command } from '../../core/command.ts';
import { reasonOf, UserError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';

/** Asked for at every run, so that a change of the file counts at once and costs a stat a second. */
const lookAgainMs = 1000;

export type RulesNow = () => Promise<AccessRules>;

/** `commands`: null in a process that has none, which leaves their names alone. The rules as the file says now; a file that is broken leaves what was said before, and the log says so. */
export function followRules(
  file: string | null,
  first: AccessRules,
  commands: () => readonly Command[] | null,
  log: Log,
  now: () => Date,
): RulesNow {
  if (file === null) return async () => first;
  let rules = first;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let stamp: string | null = null;
  let running: Promise<void> | null = null;

  async function look(path: string): Promise<void> {
    try {
      const { mtimeMs, size, ino } = await stat(path);
      const seen = `${mtimeMs} ${size} ${ino}`;
      if (seen === stamp) return;
      stamp = seen;
      const { readRules } = await import('../../access/read-rules.ts');
      const known = commands();
      rules = readRules(await readFile(path, 'utf8'), path, known === null ? null : namesOf(known));
      log.info({ file: path }, 'the rules of access were read');
    } catch (thrown) {
      const reason = thrown instanceof UserError ? thrown.message : reasonOf(thrown);
      log.error(
        { file: path, reason },
        'ACCESS_FILE is broken: the rules from before it was changed still hold',
      );
    }
  }

  return async () => {
    const at = now().getTime();
    if (Math.abs(at - lookedAt) >= lookAgainMs) {
      lookedAt = at;
      running = look(file);
    }
    await running;
    return rules;
  };
}

/** UserError where it cannot be read: without its rules nothing is started. Names of commands are looked at later. */
export async function readAccessFile(file: string | null): Promise<AccessRules> {
  if (file === null) return defaultRules;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (thrown) {
    throw new UserError(`ACCESS_FILE cannot be read: ${reasonOf(thrown)}`);
  }
  // Its parsers are for those only who have such a file.
  const { readRules } = await import('../../access/read-rules.ts');
  return readRules(text, file, null);
}

export function namesOf(commands: readonly Command[]): ReadonlySet<string> {
  return new Set(
    commands.flatMap(({ name, actions }) => [
      name,
      ...actions.map((action) => `${name} ${action.name}`.trim()),
    ]),
  );
}
