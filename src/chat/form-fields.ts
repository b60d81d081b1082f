import { actionOf, type Command, type Option, secretOptionOf, type Values } from '../core/command.ts';
import type { ParsedCommand } from './parse.ts';

/** One box of the form that asks for what may stand in no line. */
export type FormField = { readonly option: Option; readonly isSecret: boolean; readonly value: string };

/** Null when the command needs no form: it has nothing secret, or that has come already. */
export function formFieldsOf({ action, values }: ParsedCommand): readonly FormField[] | null {
  const secret = secretOptionOf(action);
  if (secret === null || values[secret.name] !== undefined) return null;
  const others = action.options.filter(({ kind }) => kind === 'text');
  return [
    { option: secret, isSecret: true, value: '' },
    ...others.map((option) => ({ option, isSecret: false, value: values[option.name] ?? '' })),
  ];
}

/** What a form that was sent back asks for; null when its command is gone. */
export function filledForm(
  { command: name, action: actionName }: { readonly command: string; readonly action: string },
  filled: Values,
  commands: readonly Command[],
): ParsedCommand | null {
  const command = commands.find((candidate) => candidate.name === name);
  const action = command === undefined ? null : actionOf(command, actionName);
  if (command === undefined || action === null) return null;
  const values = Object.fromEntries(
    action.options.flatMap((option) => {
      const value = filled[option.name]?.trim() ?? '';
      return value === '' ? [] : [[option.name, value]];
    }),
  );
  return { command, action, values };
}
