import type { Diagnose } from '../../core/services.ts';
import type { Raising } from '../alarms/raise.ts';
import type { AddressPace } from './address-pace.ts';
import type { AskOthers } from './agreement.ts';

export type Watcher = Raising & {
  readonly diagnose: Diagnose;
  readonly signal: AbortSignal;
  /** Left out: there is one place to look from. */
  readonly askOthers?: AskOthers | undefined;
  /** Picks those that are looked at before others are believed; left out: chance. */
  readonly random?: (() => number) | undefined;
  /** What holds looks up until their addresses have room; left out: nothing does. */
  readonly pace?: Pick<AddressPace, 'waiting' | 'wasHeldUp'> | undefined;
};
