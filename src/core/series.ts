/** One metric with all its samples, before it is text. */
export type Family = {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  readonly labels: readonly string[];
  readonly samples: readonly Sample[];
};

export type Sample = { readonly labels: Readonly<Record<string, string>>; readonly value: number };
