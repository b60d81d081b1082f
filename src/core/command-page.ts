import type { Needs } from './access/needs.ts';
import type { Option, Values } from './option.ts';

/** What can be told of an action without running it. */
export type ActionPage = {
  /** Empty on a command without subcommands. */
  readonly name: string;
  readonly summary: string;
  readonly options: readonly Option[];
  /** Who may run it, where no rule of the operator says otherwise. */
  readonly needs: Needs | ((values: Values) => Needs);
};

/** What `/help` tells of a command. */
export type CommandPage = {
  readonly name: string;
  readonly summary: string;
  readonly examples: readonly string[];
  readonly actions: readonly ActionPage[];
};
