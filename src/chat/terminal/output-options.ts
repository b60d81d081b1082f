import { type Command as Program, Option as ProgramOption } from 'commander';
import { UserError } from '../../core/errors.ts';
import { type Severity, severities } from '../../core/finding.ts';
import { parseDuration } from '../../core/text/duration.ts';
import { typedWord } from '../../core/text/typed-word.ts';
import { type FormatName, formatNames } from './formats/format.ts';

export const colourChoices = ['auto', 'always', 'never'] as const;
export type ColourChoice = (typeof colourChoices)[number];

/** What is made of the answer. `save`: the folder for the files it offers. */
export type Output = {
  readonly format: FormatName;
  readonly colour: ColourChoice;
  readonly save: string | null;
};

/** How many targets are looked at, and how often. */
export type ManyOutput = {
  /** A file of targets, "-" for standard input. */
  readonly list: string | null;
  readonly parallel: number;
  /** Between the end of one look and the next; null: once. */
  readonly watchMs: number | null;
  readonly failuresFrom: Severity;
};

const usualParallel = 10;
const mostParallel = 100;
export const usualWatch = '30s';
const shortestWatchMs = 1000;

/** Wherever a shell's user puts them: before the command, behind it, behind its action. `own`: options the action has itself. */
export function addOutputOptions(page: Program, own: readonly string[] = []): void {
  page.optionsGroup('Output:');
  if (!own.includes('format')) {
    page.addOption(
      new ProgramOption('--format <format>', 'what the answer is printed as; table is for people').choices([
        ...formatNames,
        'jsonl',
      ]),
    );
  }
  page.option('--json', 'the same as --format json: the record as JSON');
  page.addOption(
    new ProgramOption('--color <when>', 'auto: on a terminal, unless NO_COLOR is set').choices(colourChoices),
  );
  page.option('--no-color', 'the same as --color never');
  page.option('--save <dir>', 'write the files an answer offers into this folder; never over another file');
}

/** For what looks at targets. */
export function addManyOptions(page: Program): void {
  page.optionsGroup('Many targets, and again:');
  page.option(
    '--targets <file>',
    'look at those in a file too, one a line or any list that /watch import reads; - for standard input',
  );
  page.option(
    '--parallel <n>',
    `how many are looked at side by side, ${usualParallel} unless said, ${mostParallel} at most`,
  );
  page.option(
    '--watch [every]',
    `look again and again, ${usualWatch} after each look unless said; Ctrl-C ends it`,
  );
  page.addOption(
    new ProgramOption(
      '--failures-from <severity>',
      'junit: findings as grave as this fail, error unless said',
    ).choices(severities),
  );
}

type Given = Readonly<Record<string, unknown>>;

/** The nearest page at which it was given. */
function givenTo(run: Program): Given {
  const found: Record<string, unknown> = {};
  for (let page: Program | null = run; page !== null; page = page.parent) {
    for (const [name, value] of Object.entries(page.opts<Record<string, unknown>>())) found[name] ??= value;
  }
  return found;
}

export function outputOf(run: Program, own: readonly string[]): Output {
  const given = givenTo(run);
  // Of an action that has a format of its own, only what stands before the command is ours.
  const format = own.includes('format') ? outermost(run).opts<Given>().format : given.format;
  if (given.json === true && format !== undefined && format !== 'json') {
    throw new UserError(
      `--json is --format json, and --format ${String(format)} was given too. Leave one out.`,
    );
  }
  const { color } = given;
  return {
    // Two names of the same.
    format:
      format === 'jsonl'
        ? 'ndjson'
        : (formatNames.find((name) => name === format) ?? (given.json === true ? 'json' : 'table')),
    colour: color === false ? 'never' : (colourChoices.find((choice) => choice === color) ?? 'auto'),
    save: typeof given.save === 'string' ? given.save : null,
  };
}

function outermost(run: Program): Program {
  return run.parent === null ? run : outermost(run.parent);
}

export function manyOutputOf(run: Program): ManyOutput {
  const { targets, parallel, watch, failuresFrom } = givenTo(run);
  return {
    list: typeof targets === 'string' ? targets : null,
    parallel: parallel === undefined ? usualParallel : parallelFrom(String(parallel)),
    watchMs: watch === undefined ? null : watchFrom(watch === true ? usualWatch : String(watch)),
    failuresFrom: severities.find((severity) => severity === failuresFrom) ?? 'error',
  };
}

function parallelFrom(typed: string): number {
  const count = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  if (count < 1 || count > mostParallel) {
    throw new UserError(
      `--parallel takes a number from 1 to ${mostParallel}, not "${typedWord(typed, 20)}".`,
    );
  }
  return count;
}

function watchFrom(typed: string): number {
  const ms = parseDuration(typed);
  if (ms < shortestWatchMs) throw new UserError('--watch looks once a second at most. Try --watch 5s.');
  return ms;
}

/** "--watch api.example.org": what follows is a target and no length of time. */
export function withWatchTold(words: readonly string[]): readonly string[] {
  return words.map((word, at) => {
    if (word !== '--watch') return word;
    return /^\d+\s*[a-z]*$/i.test(words[at + 1] ?? '') ? word : `--watch=${usualWatch}`;
  });
}
