import { joined } from '../../text/joined.ts';
import type { Trouble } from './problem.ts';

/** What several vantages said of a trouble that has to be seen from more than one of them before anybody is told. */
export type Agreement = {
  /** Where it was seen, where we looked ourselves among them. */
  readonly seenFrom: readonly string[];
  /** Where the target was looked at and is free of it. */
  readonly notFrom: readonly string[];
  /** How many have to see it (`Policy.agree`). */
  readonly wanted: number;
  readonly at: Date;
};

/**
 * What a client meets may depend on where it is: another route, another answer of DNS, somebody on the way. What is signed
 * (an end, a revocation) holds for a leaf wherever it is served, and a change is news and no outage.
 */
export function dependsOnPlace(trouble: Trouble): boolean {
  return trouble === 'unreachable' || trouble === 'mismatch' || trouble === 'untrusted';
}

/** `disputed`: too few see it, and some do not. Where nobody else could be heard it is believed: an outage is never hidden. */
export function outcomeOf({ seenFrom, notFrom, wanted }: Agreement): 'certain' | 'disputed' | 'over' {
  if (seenFrom.length === 0) return 'over';
  return seenFrom.length >= wanted || notFrom.length === 0 ? 'certain' : 'disputed';
}

/** "from eu-1 only", "from eu-1 and ap-1, not from us-1 and us-2". */
export function onlyFromWords({ seenFrom, notFrom }: Agreement): string {
  if (seenFrom.length === 1) return `from ${joined(seenFrom)} only`;
  return `from ${joined(seenFrom)}, not from ${joined(notFrom)}`;
}

/** What an alarm says of it: "Seen from eu-1 and us-1." */
export function seenFromWords({ seenFrom, notFrom, wanted }: Agreement): string {
  const isAlone = seenFrom.length < wanted && notFrom.length === 0;
  const others = isAlone
    ? `${seenFrom.length === 1 ? ' only' : ''}; no ${wanted === 2 ? 'second' : 'further'} vantage was there to ask`
    : notFrom.length === 0
      ? ''
      : `, not from ${joined(notFrom)}`;
  return `Seen from ${joined(seenFrom)}${others}.`;
}
