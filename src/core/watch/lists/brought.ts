import type { Mention, Place } from '../../people.ts';
import type { Target } from '../../target.ts';
import type { Endpoint, EndpointChange } from '../endpoint.ts';
import type { ListFormat, ListProblem } from './listed.ts';

/** An endpoint of a list with its people and places found. What is left out was not given. */
export type WantedEndpoint = {
  readonly line: number;
  readonly source: string;
  readonly target: Target;
  readonly owners?: readonly Mention[];
  readonly home?: Place;
  readonly labels?: Readonly<Record<string, string>>;
};

export type PlannedChange = {
  readonly line: number;
  readonly endpoint: Endpoint;
  readonly change: EndpointChange;
};

/** What a list would do to what is watched. */
export type ListPlan = {
  readonly add: readonly WantedEndpoint[];
  readonly change: readonly PlannedChange[];
  readonly unchanged: number;
  /** Named again in the same words, which is no mistake and does nothing. */
  readonly repeated: number;
  /** What was not refused; several may stand in one line. */
  readonly taken: readonly WantedEndpoint[];
  readonly problems: readonly ListProblem[];
};

/** A list that somebody brought, from the trial to what became of it. */
export type Import = {
  readonly id: string;
  readonly at: Date;
  readonly by: Mention;
  /** Of the file, or what else it came as. */
  readonly name: string;
  readonly format: ListFormat;
  readonly state: 'tried' | 'applied' | 'undone';
  /** Where alarms of those go that name no channel. */
  readonly home: Place;
  readonly wanted: readonly WantedEndpoint[];
  /** What it did, once it was applied. */
  readonly added: readonly { readonly id: string; readonly target: Target }[];
  readonly changed: readonly {
    readonly id: string;
    readonly before: EndpointChange;
    readonly after: EndpointChange;
  }[];
  /** Counts saves: of two who press at once one has to look again. */
  readonly version: number;
};

/** Done to what is watched all at once, or not at all. */
export type Amendment = {
  readonly add: readonly Endpoint[];
  readonly change: readonly {
    readonly id: string;
    readonly change: EndpointChange;
    readonly origin?: 'person' | 'file';
  }[];
  readonly remove: readonly string[];
};

export const noAmendment: Amendment = { add: [], change: [], remove: [] };
