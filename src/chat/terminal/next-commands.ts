import { actionOf, type Command } from '../../core/command.ts';
import type { Button } from '../../core/message.ts';
import { visibleLine } from '../../core/visible-text.ts';
import type { Look } from './look.ts';

/** A button as what one would type into a shell. `commands` tell which values need no name. */
export function shellCommand(
  { command, subcommand = '', values }: Button,
  commands: readonly Command[],
): string {
  const known = commands.find((candidate) => candidate.name === command);
  const options = (known === undefined ? null : actionOf(known, subcommand))?.options ?? [];
  const words = ['notafter', command, ...(subcommand === '' ? [] : [subcommand])];
  for (const [name, value] of Object.entries(values)) {
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

export type NextSheet = {
  readonly look: Look;
  readonly indent: string;
  readonly commands: readonly Command[];
};

export function nextLines(
  buttons: readonly Button[],
  { look, indent, commands }: NextSheet,
): readonly string[] {
  const lines = buttons.map((button) => `${indent}  ${look.code(shellCommand(button, commands))}`);
  return lines.length === 0 ? [] : [`${indent}${look.quiet('Next:')}`, ...lines];
}
