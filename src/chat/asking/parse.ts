import { type Action, actionOf, type Command, fileOptionOf, secretOptionOf } from '../../core/command.ts';
import { UserError } from '../../core/errors.ts';
import { holdsToken, openTokenMistake } from '../../core/files/open-token.ts';
import { takePaste } from '../../core/files/paste.ts';
import { pastedFile, type UploadedFile } from '../../core/files/uploaded-file.ts';
import type { Option, Values } from '../../core/option.ts';
import { nearestWord } from '../../core/text/nearest-word.ts';
import { typedWord } from '../../core/text/typed-word.ts';
import { commandHelpMessage } from '../../views/command-help.ts';
import { type Handed, namesOf, readsFiles, withLines, withPaste } from './handed.ts';

export type ParsedCommand = {
  readonly command: Command;
  readonly action: Action;
  readonly values: Values;
  /** What the values name beside them: uploaded, or pasted where a word was expected. */
  readonly files?: readonly UploadedFile[];
};

const longestLine = 4000;

/**
 * Reads a whole line, "/watch add api.example.org owner:@ops"; the slash may be missing. With a file beside it, or a
 * paste in it, it need not name a command: then it is the one that reads files.
 */
export function parseLine(
  commands: readonly Command[],
  line: string,
  uploads: readonly UploadedFile[] = [],
): ParsedCommand {
  if (holdsToken(line)) throw openTokenMistake();
  const named = (word = '') =>
    commands.find((candidate) => candidate.name === word.replace(/^\/+/, '').toLowerCase());
  const first = named(/\S+/.exec(line)?.[0]);
  const { typed, handed } =
    (first === undefined ? null : withLines(first, line, 1)) ?? withPaste(line, uploads);
  const words = splitWords(typed);
  const command = named(words[0]);
  if (command !== undefined) return parsed(command, words.slice(1), handed);
  const reader = handed.files.length === 0 ? undefined : commands.find(readsFiles);
  if (reader !== undefined) return parsed(reader, words, handed);
  throw unknownCommand(commands, (words[0] ?? '').replace(/^\/+/, '').toLowerCase());
}

/** Reads what follows the command's name. */
export function parseArguments(
  command: Command,
  text: string,
  uploads: readonly UploadedFile[] = [],
): ParsedCommand {
  if (holdsToken(text)) throw openTokenMistake();
  const { typed, handed } = withLines(command, text, 0) ?? withPaste(text, uploads);
  return parsed(command, splitWords(typed), handed);
}

/** Reads words that are parted already, as a shell does. */
export function parseWords(
  command: Command,
  words: readonly string[],
  uploads: readonly UploadedFile[] = [],
): ParsedCommand {
  if (words.some(holdsToken)) throw openTokenMistake();
  const pastes = words.flatMap((word) => takePaste(word) ?? []);
  const files = [...uploads, ...pastes.map(({ pasted }) => pastedFile(pasted))];
  const typed = pastes.length === 0 ? words : words.filter((word) => takePaste(word) === null);
  return parsed(command, typed, { files, isPasted: pastes.length > 0 });
}

function parsed(command: Command, words: readonly string[], { files, isPasted }: Handed): ParsedCommand {
  if (files.length === 0 && asksForHelp(command, words)) return helpParsed(command, words[0]);
  const { action, rest } = chooseAction(command, words);
  const option = fileOptionOf(action);
  // Nothing of it is repeated: it may be a private key.
  if (isPasted && option === null) throw new UserError(`/${command.name} reads no certificates. /cert does.`);
  if (files.length === 0 || option === null) {
    return { command, action, values: readValues(command, action, rest) };
  }
  // What stands around a paste or beside a file is talk, or what a tool printed around it.
  const values = readValues(command, action, rest, 'named only');
  return { command, action, values: { ...values, [option.name]: namesOf(files) }, files };
}

/** "help" alone is one of the words only where the first names an action: else it may be a host. */
function asksForHelp({ actions }: Command, words: readonly string[]): boolean {
  if (words.includes('--help') || words.slice(0, 2).includes('-h')) return true;
  const isWord = actions.every(({ name }) => name !== '' && name !== 'help');
  return isWord && words.length === 1 && words[0]?.toLowerCase() === 'help';
}

function helpParsed(command: Command, word = ''): ParsedCommand {
  const named = word === '' ? null : actionOf(command, word.toLowerCase());
  const action: Action = {
    name: 'help',
    summary: 'Say what it takes',
    needs: 'anyone',
    options: [],
    async *run() {
      yield commandHelpMessage(command, named);
    },
  };
  return { command, action, values: {} };
}

