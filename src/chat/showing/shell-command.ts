import { actionOf, type Command } from '../../core/command.ts';
import type { Button } from '../../core/message.ts';
import type { Values } from '../../core/option.ts';
import { visibleLine } from '../../core/text/visible-text.ts';

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
    const option = options.find((candidate) => candidate.name === name);
    // A password is never an argument: every user of the machine can list those.
    if (option?.kind === 'password' || option?.kind === 'secret') continue;
    const isBare = option?.positional === true || option?.kind === 'file';
    words.push(isBare ? value : `${name}:${value}`);
  }
  return words.map(shellWord).join(' ');
}

/** Everything a POSIX shell might read as its own goes between single quotes. */
function shellWord(word: string): string {
  const safe = visibleLine(word);
  return /^[\w@%+=:,./-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", `'\\''`)}'`;
}
