import type { Action, Command, Option, Values } from '../core/command.ts';
import { UserError } from '../core/errors.ts';

export type ParsedCommand = { readonly command: Command; readonly action: Action; readonly values: Values };

const longestLine = 4000;

/** Reads a whole line, "/watch add api.example.org owner:@ops"; the slash may be missing. */
export function parseLine(commands: readonly Command[], line: string): ParsedCommand {
  const words = splitWords(line);
  const name = (words[0] ?? '').replace(/^\//, '').toLowerCase();
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) throw unknownCommand(commands, name);
  return { command, ...parseWords(command, words.slice(1)) };
}

/** Reads what follows the command's name. */
export function parseArguments(command: Command, typed: string): ParsedCommand {
  return { command, ...parseWords(command, splitWords(typed)) };
}

/** Blanks separate words; double quotes keep blanks together; typographic quotes count, phones write them. */
export function splitWords(line: string): readonly string[] {
  if (line.length > longestLine) {
    throw new UserError(`That line has ${line.length} characters; ${longestLine} is the most.`);
  }
  const words: string[] = [];
  for (const match of line.matchAll(/(?:[^\s"“”]+|["“”][^"“”]*["“”]?)+/g)) {
    words.push(match[0].replace(/["“”]/g, ''));
  }
  return words;
}

/** Reads words that are parted already, as a shell does. */
export function parseWords(command: Command, words: readonly string[]): Omit<ParsedCommand, 'command'> {
  const { action, rest } = chooseAction(command, words);
  return { action, values: readValues(command, action, rest) };
}

function chooseAction(
  command: Command,
  words: readonly string[],
): { action: Action; rest: readonly string[] } {
  const [first] = command.actions;
  if (first === undefined) throw new Error(`command ${command.name} has no action`);
  if (first.name === '') return { action: first, rest: words };
  const word = words[0];
  if (word === undefined) return { action: first, rest: [] };
  const named = command.actions.find((action) => action.name === word.toLowerCase());
  if (named !== undefined) return { action: named, rest: words.slice(1) };
  const known = command.actions.map((action) => action.name).join(', ');
  throw new UserError(
    `/${command.name} does not know "${clip(word)}". It knows: ${known}. ${exampleOf(command)}`,
  );
}

function readValues(command: Command, action: Action, words: readonly string[]): Values {
  const values: Record<string, string> = {};
  const positional: string[] = [];
  let awaiting: string | null = null;
  for (const word of words) {
    const named: Named | null =
      namedValue(action, word) ?? (awaiting === null ? null : { name: awaiting, value: word });
    // "owner: @bo": people put a blank after a colon.
    awaiting = named?.value === '' ? named.name : null;
    if (named === null) positional.push(word);
    else values[named.name] = joined(values[named.name], named.value);
  }
  takePositional(command, action, positional, values);
  for (const option of action.options) checkOption(command, option, values);
  return values;
}

function joined(before: string | undefined, value: string): string {
  return before === undefined || before === '' ? value : `${before} ${value}`;
}

type Named = { readonly name: string; readonly value: string };

/** `name:value` or `name=value`, when the name is an option of this action; a target such as `host:443` is neither. */
function namedValue(action: Action, word: string): Named | null {
  const match = /^-{0,2}([a-z]+)[:=](.*)$/is.exec(word);
  const option = action.options.find((candidate) => candidate.name === match?.[1]?.toLowerCase());
  if (match === null || option === undefined) return null;
  return { name: option.name, value: match[2] ?? '' };
}

function takePositional(
  command: Command,
  action: Action,
  words: readonly string[],
  values: Record<string, string>,
): void {
  const remaining = [...words];
  for (const option of action.options) {
    if (option.positional !== true || values[option.name] !== undefined || remaining.length === 0) continue;
    values[option.name] = option.rest === true ? remaining.splice(0).join(' ') : (remaining.shift() ?? '');
  }
  const surplus = remaining[0];
  if (surplus === undefined) return;
  throw new UserError(`I do not know what to do with "${clip(surplus)}". ${exampleOf(command)}`);
}

/** A choice is put as its list writes it: phones begin a word with a capital. */
function checkOption(command: Command, option: Option, values: Record<string, string>): void {
  const value = values[option.name];
  if (value === undefined || value === '') {
    if (option.required !== true) return;
    throw new UserError(`/${command.name} needs ${option.name}: ${option.summary}. ${exampleOf(command)}`);
  }
  if (option.choices === undefined) return;
  const chosen = option.choices.find((choice) => choice.toLowerCase() === value.toLowerCase());
  if (chosen === undefined) {
    throw new UserError(`"${clip(value)}" is not one of ${option.choices.join(', ')} for ${option.name}.`);
  }
  values[option.name] = chosen;
}

function unknownCommand(commands: readonly Command[], name: string): UserError {
  const known = commands.map((command) => `/${command.name}`).join(' ');
  if (name === '') return new UserError(`Type a command: ${known}`);
  return new UserError(`There is no command "${clip(name)}". There are: ${known}`);
}

function exampleOf(command: Command): string {
  const example = command.examples[0];
  return example === undefined ? '' : `Try ${example}`;
}

function clip(word: string): string {
  return word.length > 60 ? `${word.slice(0, 57)}...` : word;
}
