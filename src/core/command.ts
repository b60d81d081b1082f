import type { Needs } from './access/needs.ts';
import type { Handover } from './files/uploaded-file.ts';
import type { Message } from './message.ts';
import type { Caller } from './people.ts';
import type { CommandServices } from './services.ts';

export type OptionKind =
  | 'text'
  | 'target'
  /** An IP address. */
  | 'address'
  /** One or more mentions. */
  | 'owners'
  | 'channel'
  /** `key=value` pairs, comma or blank separated. */
  | 'labels'
  /** "30d", "12h", "2w". */
  | 'duration'
  | 'choice'
  /** The name of a file that comes beside the values: attached, uploaded, pasted, or on the disk of the caller. */
  | 'file'
  /** Never shown, kept or logged; in a shell it comes from a file or a prompt. */
  | 'password'
  /**
   * What must never stand in a line: asked for in a form that only who called sees, without an echo in a shell. Never
   * shown, kept or logged.
   */
  | 'secret';

export type Option = {
  readonly name: string;
  readonly kind: OptionKind;
  readonly summary: string;
  readonly required?: boolean;
  /** Taken by position when it is not written as `name:value`; in the order of the list. */
  readonly positional?: boolean;
  /** A positional that takes all remaining words. */
  readonly rest?: boolean;
  readonly choices?: readonly string[];
  /** Its name may stand before its value as a word of its own: "every 15s". */
  readonly keyword?: true;
  readonly example?: string;
  /** What can be offered while it is typed; a target offers what is watched without saying so. */
  readonly suggests?: SuggestionKind;
  /** Of a file: the lines after the first of what was typed are such a file. */
  readonly lines?: boolean;
};

/**
 * `watched`: targets that are; `finding`: ids and families for /explain; `label`: key=value pairs that are in use; `vantage`:
 * places that can be asked. The last two come as lists, of which the last word is being typed.
 */
export type SuggestionKind = 'watched' | 'finding' | 'label' | 'vantage';

export function comesAsList(kind: SuggestionKind | null): boolean {
  return kind === 'label' || kind === 'vantage';
}

/** `value` is what is typed, `label` what is shown of it. */
export type Suggestion = { readonly value: string; readonly label: string };

/** Raw text per option name; absent when not given. Each command parses its own, with UserError. */
export type Values = Readonly<Record<string, string | undefined>>;

/** Where a platform has forms: what one asks for when a command was called without it. */
export type ActionForm = {
  /** Names of options, in the order of the boxes; at most five. */
  readonly asks: readonly string[];
  /** Whether what was given leaves the rest to a form. */
  isWanted(values: Values): boolean;
  /** What stands in the boxes already; UserError when it is about nothing. */
  fill?(values: Values, services: CommandServices): Promise<Values>;
};

export type Action = {
  /** Empty on a command without subcommands. */
  readonly name: string;
  readonly summary: string;
  readonly options: readonly Option[];
  /** Who may run it, where no rule of the operator says otherwise. */
  readonly needs: Needs | ((values: Values) => Needs);
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

export type Command = {
  readonly name: string;
  readonly summary: string;
  /** `channel`: everybody there sees the answer; `caller`: only who asked. */
  readonly visibility: 'channel' | 'caller';
  readonly examples: readonly string[];
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

/** What can be offered while this option is typed. */
export function suggestedFor({ kind, suggests }: Option): SuggestionKind | null {
  return suggests ?? (kind === 'target' ? 'watched' : null);
}

export function actionOf(command: Command, name: string): Action | null {
  return command.actions.find((action) => action.name === name) ?? null;
}
