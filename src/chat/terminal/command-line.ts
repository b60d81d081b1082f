import { CommanderError, Command as Program } from 'commander';
import type { Action, Command, Option } from '../../core/command.ts';
import { type ParsedCommand, parseWords } from '../parse.ts';
import { actionExamples, commandExamples, exitHelp, programExamples } from './help-text.ts';

/** What is made of the answer. `save`: the folder for the files it offers. */
export type Output = { readonly json: boolean; readonly save: string | null };

/** `done`: help, the version or a mistake was written already. */
export type Outcome =
  | { readonly kind: 'run'; readonly request: ParsedCommand; readonly output: Output }
  | { readonly kind: 'done'; readonly mistaken: boolean };

export type CommandLineWorld = {
  readonly commands: readonly Command[];
  readonly version: string;
  readonly write: { out(text: string): void; error(text: string): void };
};

/**
 * Reads the words after the program's name. Options are `--name value`; `name:value` works as it does in chat,
 * because the words go through the same reader in the end. Throws `UserError` for what that reader refuses.
 */
export function readCommandLine(words: readonly string[], world: CommandLineWorld): Outcome {
  let outcome: Outcome = { kind: 'done', mistaken: false };
  const program = emptyProgram(world);
  for (const command of world.commands) {
    addCommand(program, command, (request, output) => {
      outcome = { kind: 'run', request, output };
    });
  }
  try {
    program.parse(words.map(withoutSlash(world.commands)), { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    return { kind: 'done', mistaken: thrown.exitCode !== 0 };
  }
  return outcome;
}

type Accept = (request: ParsedCommand, output: Output) => void;

function emptyProgram({ version, write, commands }: CommandLineWorld): Program {
  return new Program('notafter')
    .description(
      'Explains why an endpoint cannot be reached or trusted, and calls the owner of a certificate before it ends.',
    )
    .exitOverride()
    .configureOutput({ writeOut: write.out, writeErr: write.error })
    .configureHelp({ showGlobalOptions: true })
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .option('--json', 'print the record as JSON (of check, cert and dns: the diagnosis)')
    .option('--save <dir>', 'write the files an answer offers into this folder; never over another file')
    .addHelpText('after', programExamples(commands) + exitHelp);
}

function addCommand(program: Program, command: Command, accept: Accept): void {
  const [first] = command.actions;
  if (first === undefined) throw new Error(`command ${command.name} has no action`);
  const entry = program
    .command(command.name)
    .description(command.summary)
    .addHelpText('after', commandExamples(command));
  if (first.name === '') {
    describeAction(entry, command, first, accept);
    return;
  }
  // Without an action the first one runs, as in chat; a word that is none is refused by the reader.
  entry.argument('[action]').allowExcessArguments();
  entry.action((_action, _options, run: Program) => accept(requestOf(run, command, null), outputOf(run)));
  for (const action of command.actions) {
    const page = entry.command(action.name).description(action.summary);
    describeAction(page, command, action, accept);
    page.addHelpText('after', actionExamples(command, action));
  }
}

function describeAction(page: Program, command: Command, action: Action, accept: Accept): void {
  for (const option of action.options) {
    if (option.positional === true) page.argument(positionalForm(option), describe(option));
    else page.option(`--${option.name} <${valueWord(option)}>`, describe(option), repeated);
  }
  // `name:value` words come on top of the positional ones.
  page.allowExcessArguments();
  page.action((...given) => {
    const run = given.at(-1) as Program;
    accept(requestOf(run, command, action), outputOf(run));
  });
}

/** The words as the chat reader wants them: action, what stood free, then each option as `name:value`. */
function requestOf(run: Program, command: Command, action: Action | null): ParsedCommand {
  const name = action === null || action.name === '' ? [] : [action.name];
  const options: Readonly<Record<string, unknown>> = run.opts();
  const named = (action?.options ?? []).flatMap((option) => {
    const value = option.positional === true ? undefined : options[option.name];
    return typeof value === 'string' ? [`${option.name}:${value}`] : [];
  });
  return { command, ...parseWords(command, [...name, ...run.args, ...named]) };
}

function outputOf(run: Program): Output {
  const { json = false, save = null } = run.optsWithGlobals<{ json?: boolean; save?: string }>();
  return { json, save };
}

/** `--owner @alice --owner @bob` are two owners. */
function repeated(value: string, before: string | undefined): string {
  return before === undefined ? value : `${before} ${value}`;
}

function positionalForm({ name, required, rest }: Option): string {
  const word = rest === true ? `${name}...` : name;
  return required === true ? `<${word}>` : `[${word}]`;
}

function valueWord({ kind, choices }: Option): string {
  if (choices !== undefined) return choices.join('|');
  return kind;
}

function describe({ summary, example }: Option): string {
  return example === undefined ? summary : `${summary}, for example ${example}`;
}

/** `notafter /check x`, pasted from chat, is meant as it reads. */
function withoutSlash(commands: readonly Command[]): (word: string, position: number) => string {
  return (word, position) => {
    const bare = word.slice(1);
    const named = word.startsWith('/') && commands.some((command) => command.name === bare);
    return position === 0 && named ? bare : word;
  };
}
