import { Argument, CommanderError, Command as Program } from 'commander';
import { type Action, type Command, fileOptionOf } from '../../core/command.ts';
import { holdsToken, openTokenMistake } from '../../core/files/open-token.ts';
import { takePaste } from '../../core/files/paste.ts';
import type { Option } from '../../core/option.ts';
import { completionScript, type Shell, shells } from './completion/scripts.ts';
import type { Disk } from './file-words.ts';
import {
  actionExamples,
  commandExamples,
  completionHelp,
  exitHelp,
  manyExamples,
  programExamples,
} from './help-text.ts';
import { takesMany } from './many/many-request.ts';
import { type Outcome, optionNames, outcomeOf } from './outcome.ts';
import { addManyOptions, addOutputOptions, withWatchTold } from './output-options.ts';
import { addUpkeep, type UpkeepRequest } from './upkeep-pages.ts';

export type CommandLineWorld = {
  readonly commands: readonly Command[];
  readonly version: string;
  readonly disk: Disk;
  readonly write: { out(text: string): void; error(text: string): void };
};

/**
 * Reads the words after the program's name. Options are `--name value`; `name:value` works as it does in chat,
 * because the words go through the same reader in the end. Throws `UserError` for what that reader refuses.
 */
export function readCommandLine(words: readonly string[], world: CommandLineWorld): Outcome {
  // Before anything could repeat it.
  if (words.some(holdsToken)) throw openTokenMistake();
  let outcome: Outcome = { kind: 'done', mistaken: false };
  const program = programOf(world, {
    command(command, action, run) {
      outcome = outcomeOf(run, command, action, world.disk);
    },
    upkeep(request) {
      outcome = { kind: 'upkeep', request };
    },
  });
  try {
    program.parse(withWatchTold(words).map(asMeant(world.commands)), { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    return { kind: 'done', mistaken: thrown.exitCode !== 0 };
  }
  return outcome;
}

const passwordHelp = 'a file whose first line is the password of the file that is read; - for standard input';
const secretHelp = 'a file that holds it, - for standard input; asked for without an echo when left out';

/** Every page with its options, to be looked through and not run. */
export function programFor(commands: readonly Command[]): Program {
  const silent = { out: () => undefined, error: () => undefined };
  const nobody = { command: () => undefined, upkeep: () => undefined };
  return programOf({ commands, version: '', disk: () => null, write: silent }, nobody);
}

type Takers = {
  command(command: Command, action: Action | null, run: Program): void;
  upkeep(request: UpkeepRequest): void;
};

function programOf(world: CommandLineWorld, takers: Takers): Program {
  const program = emptyProgram(world);
  for (const command of world.commands) {
    addCommand(program, command, (action, run) => takers.command(command, action, run));
  }
  addUpkeep(program, takers.upkeep);
  addCompletion(program, world.write.out);
  return program;
}

/** Of the shell alone: no chat has use for it. */
function addCompletion(program: Program, write: (text: string) => void): void {
  program
    .command('completion')
    .description('Print what makes a shell complete commands, options, choices, targets and findings')
    .addArgument(new Argument('<shell>', 'the shell it is for').choices(shells))
    .addHelpText('after', completionHelp)
    .action((shell: Shell) => write(completionScript(shell)));
}

type Accept = (action: Action | null, run: Program) => void;

function emptyProgram({ version, write, commands }: CommandLineWorld): Program {
  const program = new Program('notafter')
    .description(
      'Explains why an endpoint cannot be reached or trusted, and calls the owner of a certificate before it ends.',
    )
    .exitOverride()
    .configureOutput({ writeOut: write.out, writeErr: write.error })
    .showHelpAfterError('--help after a command says what it takes.')
    // The command "help" is one of ours.
    .helpCommand(false)
    .enablePositionalOptions()
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', programExamples(commands) + exitHelp);
  addOutputOptions(program);
  return program;
}

function addCommand(program: Program, command: Command, accept: Accept): void {
  const [first] = command.actions;
  if (first === undefined) throw new Error(`command ${command.name} has no action`);
  const entry = program
    .command(command.name)
    .description(command.summary)
    .helpCommand(false)
    .enablePositionalOptions()
    .addHelpText('after', commandExamples(command));
  if (first.name === '') {
    describeAction(entry, first, accept);
    return;
  }
  // Without an action the first one runs, as in chat; a word that is none is refused by the reader.
  if (command.firstIsDefault === true) {
    describeAction(entry, first, accept);
  } else {
    entry.argument('[action]').allowExcessArguments();
    addOutputOptions(entry);
    entry.action((_action, _options, run: Program) => accept(null, run));
  }
  for (const action of command.actions) {
    const page = entry.command(action.name).description(action.summary);
    describeAction(page, action, accept);
    page.addHelpText('after', actionExamples(command, action));
  }
}

function describeAction(page: Program, action: Action, accept: Accept): void {
  const isReader = fileOptionOf(action) !== null;
  const alternative = isReader ? '|file' : '';
  const alternativeHelp = isReader ? '; or files of this machine, - for standard input' : '';
  const isMany = takesMany(action);
  for (const option of action.options) {
    if (option.positional === true && isMany)
      page.argument(
        `[${option.name}${alternative}...]`,
        `${describe(option)}; several at once${alternativeHelp}`,
      );
    else if (option.positional === true)
      page.argument(positionalForm(option, alternative), describe(option) + alternativeHelp);
    else if (option.kind === 'password') page.option('--password-file <file>', passwordHelp);
    else if (option.kind === 'secret') page.option(`--${option.name}-file <file>`, secretHelp);
    else page.option(`--${option.name} <${valueWord(option)}>`, describe(option), repeated);
  }
  if (isMany) {
    addManyOptions(page);
    page.addHelpText('after', manyExamples(page.name()));
  }
  addOutputOptions(page, optionNames(action));
  // `name:value` words come on top of the positional ones.
  page.allowExcessArguments();
  page.action((...given) => {
    accept(action, given.at(-1) as Program);
  });
}

/** `--owner @alice --owner @bob` are two owners. */
function repeated(value: string, before: string | undefined): string {
  return before === undefined ? value : `${before} ${value}`;
}

function positionalForm({ name, required, rest }: Option, alternative: string): string {
  const word = rest === true ? `${name}...` : name + alternative;
  return required === true ? `<${word}>` : `[${word}]`;
}

function valueWord({ kind, choices }: Option): string {
  if (choices !== undefined) return choices.join('|');
  return kind;
}

function describe({ summary, example }: Option): string {
  return example === undefined ? summary : `${summary}, for example ${example}`;
}

/** `notafter /check x`, pasted from chat, is meant as it reads; so is a certificate. */
function asMeant(commands: readonly Command[]): (word: string, position: number) => string {
  return (word, position) => {
    // A paste begins as an option does.
    if (takePaste(word) !== null) return `\n${word}`;
    const bare = word.slice(1);
    const named = word.startsWith('/') && commands.some((command) => command.name === bare);
    return position === 0 && named ? bare : word;
  };
}
