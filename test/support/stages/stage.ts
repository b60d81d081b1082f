import type { Depth, Wish } from '../../../src/core/depth.ts';
import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { Blame, FindingId } from '../../../src/core/finding.ts';
import type { Diagnose } from '../../../src/core/services.ts';
import type { Expected } from '../../../src/core/target/expected.ts';
import { parseTarget, type Target } from '../../../src/core/target.ts';
import { type EngineSettings, openEngine } from '../diagnosing.ts';

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
  /** How far up it is looked at; left out: all the way. */
  readonly depth?: Depth;
  /** What the output of the finding's own command has to hold, where the tool is installed. */
  readonly shows?: RegExp;
  open(): Promise<OpenStage>;
};

export type OpenStage = AsyncDisposable & {
  readonly diagnose: Diagnose;
  readonly target: Target;
  /** PEM of the roots that a client on such a machine would trust; commands are run with them. */
  readonly anchorsPem?: string;
  /** Words before every command that is run on this stage: it has a network of its own. */
  readonly inside?: readonly string[];
};

/** What a stage is made of: where to look, how the engine is set up, and what has to be cleared away afterwards. */
export type StageParts = {
  readonly typed: string;
  readonly address?: string;
  readonly client?: string;
  readonly expected?: Expected;
  readonly settings?: EngineSettings;
  readonly servers?: readonly AsyncDisposable[];
};

/** An engine in front of servers that run already; they are cleared away with the stage. */
export function setStage({
  typed,
  address,
  client,
  expected,
  settings = {},
  servers = [],
}: StageParts): OpenStage {
  const { anchorsPem } = settings;
  return {
    diagnose: openEngine(settings),
    target: {
      ...parseTarget(typed, address ?? null, client ?? null),
      ...(expected === undefined ? {} : { expected }),
    },
    ...(anchorsPem === undefined ? {} : { anchorsPem }),
    async [Symbol.asyncDispose]() {
      for (const server of servers.toReversed()) await server[Symbol.asyncDispose]();
    },
  };
}
