import type { ManyOutput } from '../output-options.ts';
import type { RequestWorld, Screen } from '../run-request.ts';
import type { ListSource } from './entries.ts';

export type ManyWorld = Omit<RequestWorld, 'screen' | 'handover'> & {
  readonly screen: Omit<Screen, 'save'> & {
    /** Standard error. */
    writeError(text: string): void;
  };
  readonly many: ManyOutput;
  /** The file of targets; null: there is none. */
  readonly list: ListSource | null;
};
