import { CommanderError, Command as Program } from 'commander';
import { type Action, type Command, fileOptionOf, type Option, secretOptionOf } from '../../core/command.ts';
import { UserError } from '../../core/errors.ts';
import { holdsToken, openTokenMistake } from '../../core/files/open-token.ts';
import { takePaste } from '../../core/files/paste.ts';
import { type ParsedCommand, parseWords } from '../parse.ts';
import { type Disk, partFileWords } from './file-words.ts';
import { actionExamples, commandExamples, exitHelp, programExamples } from './help-text.ts';

/** What is made of the answer. `save`: the folder for the files it offers. */
export type Output = { readonly json: boolean; readonly save: string | null };

/** What the words name on this machine; "-" is standard input. */
export type Local = {
  readonly files: readonly string[];
  readonly passwordFile: string | null;
  /** Holds what may stand in no line: --token-file. */
  readonly secretFile: string | null;
  readonly remark: string | null;
};

/** `done`: help, the version or a mistake was written already. */
export type Outcome =
  | { readonly kind: 'run'; readonly request: ParsedCommand; readonly output: Output; readonly local: Local }
  | { readonly kind: 'done'; readonly mistaken: boolean };

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
  const program = emptyProgram(world);
  for (const command of world.commands) {
    addCommand(program, command, (action, run) => {
      outcome = { kind: 'run', output: outputOf(run), ...requestOf(run, command, action, world.disk) };
    });
  }
  try {
    program.parse(words.map(asMeant(world.commands)), { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    return { kind: 'done', mistaken: thrown.exitCode !== 0 };
  }
  return outcome;
}

const passwordHelp = 'a file whose first line is the password of the file that is read; - for standard input';
const secretHelp = 'a file that holds it, - for standard input; asked for without an echo when left out';
const passwordInArguments =
  'Every user of this machine can list the arguments of a program, so a password is not taken as one. Use --password-file, or let Notafter ask.';

type Accept = (action: Action | null, run: Program) => void;

function emptyProgram({ version, write, commands }: CommandLineWorld): Program {
  return new Program('notafter')
    .description(
      'Explains why an endpoint cannot be reached or trusted, and calls the owner of a certificate before it ends.',
    )
    .exitOverride()
    .configureOutput({ writeOut: write.out, writeErr: write.error })
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('--help after a command says what it takes.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .option(
      '--json',
      'print the record as JSON (of check, cert and dns: the diagnosis; of a file: its report)',
    )
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
    describeAction(entry, first, accept);
    return;
  }
  // Without an action the first one runs, as in chat; a word that is none is refused by the reader.
  if (command.firstIsDefault === true) {
    describeAction(entry, first, accept);
  } else {
    entry.argument('[action]').allowExcessArguments();
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
  for (const option of action.options) {
    if (option.positional === true)
      page.argument(positionalForm(option, alternative), describe(option) + alternativeHelp);
    else if (option.kind === 'password') page.option('--password-file <file>', passwordHelp);
    else if (option.kind === 'secret') page.option(`--${option.name}-file <file>`, secretHelp);
    else page.option(`--${option.name} <${valueWord(option)}>`, describe(option), repeated);
  }
  // `name:value` words come on top of the positional ones.
  page.allowExcessArguments();
  page.action((...given) => {
    accept(action, given.at(-1) as Program);
  });
}

/** The words as the chat reader wants them: action, what stood free, then each option as `name:value`. */
function requestOf(
  run: Program,
  command: Command,
  action: Action | null,
  disk: Disk,
): { readonly request: ParsedCommand; readonly local: Local } {
  const name = action === null || action.name === '' ? [] : [action.name];
  const options: Readonly<Record<string, unknown>> = run.opts();
  const named = (action?.options ?? []).flatMap((option) => {
    const isWord = option.positional !== true && option.kind !== 'file';
    const value = isWord ? options[option.name] : undefined;
    return typeof value === 'string' ? [`${option.name}:${value}`] : [];
  });
  const isReader = action !== null && fileOptionOf(action) !== null;
  const { files, others, remark } = isReader
    ? partFileWords(run.args, disk)
    : { files: [], others: run.args, remark: null };
  const request = parseWords(command, [...name, ...others, ...named]);
  if (action?.options.some(({ kind, name: at }) => kind === 'password' && request.values[at] !== undefined)) {
    throw new UserError(passwordInArguments);
  }
  const asked = options.file === undefined ? [] : [String(options.file)];
  const passwordFile = options.passwordFile === undefined ? null : String(options.passwordFile);
  const secret = action === null ? null : secretOptionOf(action);
  const secretFile = secret === null ? undefined : options[`${secret.name}File`];
  return {
    request,
    local: {
      files: [...asked, ...files],
      passwordFile,
      secretFile: typeof secretFile === 'string' ? secretFile : null,
      remark,
    },
  };
}

function outputOf(run: Program): Output {
  const { json = false, save = null } = run.optsWithGlobals<{ json?: boolean; save?: string }>();
  return { json, save };
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
