import type { Action, Command } from '../../../core/command.ts';
import { type Option, suggestedFor } from '../../../core/option.ts';
import { commandLimits } from '../rendering/limits.ts';

export type OptionJson = {
  /** 1 subcommand, 3 text, 11 attachment. */
  readonly type: 1 | 3 | 11;
  readonly name: string;
  readonly description: string;
  readonly required?: boolean;
  /** Never beside choices. */
  readonly autocomplete?: true;
  readonly choices?: readonly { readonly name: string; readonly value: string }[];
  readonly options?: readonly OptionJson[];
};

export type CommandJson = {
  readonly type: 1;
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionJson[];
};

/** The commands as Discord registers them. Throws, naming the place, when one breaks a limit of Discord's. */
export function discordCommands(commands: readonly Command[]): readonly CommandJson[] {
  atMost(commands.length, commandLimits.commands, 'commands');
  return commands.map(commandJson);
}

function commandJson(command: Command): CommandJson {
  const at = `/${command.name}`;
  const plain = command.actions.find((action) => action.name === '');
  const json: CommandJson = {
    type: 1,
    name: checkedName(command.name, at),
    description: checkedText(command.summary, at),
    options:
      plain === undefined
        ? command.actions.map((action) => subcommandJson(action, `${at} ${action.name}`))
        : optionsJson(plain, at),
  };
  atMost(json.options.length, commandLimits.options, `options of ${at}`);
  atMost(charactersOf(json), commandLimits.characters, `characters in ${at}`);
  return json;
}

function subcommandJson(action: Action, at: string): OptionJson {
  return {
    type: 1,
    name: checkedName(action.name, at),
    description: checkedText(action.summary, at),
    options: optionsJson(action, at),
  };
}

/** Discord wants what is required first. */
function optionsJson({ options, form }: Action, at: string): readonly OptionJson[] {
  atMost(options.length, commandLimits.options, `options of ${at}`);
  // What a form asks for may be missing: Discord would not let anybody send the command without it.
  const mustCome = ({ name, required }: Option) => required === true && form?.asks.includes(name) !== true;
  const rank = (option: Option) => (mustCome(option) ? 0 : 1);
  return (
    options
      // Boxes of a slash command are shown to others: a form of its own asks for it.
      .filter(({ kind }) => kind !== 'secret')
      .toSorted((one, other) => rank(one) - rank(other))
      .map((option) => optionJson(option, mustCome(option), `${at} ${option.name}`))
  );
}

function optionJson(option: Option, isRequired: boolean, at: string): OptionJson {
  const { name, kind, summary, choices } = option;
  const isSuggested = choices === undefined && kind !== 'file' && suggestedFor(option) !== null;
  atMost(choices?.length ?? 0, commandLimits.choices, `choices of ${at}`);
  for (const choice of choices ?? [])
    atMost(choice.length, commandLimits.choice, `characters in ${at} ${choice}`);
  return {
    type: kind === 'file' ? 11 : 3,
    name: checkedName(name, at),
    description: checkedText(summary, at),
    ...(isRequired ? { required: true } : {}),
    ...(isSuggested ? { autocomplete: true } : {}),
    ...(choices === undefined ? {} : { choices: choices.map((value) => ({ name: value, value })) }),
  };
}

function checkedName(name: string, at: string): string {
  if (/^[-_a-z0-9]{1,32}$/.test(name)) return name;
  throw new Error(`Discord takes names of 1 to 32 characters a-z, 0-9, - and _: ${at}`);
}

function checkedText(text: string, at: string): string {
  if (text === '') throw new Error(`Discord wants a description: ${at}`);
  atMost(text.length, commandLimits.description, `characters in the description of ${at}`);
  return text;
}

function atMost(found: number, most: number, what: string): void {
  if (found > most) throw new Error(`${found} ${what}; Discord takes ${most}.`);
}

function charactersOf(json: CommandJson | OptionJson): number {
  const choices = 'choices' in json ? (json.choices ?? []) : [];
  const chosen = choices.reduce((sum, choice) => sum + choice.name.length + choice.value.length, 0);
  const own = json.name.length + json.description.length + chosen;
  return (json.options ?? []).reduce((sum, option) => sum + charactersOf(option), own);
}
