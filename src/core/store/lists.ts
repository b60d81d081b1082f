import type { Target } from '../target.ts';
import type { Amendment, Import } from '../watch/lists/brought.ts';
import type { Declared } from '../watch/lists/declared.ts';

/** Lists that people brought; those of long ago are forgotten. */
export type ImportStore = {
  keep(brought: Import): Promise<void>;
  find(id: string): Promise<Import | null>;
  /** Saves what became of it together with what it does, or neither: false when somebody else was first. */
  settle(brought: Import, amendment: Amendment): Promise<boolean>;
};

/** What WATCH_FILE said when it was last applied. */
export type DeclaredStore = {
  list(): Promise<readonly Declared[]>;
  /** Declares some, forgets others, and amends what is watched, all at once. */
  amend(declared: readonly Declared[], forgotten: readonly Target[], amendment: Amendment): Promise<void>;
};
