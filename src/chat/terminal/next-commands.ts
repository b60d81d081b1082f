import type { Command } from '../../core/command.ts';
import type { Button } from '../../core/message.ts';
import { shellCommand } from '../showing/shell-command.ts';
import type { Look } from './look.ts';

export type NextSheet = {
  readonly look: Look;
  readonly indent: string;
  readonly commands: readonly Command[];
};

export function nextLines(
  buttons: readonly Button[],
  { look, indent, commands }: NextSheet,
): readonly string[] {
  const lines = buttons.map((button) => {
    // What a form asks for elsewhere is typed here.
    const asked = (button.asks ?? []).map((name) => ` ${name}:...`).join('');
    return `${indent}  ${look.code(shellCommand(button, commands) + asked)}`;
  });
  return lines.length === 0 ? [] : [`${indent}${look.quiet('Next:')}`, ...lines];
}
