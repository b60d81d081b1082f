import type { Config } from '../../config.ts';
import type { DoctorLine } from '../../core/doctor.ts';
import type { VantageReport } from '../../core/vantage/vantage.ts';
import type { StoreSight } from '../../store/copies/sight.ts';

export type DoctorWorld = {
  /** Of the settings that can be read. */
  readonly config: Config;
  /** Every mistake in the settings. */
  readonly mistakes: readonly string[];
  /** How many are set. */
  readonly given: number;
  readonly now: () => Date;
  /** Looked at once, for all who ask. Rejects with what is wrong with the store; null: there is none yet. */
  store(): Promise<StoreSight | null>;
  /** Null: other settings are too wrong to look. */
  vantage(): Promise<VantageReport | null>;
  readonly slackScopes: readonly string[];
};

export type DoctorCheck = {
  readonly name: string;
  /** Left out: a few seconds. */
  readonly deadlineMs?: number;
  /** Changes nothing. What it throws becomes a fault, in the words of a UserError. */
  look(world: DoctorWorld, signal: AbortSignal): Promise<readonly DoctorLine[]>;
};
