import type { Blame, FindingId } from '../../finding.ts';
import type { Agreement } from './agreement.ts';
import type { Trouble } from './problem.ts';

/**
 * One trouble of one endpoint from look to look: counted, confirmed, cleared. Kept with the sighting, so that a restart
 * forgets nothing. A look that our own connection spoiled leaves it as it was.
 */
export type Condition = {
  readonly trouble: Trouble;
  /** The leaf that has it; null where none was ever seen. */
  readonly fingerprint256: string | null;
  /** Looks in a row that saw it, and looks in a row that did not. */
  readonly bad: number;
  readonly good: number;
  /** When it was first seen of this row. */
  readonly since: Date;
  /** When it became certain; null: not yet, or over. */
  readonly confirmedAt: Date | null;
  /** The latest times it became certain or was over, newest last: how flapping is told. */
  readonly turns: readonly Date[];
  readonly cause: TroubleCause;
  /** It was so at the first sound look: nothing changed for the worse. */
  readonly fromStart?: true;
  /** What other vantages said of it; left out: they were not asked. */
  readonly agreement?: Agreement;
};

/** What the look concluded, in the words an alarm needs. */
export type TroubleCause = {
  /** Null where no rule spoke, as for a fault that has none. */
  readonly id: FindingId | null;
  readonly title: string;
  readonly fix: string | null;
  readonly reproduce: string | null;
  readonly blame: Blame;
  /** From where it was seen, in a sentence; left out where one place is enough. */
  readonly seen?: string;
};
