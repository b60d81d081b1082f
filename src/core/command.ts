import type { ActionPage, CommandPage } from './command-page.ts';
import type { Handover } from './files/uploaded-file.ts';
import type { Message } from './message.ts';
import type { Option, Values } from './option.ts';
import type { Caller } from './people.ts';
import type { CommandServices } from './services.ts';

/** Where a platform has forms: what one asks for when a command was called without it. */
export type ActionForm = {
  /** Names of options, in the order of the boxes; at most five. */
  readonly asks: readonly string[];
  /** Whether what was given leaves the rest to a form. */
  isWanted(values: Values): boolean;
  /** What stands in the boxes already; UserError when it is about nothing. */
  fill?(values: Values, services: CommandServices): Promise<Values>;
};

export type Action = ActionPage & {
  readonly form?: ActionForm;
  /** Whether something comes to the caller's place later, unasked: refused where the platform cannot do that. */
  speaksLater?(values: Values): boolean;
  /** Once it is stopped it still has something to say: in a terminal, Ctrl-C asks for that. */
  readonly endsItself?: true;
  /** The answer's record is the `Diagnosis` of its option `target`: a shell looks at many at once and makes reports of them. */
  readonly record?: 'diagnosis';
  /** Yields the message as it grows; the last one is the answer. Each replaces the one before. */
  run(
    values: Values,
    caller: Caller,
    services: CommandServices,
    signal: AbortSignal,
    handover?: Handover,
  ): AsyncIterable<Message>;
};

export type Command = Omit<CommandPage, 'actions'> & {
  /** `channel`: everybody there sees the answer; `caller`: only who asked. */
  readonly visibility: 'channel' | 'caller';
  /** One action named "" or several named ones; the first is what a bare `/name` does where a platform allows it. */
  readonly actions: readonly Action[];
  /** With several actions: a line whose first word names none of them is for the first, as `/follow api.example.org` is. */
  readonly firstIsDefault?: true;
};

/** The option that a file beside the values fills; null when the action takes none. */
export function fileOptionOf({ options }: Action): Option | null {
  return options.find(({ kind }) => kind === 'file') ?? null;
}

/** The option that a form of its own asks for; null when the action takes none. */
export function secretOptionOf({ options }: Action): Option | null {
  return options.find(({ kind }) => kind === 'secret') ?? null;
}

export function actionOf(command: Command, name: string): Action | null {
  return command.actions.find((action) => action.name === name) ?? null;
}
