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

/** What can be offered while this option is typed. */
export function suggestedFor({ kind, suggests }: Option): SuggestionKind | null {
  return suggests ?? (kind === 'target' ? 'watched' : null);
}
