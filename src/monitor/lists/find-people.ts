import { reasonOf, UserError } from '../../core/errors.ts';
import type { Mention, Place } from '../../core/people.ts';
import type { WantedEndpoint } from '../../core/watch/lists/brought.ts';
import type { ListedEndpoint, ListProblem } from '../../core/watch/lists/listed.ts';

/** Finds who and where a word of a list means; rejects with UserError where it cannot. */
export type FindPeople = {
  owner(typed: string): Promise<readonly Mention[]>;
  place(typed: string): Promise<Place>;
};

/** Looks each word up once, however many lines it stands in. A line whose people are not found is a problem of that line. */
export async function findPeople(
  entries: readonly ListedEndpoint[],
  find: FindPeople,
): Promise<{ readonly wanted: readonly WantedEndpoint[]; readonly problems: readonly ListProblem[] }> {
  const owner = once(find.owner);
  const place = once(find.place);
  const wanted: WantedEndpoint[] = [];
  const problems: ListProblem[] = [];
  for (const { owners, channel, ...entry } of entries) {
    try {
      const found: Mention[] = [];
      for (const typed of owners ?? []) found.push(...(await owner(typed)));
      const home = channel === undefined ? undefined : await place(channel);
      wanted.push({
        ...entry,
        ...(owners === undefined ? {} : { owners: eachOnce(found) }),
        ...(home === undefined ? {} : { home }),
      });
    } catch (thrown) {
      if (!(thrown instanceof UserError)) throw thrown;
      problems.push({ line: entry.line, source: entry.source, why: reasonOf(thrown) });
    }
  }
  return { wanted, problems };
}

function eachOnce(people: readonly Mention[]): readonly Mention[] {
  return [...new Map(people.map((who) => [`${who.platform} ${who.kind} ${who.id}`, who])).values()];
}

function once<T>(look: (typed: string) => Promise<T>): (typed: string) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (typed) => {
    const known = asked.get(typed) ?? look(typed);
    asked.set(typed, known);
    return known;
  };
}