/** Blanks separate words; double quotes keep blanks together; typographic quotes count, phones write them. */
export function splitWords(line: string): readonly string[] {
  if (line.length > longestLine) {
    throw new UserError(`That line has ${line.length} characters; ${longestLine} is the most.`);
  }
  const words: string[] = [];
  for (const match of line.matchAll(/(?:[^\s"“”„]+|["“”„][^"“”„]*["“”„]?)+/g)) {
    words.push(match[0].replace(/["“”„]/g, ''));
  }
  return words;
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
  if (command.firstIsDefault === true) return { action: first, rest: words };
  const known = command.actions.map((action) => action.name).join(', ');
  throw new UserError(
    `/${command.name} does not know "${clip(word)}". It knows: ${known}. ${exampleOf(command)}`,
  );
}

function readValues(
  command: Command,
  action: Action,
  words: readonly string[],
  taken: 'all' | 'named only' = 'all',
): Values {
  const values: Record<string, string> = {};
  const positional: string[] = [];
  let awaiting: string | null = null;
  for (const word of words) {
    const named: Named | null =
      namedValue(action, word) ??
      (awaiting !== null && isTaken(word, values[awaiting])
        ? { name: awaiting, value: word }
        : keywordIn(action, word));
    // "owner: @bo": people put a blank after a colon.
    awaiting = named !== null && isUnfinished(action, named) ? named.name : null;
    if (named === null) positional.push(word);
    else values[named.name] = joined(values[named.name], named.value);
  }
  if (secretOptionOf(action) !== null && (positional.length > 0 || hasSecret(action, values)))
    throw openTokenMistake();
  if (taken === 'all') takePositional(command, action, positional, values);
  for (const option of action.options) checkChoice(option, values);
  const missing = action.form?.isWanted(values) === true ? null : missingOption(command, action, values);
  if (missing !== null) throw missing;
  return values;
}

/** What has a form of its own was typed into a line. */
function hasSecret(action: Action, values: Values): boolean {
  const option = secretOptionOf(action);
  return option !== null && values[option.name] !== undefined;
}

function joined(before: string | undefined, value: string): string {
  return before === undefined || before === '' ? value : `${before} ${value}`;
}

type Named = { readonly name: string; readonly value: string };

/** "every 15s": the value is the next word, or the next two when it is "15 s". */
function keywordIn(action: Action, word: string): Named | null {
  const option = action.options.find(({ keyword, name }) => keyword === true && name === word.toLowerCase());
  return option === undefined ? null : { name: option.name, value: '' };
}

/** A number waits for nothing but its unit. */
function isTaken(word: string, before: string | undefined): boolean {
  return (
    before === undefined ||
    before === '' ||
    /^(s|m|h|d|w|sec|min|seconds?|minutes?|hours?|days?)$/i.test(word)
  );
}

function isUnfinished(action: Action, { name, value }: Named): boolean {
  if (value === '') return true;
  return (
    /^\d+$/.test(value) && action.options.some((option) => option.name === name && option.keyword === true)
  );
}

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

/** What is wanted and was not given, as a sentence; a platform with forms may ask for it first (`Action.form`). */
export function missingOption(
  command: Pick<Command, 'name' | 'examples'>,
  action: Pick<Action, 'name' | 'options'>,
  values: Values,
): UserError | null {
  const { name: actionName, options } = action;
  const missing = options.find(({ name, required }) => required === true && (values[name] ?? '') === '');
  if (missing === undefined) return null;
  const called = [`/${command.name}`, ...(actionName === '' ? [] : [actionName])].join(' ');
  const own = command.examples.find((example) => example.startsWith(`${called} `));
  const example = own ?? (missing.example === undefined ? null : `${called} ${missing.example}`);
  const tried = example === null ? exampleOf(command) : `Try ${example}`;
  return new UserError(`${called} needs ${missing.name}: ${missing.summary}. ${tried}`);
}

/** A choice is put as its list writes it: phones begin a word with a capital. */
function checkChoice(option: Option, values: Record<string, string>): void {
  const value = values[option.name];
  if (value === undefined || value === '' || option.choices === undefined) return;
  const chosen = option.choices.find((choice) => choice.toLowerCase() === value.toLowerCase());
  if (chosen === undefined) {
    throw new UserError(`"${clip(value)}" is not one of ${option.choices.join(', ')} for ${option.name}.`);
  }
  values[option.name] = chosen;
}

function unknownCommand(commands: readonly Command[], name: string): UserError {
  const known = commands.map((command) => `/${command.name}`).join(', ');
  if (name === '') return new UserError(`Type a command: ${known}`);
  const names = commands.map((command) => command.name);
  const meant = nearestWord(name, names);
  const looker = names.find((one) => one === 'check');
  const isTarget = looker !== undefined && /^[^\s/]+(?:\.|:\/\/)[^\s.]/.test(name);
  const hint = meant !== null ? ` Is it /${meant}?` : isTarget ? ` To look at it: /check ${clip(name)}` : '';
  return new UserError(`There is no command "${clip(name)}".${hint} There are: ${known}`);
}

function exampleOf(command: Pick<Command, 'examples'>): string {
  const example = command.examples[0];
  return example === undefined ? '' : `Try ${example}`;
}

function clip(word: string): string {
  return typedWord(word, 60);
}
