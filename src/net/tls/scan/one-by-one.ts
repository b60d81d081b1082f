import type { Answer, Refused, Taken } from './answer.ts';

/** Who decides among what both can do. `unclear`: neither first choice was followed. `one`: there was no choice. */
export type Decider = 'server' | 'client' | 'unclear' | 'one';

export type Found = {
  /** In the order the server chose them. */
  readonly chosen: readonly number[];
  readonly answers: readonly Taken[];
  /** What ended the list; null: nothing was left to offer. */
  readonly end: Exclude<Answer, Taken> | 'off-offer' | null;
};

export type Question = {
  ask(left: readonly number[]): Promise<Answer>;
  /** What of the offer it chose; null: something that decides nothing. */
  choiceIn(answer: Taken): number | null;
};

/** Offers everything, takes away what was chosen, offers the rest: until the server takes nothing more. */
export async function oneByOne(offered: readonly number[], { ask, choiceIn }: Question): Promise<Found> {
  const chosen: number[] = [];
  const answers: Taken[] = [];
  let left = offered;
  while (left.length > 0) {
    const answer = await ask(left);
    if (answer.kind !== 'taken') return { chosen, answers, end: answer };
    const choice = choiceIn(answer);
    // It chose what was not on offer: nothing more can be learned, and it would go on for ever.
    if (choice === null || !left.includes(choice)) return { chosen, answers, end: 'off-offer' };
    chosen.push(choice);
    answers.push(answer);
    left = left.filter((one) => one !== choice);
  }
  return { chosen, answers, end: null };
}

/** Asks the same set the other way round: a server that decides chooses the same again. */
export async function deciderOf(chosen: readonly number[], { ask, choiceIn }: Question): Promise<Decider> {
  const [first] = chosen;
  const last = chosen.at(-1);
  if (chosen.length < 2) return 'one';
  const answer = await ask(chosen.toReversed());
  const choice = answer.kind === 'taken' ? choiceIn(answer) : null;
  if (choice === first) return 'server';
  return choice === last ? 'client' : 'unclear';
}

/** Whether a list that ended so is the whole list. */
export function isWhole({ end }: Found): boolean {
  return end === null || (end !== 'off-offer' && end.kind === 'refused');
}

/** An end without a word may be a server that has had enough of connections, and not one that has no more to offer. */
export function isRude(end: Found['end']): end is Refused {
  return end !== null && end !== 'off-offer' && end.kind === 'refused' && end.how !== 'alert';
}
