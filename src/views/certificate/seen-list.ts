import type { ServedChain } from '../../probes/chain.ts';
import type { FactsOf } from '../diagnosis/facts.ts';

/** What may be told about one list of certificates: the list itself, and what every probe saw. */
export type SeenList = {
  readonly served: ServedChain;
  readonly factsOf: FactsOf;
};
