import type { Button } from '../../core/message.ts';
import { visibleLine } from '../../core/visible-text.ts';
import type { Look } from './look.ts';

/** A button as what one would type into a shell. */
export function shellCommand({ command, subcommand, values }: Button): string {
  const words = ['notafter', command, ...(subcommand === undefined ? [] : [subcommand])];
  for (const [name, value] of Object.entries(values)) words.push(`${name}:${value}`);
  return words.map(shellWord).join(' ');
}

/** Everything a POSIX shell might read as its own goes between single quotes. */
function shellWord(word: string): string {
  const safe = visibleLine(word);
  return /^[\w@%+=:,./-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", `'\\''`)}'`;
}

export function nextLines(
  buttons: readonly Button[],
  { look, indent }: { readonly look: Look; readonly indent: string },
): readonly string[] {
  const lines = buttons.map((button) => `${indent}${look.code(shellCommand(button))}`);
  return lines.length === 0 ? [] : [`${indent}${look.quiet('Next:')}`, ...lines];
}
