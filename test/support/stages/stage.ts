import type { Wish } from '../../../src/core/depth.ts';
import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { Blame, FindingId } from '../../../src/core/finding.ts';
import type { Diagnose } from '../../../src/core/services.ts';
import type { Target } from '../../../src/core/target.ts';

/**
 * One bad (or sound) server on this machine, ready to be diagnosed: what the scenario walk, the reproducers and the
 * captured examples of the finding pages are all made from.
 */
export type Stage = {
  /** Unique; in the words of the catalogue of scenarios: "expired", "RST after accept". */
  readonly name: string;
  readonly verdict: Verdict;
  /** The root cause, or the worst finding where nothing is bad; null: nothing above a notice. */
  readonly finding: FindingId | null;
  readonly blame?: Blame;
  /** Further findings that this stage must show, warnings and notices mostly. */
  readonly also?: readonly FindingId[];
  readonly wishes?: readonly Wish[];
  /** A text that the output of the finding's own command has to hold, where the tool is installed. */
  readonly shows?: RegExp;
  open(): Promise<OpenStage>;
};

export type OpenStage = AsyncDisposable & { readonly diagnose: Diagnose; readonly target: Target };
