import { type Action, type Command, fileOptionOf } from '../../core/command.ts';
import { upkeepNames } from './upkeep-pages.ts';

export const exitHelp = `
Exit codes:
  0    healthy
  1    degraded: some clients fail or soon will
  2    broken: clients cannot work
  3    unknown: it could not be looked at, or the command was not understood
  130  stopped by Ctrl-C before there was an answer
Of many targets it is the code of the worst: broken, then unknown, then degraded.

Colour follows --color, then NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE; the width COLUMNS. Settings are read from the
environment and from .env. More: docs/shell.md.
`;

export function programExamples(commands: readonly Command[]): string {
  const lines = commands.flatMap(({ examples }) => examples.slice(0, 1));
  return `${exampleBlock(lines)}
  notafter check api.example.org --address 192.0.2.7
  notafter check api.example.org --json
  notafter check a.example.org b.example.org --format markdown
  notafter check --targets hosts.txt --parallel 20
  notafter check api.example.org --watch 10s
  notafter completion bash
`;
}

const fileExamples = [
  'fullchain.pem privkey.pem',
  'keystore.p12 --password-file password.txt',
  '- < fullchain.pem',
];

export function commandExamples(command: Command): string {
  const { name, examples } = command;
  const [first] = command.actions;
  const isReader = first?.name === '' && fileOptionOf(first) !== null;
  const files = isReader ? fileExamples.map((words) => `/${name} ${words}`) : [];
  return `${exampleBlock([...examples, ...files])}\n`;
}

export const completionHelp = `
Once, in each shell's own place:
  bash  notafter completion bash > ~/.local/share/bash-completion/completions/notafter
  zsh   notafter completion zsh > ~/.zfunc/_notafter   (with fpath+=~/.zfunc before compinit)
  fish  notafter completion fish > ~/.config/fish/completions/notafter.fish
`;

/**
 * "help check" as "check --help": in a shell help is about what a shell takes. Words that name nothing are left to the reader,
 * which says what is near.
 */
export function asHelp(words: readonly string[], commands: readonly Command[]): readonly string[] {
  const [first, name, action] = words;
  if (first?.replace(/^\//, '') !== 'help' || words.some((word) => word.startsWith('-'))) return words;
  if (name === undefined) return ['--help'];
  const bare = name.replace(/^\//, '').toLowerCase();
  const command = commands.find((one) => one.name === bare);
  if (command === undefined) return isShellPage(bare) ? [bare, '--help'] : [bare];
  const isAction = command.actions.some((one) => one.name !== '' && one.name === action?.toLowerCase());
  return isAction ? [bare, action?.toLowerCase() ?? '', '--help'] : [bare, '--help'];
}

function isShellPage(name: string): boolean {
  return name === 'completion' || upkeepNames.includes(name);
}

/** Of a command whose targets can be many. */
export function manyExamples(name: string): string {
  return `
Many targets:
  notafter ${name} a.example.org b.example.org
  notafter ${name} --targets hosts.txt --format junit > report.xml
  cat hosts.txt | notafter ${name} --targets - --format ndjson
  notafter ${name} --targets hosts.txt --watch 1m
`;
}

export function actionExamples({ name, examples }: Command, action: Action): string {
  const own = examples.filter((example) => example.startsWith(`/${name} ${action.name}`));
  return own.length === 0 ? '' : `${exampleBlock(own)}\n`;
}

function exampleBlock(examples: readonly string[]): string {
  return ['\nExamples:', ...examples.map((example) => `  ${shellForm(example)}`)].join('\n');
}

/** "/watch list", as the chats have it, to what one types in a shell. */
export function shellForm(example: string): string {
  return example.replace(/^\//, 'notafter ');
}

/**
 * Hints such as "Change it with /watch edit." as they read in a shell. `names` are the commands there are; a path
 * in a URL is left alone because no blank stands before it.
 */
export function inShellWords(text: string, names: readonly string[]): string {
  return text.replace(/(^|[\s"'(])\/([a-z]+)(?![\w/])/g, (whole, before: string, name: string) =>
    names.includes(name) ? `${before}notafter ${name}` : whole,
  );
}
