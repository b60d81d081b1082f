import {
  type Fields,
  fieldsOf,
  invalidForm,
  lengthBetween,
  listOf,
  oneOf,
  onlyFields,
} from './form-errors.ts';

export type CommandOption = {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly required?: boolean;
  readonly choices?: readonly { readonly name: string; readonly value: string }[];
  readonly options?: readonly CommandOption[];
};
export type RegisteredCommand = CommandOption & { readonly id: string };

/** Bulk overwrite ("Application Commands"): 100 commands, 25 options, 25 choices, 8,000 characters each. */
export function checkCommands(value: unknown, isGlobal: boolean): readonly CommandOption[] {
  lengthBetween('commands', value, 0, 100);
  const commands = listOf('commands', value).map((command, index) =>
    checkCommand(`${index}`, command, isGlobal),
  );
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

function checkCommand(field: string, value: unknown, isGlobal: boolean): CommandOption {
  const command = fieldsOf(field, value);
  const global = isGlobal ? ['contexts', 'integration_types'] : [];
  onlyFields(field, command, [
    'type',
    'name',
    'description',
    'options',
    'default_member_permissions',
    'nsfw',
    ...global,
  ]);
  oneOf(`${field}.type`, command.type ?? 1, [1]);
  for (const context of listOf(`${field}.contexts`, command.contexts))
    oneOf(`${field}.contexts`, context, [0, 1, 2]);
  for (const kind of listOf(`${field}.integration_types`, command.integration_types)) {
    oneOf(`${field}.integration_types`, kind, [0, 1]);
  }
  checkNaming(field, command);
  checkOptions(field, command.options, [1, 3, 11]);
  const size = sizeOf(command);
  if (size > 8000) {
    throw invalidForm(field, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (8000), ${size}`);
  }
  return command as CommandOption;
}

function checkOptions(field: string, value: unknown, types: readonly number[]): void {
  const options = listOf(`${field}.options`, value).map((option) => fieldsOf(`${field}.options`, option));
  lengthBetween(`${field}.options`, options, 0, 25);
  if (new Set(options.map((option) => option.name)).size !== options.length) {
    throw invalidForm(
      `${field}.options`,
      'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
      'Option name already exists',
    );
  }
  let optional = false;
  for (const [index, option] of options.entries()) {
    const at = `${field}.options.${index}`;
    onlyFields(at, option, [
      'type',
      'name',
      'description',
      'required',
      'choices',
      'options',
      'max_length',
      'min_length',
    ]);
    oneOf(`${at}.type`, option.type, types);
    checkNaming(at, option);
    checkChoices(at, option.choices);
    if (option.type === 1) checkOptions(at, option.options, [3, 11]);
    if (option.required === true && optional) {
      throw invalidForm(
        at,
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    }
    optional ||= option.required !== true;
  }
}

function checkNaming(field: string, named: Fields): void {
  if (typeof named.name !== 'string' || !/^[-_\p{Ll}\p{N}]{1,32}$/u.test(named.name)) {
    throw invalidForm(`${field}.name`, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
  lengthBetween(`${field}.description`, named.description, 1, 100);
}

function checkChoices(field: string, value: unknown): void {
  const choices = listOf(`${field}.choices`, value).map((choice) => fieldsOf(`${field}.choices`, choice));
  lengthBetween(`${field}.choices`, choices, 0, 25);
  for (const choice of choices) {
    lengthBetween(`${field}.choices.name`, choice.name, 1, 100);
    lengthBetween(`${field}.choices.value`, choice.value, 0, 100);
  }
}

function sizeOf(value: Fields): number {
  const own = String(value.name ?? '').length + String(value.description ?? '').length;
  const choices = listOf('choices', value.choices).map((choice) => fieldsOf('choices', choice));
  const chosen = choices.reduce(
    (sum, { name, value: chosenValue }) => sum + `${String(name)}${String(chosenValue)}`.length,
    own,
  );
  return listOf('options', value.options).reduce(
    (sum: number, option) => sum + sizeOf(fieldsOf('options', option)),
    chosen,
  );
}
