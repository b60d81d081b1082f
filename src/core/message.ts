import type { Mention } from './people.ts';
import type { DateStyle } from './text/time-text.ts';

/**
 * Neutral text. Every string in here may come from a certificate, a banner or a stranger: renderers escape all
 * of it, and only a `mention` may notify a person. Dates stay dates, so each reader sees their own zone.
 */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  /**
   * `relative`: "in 6 days"; `absolute`: "Tue 1 Dec 2026, 14:00"; `both`: "in 6 days (Tue 1 Dec 2026, 14:00)"; `clock`:
   * "14:02:15", to the second.
   */
  | { readonly kind: 'date'; readonly at: Date; readonly style: DateStyle }
  /** Notifies the person or group. Used by alarms only, never by digests, answers or edits. */
  | { readonly kind: 'mention'; readonly who: Mention }
  /** Names a person without notifying them. */
  | { readonly kind: 'person'; readonly who: Mention };

export const tones = ['good', 'warning', 'bad', 'neutral', 'unknown'] as const;
export type Tone = (typeof tones)[number];

/** The mark of one rung: `waiting` is being looked at now, `later` comes after it, `not-reached` never was. */
export type RungMark = 'good' | 'warning' | 'bad' | 'unknown' | 'waiting' | 'later' | 'not-reached';
export type Rung = {
  readonly mark: RungMark;
  readonly label: string;
  /** In words of a rule or a server; the moments that a rule wrote in it become dates where it is shown. */
  readonly value: string;
  /** When what it shows ends; said behind the value. */
  readonly until?: Date;
  readonly elapsedMs: number | null;
};

export type Block =
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'ladder'; readonly rungs: readonly Rung[] }
  /** "Cause", "Fix": a bold label and what follows it. */
  | { readonly kind: 'labelled'; readonly label: string; readonly inlines: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'divider' }
  /** Small print. */
  | { readonly kind: 'note'; readonly inlines: readonly Inline[] };

/** A button is a command with its options filled in: there is no second kind of handler. */
export type Button = {
  readonly label: string;
  readonly command: string;
  readonly subcommand?: string;
  readonly values: Readonly<Record<string, string>>;
  readonly style?: 'primary' | 'danger';
  /** Options that a form asks for once it is pressed; its label ends in "...". */
  readonly asks?: readonly string[];
};

/** A file that an answer offers: a PEM to install, say. Text only, and never a private key. */
export type OfferedFile = {
  /** A plain file name, "missing-intermediate.pem". */
  readonly name: string;
  readonly mediaType: string;
  readonly text: string;
};

/** Drawn by us, PNG. Where a platform shows none, `alternative` says what it shows. */
export type Picture = {
  /** A plain file name, "timeline.png". */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly alternative: string;
};

/**
 * What the reader wants who looks closer: evidence, other findings, certificates, the command that shows it, files. Slack puts
 * it into the thread, Discord behind *Details*; a terminal and the console show it below, and keep the order of the blocks.
 */
export type Details = {
  readonly blocks: readonly Block[];
  readonly files?: readonly OfferedFile[];
};

/** One of several to go on with: which finding, which target. */
export type Choice = {
  /** What is to be chosen, in a few words. */
  readonly label: string;
  readonly of: readonly Button[];
};

export type Message = {
  readonly tone: Tone;
  /** The verdict sentence; the first thing read. */
  readonly title: readonly Inline[];
  readonly blocks: readonly Block[];
  readonly details?: Details;
  readonly buttons?: readonly Button[];
  /** A list to choose from, where a platform has one; the text names them all the same. */
  readonly choice?: Choice;
  /** Offered for download where a platform can; elsewhere named with how to get it. */
  readonly files?: readonly OfferedFile[];
  /** Shown under the message where a platform can. */
  readonly pictures?: readonly Picture[];
  /** One plain line for notifications, logs and screen readers. */
  readonly summary: string;
  /** Said to the caller alone where a platform can still choose: a mistake in typing is nobody else's business. */
  readonly audience?: 'caller';
  /** It says why nothing was done: never said where others read, nor in the place of a message that is there. */
  readonly aside?: true;
  /** It stays where what is shown grows line by line, as in a terminal: the next one comes below it and not in its place. */
  readonly stays?: true;
  /** The record this message shows, for `--json`: dates and bytes as they are in memory. */
  readonly record?: unknown;
};

export function text(value: string): Inline {
  return { kind: 'text', text: value };
}
export function strong(value: string): Inline {
  return { kind: 'strong', text: value };
}
export function code(value: string): Inline {
  return { kind: 'code', text: value };
}
export function date(at: Date, style: DateStyle = 'both'): Inline {
  return { kind: 'date', at, style };
}
export function paragraph(...inlines: readonly Inline[]): Block {
  return { kind: 'paragraph', inlines };
}
export function note(...inlines: readonly Inline[]): Block {
  return { kind: 'note', inlines };
}
export function labelled(label: string, ...inlines: readonly Inline[]): Block {
  return { kind: 'labelled', label, inlines };
}
