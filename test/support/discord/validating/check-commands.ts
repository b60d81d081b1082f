import { invalidFields, invalidForm, lengthBetween, listOf } from '../form-errors.ts';
import { problemsOfCommand } from './validate.ts';

export type CommandOption = {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly choices?: readonly { readonly name: string; readonly value: string }[];
  readonly options?: readonly CommandOption[];
};
export type RegisteredCommand = CommandOption & { readonly id: string };

/** Bulk overwrite ("Application Commands"): 100 commands, 25 options, 25 choices, 8,000 characters each. */
export function checkCommands(value: unknown, isGlobal: boolean): readonly CommandOption[] {
  lengthBetween('commands', value, 0, 100);
  const given = listOf('commands', value);
  const problems = given.flatMap((command, index) => problemsOfCommand(command, isGlobal, `${index}`));
  if (problems.length > 0) throw invalidFields(problems);
  const commands = given as readonly CommandOption[];
  const names = new Set(commands.map((command) => command.name));
  if (names.size !== commands.length) {
    throw invalidForm(
      'commands',
      'APPLICATION_COMMANDS_DUPLICATE_NAME',
      'Application command names must be unique',
    );
  }
  return commands;
}
