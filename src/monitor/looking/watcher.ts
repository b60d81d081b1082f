import type { Diagnose } from '../../core/services.ts';
import type { Raising } from '../alarms/raise.ts';
import type { AskOthers } from './agreement.ts';

export type Watcher = Raising & {
  readonly diagnose: Diagnose;
  readonly signal: AbortSignal;
  /** Left out: there is one place to look from. */
  readonly askOthers?: AskOthers | undefined;
  /** Picks those that are looked at before others are believed; left out: chance. */
  readonly random?: (() => number) | undefined;
};
