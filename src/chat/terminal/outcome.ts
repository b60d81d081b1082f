import type { Command as Program } from 'commander';
import { type Action, type Command, fileOptionOf, secretOptionOf } from '../../core/command.ts';
import { UserError } from '../../core/errors.ts';
import { type ParsedCommand, parseWords } from '../asking/parse.ts';
import { type Disk, partFileWords } from './file-words.ts';
import { refuseFormat, refuseStream, reports } from './formats/format.ts';
import { type ManyRequest, partTargets, takesMany } from './many/many-request.ts';
import { type ManyOutput, manyOutputOf, type Output, outputOf } from './output-options.ts';
import type { UpkeepRequest } from './upkeep-pages.ts';

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
  | {
      readonly kind: 'many';
      readonly request: ManyRequest;
      readonly output: Output;
      readonly many: ManyOutput;
    }
  | { readonly kind: 'upkeep'; readonly request: UpkeepRequest }
  | { readonly kind: 'done'; readonly mistaken: boolean };

const passwordInArguments =
  'Every user of this machine can list the arguments of a program, so a password is not taken as one. Use --password-file, or let Notafter ask.';

export function optionNames(action: Action | null): readonly string[] {
  return (action?.options ?? []).map(({ name }) => name);
}

/** What a line asks for, from what commander made of it. Throws UserError for what the reader of the chats refuses. */
export function outcomeOf(run: Program, command: Command, action: Action | null, disk: Disk): Outcome {
  const output = outputOf(run, optionNames(action));
  const hasDiagnosis = action?.record === 'diagnosis';
  refuseFormat(output.format, { name: [command.name, action?.name ?? ''].join(' ').trim(), hasDiagnosis });
  const many = action !== null && takesMany(action) ? manyFrom(run, command, action, disk) : null;
  if (many !== null) return { kind: 'many', output, ...many };
  return { kind: 'run', output, ...requestOf(run, command, action, disk) };
}

/** Null: one target, once, or a file. */
function manyFrom(
  run: Program,
  command: Command,
  action: Action,
  disk: Disk,
): { readonly request: ManyRequest; readonly many: ManyOutput } | null {
  const many = manyOutputOf(run);
  const { targets, shared } = partTargets(action, run.args);
  if (targets.length === 0 && many.list === null) {
    if (fileOptionOf(action) === null) run.error("error: missing required argument 'target'");
    return null;
  }
  const { format, save } = outputOf(run, optionNames(action));
  const isOne =
    many.list === null && many.watchMs === null && targets.length < 2 && !reports.includes(format);
  if (isOne) return null;
  if (fileOptionOf(action) !== null && partFileWords(targets, disk).files.length > 0) {
    if (many.list === null && many.watchMs === null && !reports.includes(format)) return null;
    throw new UserError(
      'A file is read once and by itself: leave --targets and --watch out, and print it as table, json, ndjson or markdown.',
    );
  }
  if (many.watchMs !== null) refuseStream(format);
  if (save !== null) throw new UserError('--save is for the files of one answer. Ask for one target, once.');
  return { request: { command, action, targets, shared: [...shared, ...namedWords(run, action)] }, many };
}

function namedWords(run: Program, action: Action | null): readonly string[] {
  const options: Readonly<Record<string, unknown>> = run.opts();
  return (action?.options ?? []).flatMap((option) => {
    const isWord = option.positional !== true && option.kind !== 'file';
    const value = isWord ? options[option.name] : undefined;
    return typeof value === 'string' ? [`${option.name}:${value}`] : [];
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
  const named = namedWords(run, action);
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
