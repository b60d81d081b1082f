import type { ActionPage, CommandPage } from '../command-page.ts';
import type { Directory } from '../directory.ts';
import type { Values } from '../option.ts';
import type { Caller } from '../people.ts';
import type { AuditOutcome } from '../watch/audit.ts';

/** Somebody wants something run, whichever way: typed, pressed, sent with a form. */
export type AskedRun = {
  readonly command: Pick<CommandPage, 'name'>;
  readonly action: Pick<ActionPage, 'name' | 'needs' | 'options'>;
  readonly values: Values;
  readonly caller: Caller;
};

/** Three sentences for the caller: why, who may, how to get it. */
export type Refused = {
  /** "/watch policy is for admins", without a full stop. */
  readonly what: string;
  readonly why: string;
  readonly who: string;
  readonly how: string;
};

/** `services`: those that this caller may use here, for the run and nothing else. `ended` is called once, however it ended. */
export type Admission<Services> =
  | {
      readonly kind: 'admitted';
      readonly services: Services;
      ended(outcome: AuditOutcome): void;
    }
  | { readonly kind: 'refused'; readonly refused: Refused };

/** Every run passes here, on every platform. Nothing here rejects: what cannot be found out is refused. */
export type Gate<Services> = {
  admit(asked: AskedRun, services: Services): Promise<Admission<Services>>;
  /** Whether it would be refused by who asks: null, or why. Nothing is counted, and only a refusal is written down. */
  judge(asked: AskedRun, services: { readonly directory: Directory }): Promise<Refused | null>;
};
