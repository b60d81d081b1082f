import type { Store } from '../../../src/core/store/store.ts';

export type ContractStage = {
  /** The one place of this test. It may have been used before, and emptied. */
  place(): Promise<string>;
  /** The same where nobody ever was. */
  newPlace(): Promise<string>;
  /** A further handle on it; closed after the test. */
  open(): Promise<Store>;
};
