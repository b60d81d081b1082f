import type { CommandServices } from '../../../src/core/services.ts';

/** For worlds in which nobody owns anything. */
export const noHome: CommandServices['homeOf'] = async ({ who }) => ({
  ...{ who, alarms: [], rows: [], from: 0, owned: 0, watched: 0, digests: [], rules: [] },
});
