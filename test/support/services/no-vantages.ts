import type { Vantages } from '../../../src/core/vantages/vantages.ts';

/** For worlds with one place to look from. */
export const noVantages: Vantages = {
  own: 'here',
  shared: false,
  names: async () => ['here'],
  look: async () => [],
};
