import type { Place } from '../../core/people.ts';
import type { Drift } from '../../core/watch/lists/declared.ts';
import type { DigestDrift } from '../../views/digest/content.ts';

/** Of a drift, what is at home in a place; what is wrong with the file itself is told everywhere. */
export function digestDrift(drift: Drift, isHere: (home: Place) => boolean): DigestDrift {
  return {
    file: drift.file,
    isInForce: drift.problems.length === 0 && !drift.isHeld,
    changed: drift.changed.filter(({ endpoint, says }) => isHere(endpoint.home) || isHere(says.home)).length,
    removed: drift.removed.filter(({ home }) => isHere(home)).length,
    added: drift.added.filter(({ home }) => isHere(home)).length,
  };
}
