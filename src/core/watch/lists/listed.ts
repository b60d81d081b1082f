import type { Target } from '../../target.ts';

export const listFormats = ['yaml', 'csv', 'text', 'prometheus'] as const;
export type ListFormat = (typeof listFormats)[number];

/** One endpoint as a list names it. What is left out was not given; what is empty was given as nothing. */
export type ListedEndpoint = {
  /** From 1, where it begins. */
  readonly line: number;
  /** As it was written, to be shown and handed back. */
  readonly source: string;
  readonly target: Target;
  /** As typed: `slack:U012AB3CD`, `@payments-oncall`. */
  readonly owners?: readonly string[];
  readonly channel?: string;
  readonly labels?: Readonly<Record<string, string>>;
};

/** What of a list cannot be taken, and why, in words for who wrote it. */
export type ListProblem = { readonly line: number; readonly source: string; readonly why: string };

export type ReadList = {
  readonly format: ListFormat;
  readonly entries: readonly ListedEndpoint[];
  /** In the order of their lines. */
  readonly problems: readonly ListProblem[];
  /** What was passed over without harm: columns that became labels, jobs that watch something else. */
  readonly remarks: readonly string[];
  /** The list says in so many words that there are none: `endpoints: []`. */
  readonly isEmptyOnPurpose: boolean;
  /** The row that names the columns, as written; null: there is none. */
  readonly header: string | null;
};
