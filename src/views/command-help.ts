import type { ActionPage, CommandPage } from '../core/command-page.ts';
import {
  type Block,
  code,
  type Inline,
  labelled,
  type Message,
  note,
  strong,
  text,
} from '../core/message.ts';
import type { Option } from '../core/option.ts';

/** What `--help` says in a chat: of a command with several actions what each does, else what it takes. */
export function commandHelpMessage(command: CommandPage, named: ActionPage | null): Message {
  const [only, ...others] = command.actions;
  const action = named ?? (others.length === 0 ? (only ?? null) : null);
  const summary = `${usageOf(command, action)}: ${action?.summary ?? command.summary}`;
  return {
    tone: 'neutral',
    title: [strong(usageOf(command, action)), text(` ${named === null ? command.summary : named.summary}`)],
    blocks: [
      ...(action === null ? actionBlocks(command) : optionBlocks(action)),
      ...exampleBlocks(command, named),
      ...(action === null ? [note(text('What one of them takes: '), code(moreOf(command)))] : []),
    ],
    summary,
    audience: 'caller',
  };
}

function usageOf({ name }: CommandPage, action: ActionPage | null): string {
  if (action === null) return `/${name}`;
  const free = action.options.filter(({ positional }) => positional === true).map(placeOf);
  return [`/${name}`, action.name, ...free].filter((word) => word !== '').join(' ');
}

function placeOf({ name, required }: Option): string {
  return required === true ? `<${name}>` : `[${name}]`;
}

function actionBlocks(command: CommandPage): readonly Block[] {
  const items = command.actions.map((action): readonly Inline[] => [
    code(usageOf(command, action)),
    text(` ${action.summary}`),
  ]);
  return [{ kind: 'list', items }];
}

function optionBlocks({ options }: ActionPage): readonly Block[] {
  if (options.length === 0) return [];
  const items = options.map((option): readonly Inline[] => [
    code(formOf(option)),
    text(` ${option.summary}`),
  ]);
  return [labelled('It takes'), { kind: 'list', items }];
}

function formOf(option: Option): string {
  if (option.positional === true) return placeOf(option);
  return `${option.name}:${option.choices?.join('|') ?? option.example ?? '...'}`;
}

function exampleBlocks({ name, examples }: CommandPage, action: ActionPage | null): readonly Block[] {
  const own =
    action === null ? examples : examples.filter((one) => one.startsWith(`/${name} ${action.name}`));
  if (own.length === 0) return [];
  return [labelled('Examples'), { kind: 'list', items: own.map((one): readonly Inline[] => [code(one)]) }];
}

function moreOf({ name, actions }: CommandPage): string {
  const taking = actions.find(({ options }) => options.length > 0) ?? actions[0];
  return `/${name} ${taking?.name ?? ''} --help`;
}
