import { type Action, actionOf, type Command, secretOptionOf } from '../../core/command.ts';
import type { Button } from '../../core/message.ts';
import type { Option, Values } from '../../core/option.ts';
import type { CommandServices } from '../../core/services.ts';
import type { ParsedCommand } from '../asking/parse.ts';

/** One box of a form. `value` stands in it already. */
export type FormField = {
  readonly option: Option;
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  readonly value: string;
};

/** A command that a form completes: what it has already goes along, and comes back with what was filled in. */
export type Form = {
  readonly command: Command;
  readonly action: Action;
  readonly values: Values;
  readonly fields: readonly FormField[];
  readonly title: string;
};

/** The form for what may stand in no line; null when the command has nothing secret, or that has come already. */
export function secretForm({ command, action, values }: ParsedCommand): Form | null {
  const secret = secretOptionOf(action);
  if (secret === null || values[secret.name] !== undefined) return null;
  const others = action.options.filter(({ kind }) => kind === 'text');
  const fields = [
    { option: secret, isSecret: true, isRequired: true, value: '' },
    ...others.map((option) => ({ ...plainField(option, values), isRequired: false })),
  ];
  return { command, action, values: withoutFields(values, fields), fields, title: `/${command.name}` };
}

/** The form for what a command was called without; null when it has none, or enough was given. UserError: about nothing. */
export async function wantedForm(
  { command, action, values }: ParsedCommand,
  services: CommandServices,
): Promise<Form | null> {
  const { form } = action;
  if (form === undefined || !form.isWanted(values)) return null;
  const label = `/${command.name} ${action.name}`.trim();
  return buttonForm(
    { command, action, values: { ...(await form.fill?.(values, services)), ...values } },
    form.asks,
    label,
  );
}

/** The form behind a button that asks; null when it asks for nothing that the action takes. */
export function buttonForm(
  { command, action, values }: Pick<Form, 'command' | 'action' | 'values'>,
  asks: readonly string[],
  label: string,
): Form | null {
  const fields = asks.flatMap((name) => {
    const option = action.options.find((candidate) => candidate.name === name);
    return option === undefined ? [] : [plainField(option, values)];
  });
  if (fields.length === 0) return null;
  const title = label.replace(/[.\u2026\s]+$/, '') || `/${command.name}`;
  return { command, action, values: withoutFields(values, fields), fields, title };
}

/** What the form behind a button asks for; nothing where there is none, or its command is gone. */
export function buttonFields(
  { command: name, subcommand = '', values, asks = [], label }: Button,
  commands: readonly Command[],
): readonly FormField[] {
  const command = commands.find((candidate) => candidate.name === name);
  const action = command === undefined ? null : actionOf(command, subcommand);
  if (command === undefined || action === null) return [];
  return buttonForm({ command, action, values }, asks, label)?.fields ?? [];
}

/** The command with what was filled in. An empty box is an option that was not given; of those in `held`, one that was emptied. */
export function filledForm(
  { command, action, values }: Pick<Form, 'command' | 'action' | 'values'>,
  filled: Values,
  held: readonly string[] = [],
): ParsedCommand {
  const given = action.options.flatMap((option) => {
    const { name } = option;
    const said = filled[name]?.trim();
    const value = said === '' && held.includes(name) ? clearedValue(option) : said;
    return value === '' || value == null ? [] : [[name, value] as const];
  });
  return { command, action, values: { ...values, ...Object.fromEntries(given) } };
}

function plainField(option: Option, values: Values): FormField {
  return {
    option,
    isSecret: option.kind === 'secret' || option.kind === 'password',
    isRequired: option.required === true,
    value: values[option.name] ?? '',
  };
}

function withoutFields(values: Values, fields: readonly FormField[]): Values {
  const asked = new Set(fields.map(({ option }) => option.name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !asked.has(name)));
}

/** As a button would name it: what a platform keeps with the form to know it again, which is nothing secret. */
export function formButton({ command, action, values, fields, title }: Form) {
  const isKept = (name: string) => {
    const kind = action.options.find((option) => option.name === name)?.kind;
    return kind !== 'password' && kind !== 'secret';
  };
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined || !isKept(name) ? [] : [[name, value]],
  );
  return {
    label: title,
    command: command.name,
    ...(action.name === '' ? {} : { subcommand: action.name }),
    values: Object.fromEntries(given) as Record<string, string>,
    asks: fields.map(({ option }) => option.name),
  };
}

/** What a box means that had something in it and was emptied; null: the same as one that was left empty. */
export function clearedValue({ kind }: Option): string | null {
  return kind === 'owners' || kind === 'labels' ? 'none' : null;
}
