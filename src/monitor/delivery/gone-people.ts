import { mentionKey } from '../../core/message/calls.ts';
import type { Mention } from '../../core/people.ts';
import type { MarkStore } from '../../core/store/alarms.ts';
import { isListOf, keptMark } from '../../core/watch/kept-mark.ts';

/** Somebody who was to be called and was not there any more. */
export type GonePerson = { readonly who: Mention; readonly since: Date };

const mark = 'people/gone';
/** Somebody else writes at the same moment; more often than this it is not the moment. */
const mostTries = 5;

/** Those who were found gone and have not been seen since, in the order of finding. */
export async function gonePeople(marks: MarkStore): Promise<readonly GonePerson[]> {
  return read(await marks.get(mark));
}

/** Keeps who is gone, since when it is known, and forgets who is there again. */
export async function rememberPresence(
  marks: MarkStore,
  seen: { readonly gone: readonly Mention[]; readonly here: readonly Mention[] },
  now: Date,
): Promise<void> {
  const here = new Set(seen.here.map(mentionKey));
  for (let tries = 0; tries < mostTries; tries += 1) {
    const before = await marks.get(mark);
    const known = read(before);
    const kept = known.filter(({ who }) => !here.has(mentionKey(who)));
    const keys = new Set(kept.map(({ who }) => mentionKey(who)));
    const added = seen.gone.filter((who) => !keys.has(mentionKey(who)));
    if (added.length === 0 && kept.length === known.length) return;
    const after = [...kept, ...added.map((who): GonePerson => ({ who, since: now }))];
    if (await marks.swap(mark, before, JSON.stringify(after))) return;
  }
}

type Stored = { readonly who: Mention; readonly since: string };

function read(value: string | null): readonly GonePerson[] {
  const kept = keptMark<readonly Stored[]>(value, isListOf({ who: 'object', since: 'date' })) ?? [];
  return kept.map(({ who, since }) => ({ who, since: new Date(since) }));
}
