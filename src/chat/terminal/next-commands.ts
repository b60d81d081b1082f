import type { Command } from '../../core/command.ts';
import type { Button } from '../../core/message.ts';
import { shellCommand } from '../shell-command.ts';
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
  const lines = buttons.map((button) => `${indent}  ${look.code(shellCommand(button, commands))}`);
  return lines.length === 0 ? [] : [`${indent}${look.quiet('Next:')}`, ...lines];
}
