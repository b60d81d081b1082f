import type { Button, Inline } from '../../core/message.ts';

/** One thing of one's own, and what can be done about it. */
export type HomeItem = { readonly inlines: readonly Inline[]; readonly buttons: readonly Button[] };

export type HomeSection = {
  readonly heading: string;
  readonly items: readonly HomeItem[];
  /** Small print below. */
  readonly notes: readonly (readonly Inline[])[];
  /** Where the pages before and after begin; null: there is none. Left out: it has no pages. */
  readonly pages?: { readonly earlier: number | null; readonly later: number | null };
};

/** A page about what is one's own, neutral as a `Message` is: nobody is notified by it. */
export type HomeView = {
  readonly lead: readonly Inline[];
  /** Of the page itself, the likeliest first. */
  readonly buttons: readonly Button[];
  readonly sections: readonly HomeSection[];
};
