import { actionOf, type Command, type Values } from '../core/command.ts';
import type { Button } from '../core/message.ts';
import { visibleLine } from '../core/visible-text.ts';

/** A command with its options filled in, as one would type it into a shell. `commands` tell which values need no name. */
export function shellCommand(
  { command, subcommand = '', values }: Pick<Button, 'command' | 'subcommand'> & { readonly values: Values },
  commands: readonly Command[],
): string {
  const known = commands.find((candidate) => candidate.name === command);
  const options = (known === undefined ? null : actionOf(known, subcommand))?.options ?? [];
  const words = ['notafter', command, ...(subcommand === '' ? [] : [subcommand])];
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const positional = options.find((option) => option.name === name)?.positional === true;
    words.push(positional ? value : `${name}:${value}`);
  }
  return words.map(shellWord).join(' ');
}

/** Everything a POSIX shell might read as its own goes between single quotes. */
function shellWord(word: string): string {
  const safe = visibleLine(word);
  return /^[\w@%+=:,./-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", `'\\''`)}'`;
}
