import { calledBy, mentionKey, withoutCalls } from '../../core/message/calls.ts';
import { type Inline, type Message, note, text } from '../../core/message.ts';
import type { Mention } from '../../core/people.ts';

/**
 * The message with those named who are not there any more, and `instead` called in their place, if they are not called
 * anyhow. It says so. The same message where nobody is gone.
 */
export function withoutGone(
  message: Message,
  gone: readonly Mention[],
  instead: readonly Mention[],
): Message {
  const absent = new Set(gone.map(mentionKey));
  const called = calledBy(message);
  const missed = called.filter((who) => absent.has(mentionKey(who)));
  if (missed.length === 0) return message;
  const left = called.filter((who) => !absent.has(mentionKey(who)));
  const known = new Set(left.map(mentionKey));
  const added = instead.filter((who) => !absent.has(mentionKey(who)) && !known.has(mentionKey(who)));
  const quiet = withoutCalls(message, (who) => absent.has(mentionKey(who)));
  return {
    ...quiet,
    title: [...added.flatMap((who): Inline[] => [{ kind: 'mention', who }, text(' ')]), ...quiet.title],
    blocks: [...quiet.blocks, note(...goneWords(missed, [...added, ...left]))],
  };
}

function goneWords(missed: readonly Mention[], called: readonly Mention[]): readonly Inline[] {
  const verb = missed.length === 1 ? 'is' : 'are';
  const lead: readonly Inline[] = [...listed(missed), text(` ${verb} not there any more. `)];
  if (called.length === 0) return [...lead, text('Nobody is called in their place: choose another owner.')];
  const others = called.length === 1 ? ' is called' : ' are called';
  return [...lead, ...listed(called), text(`${others} in their place. Choose another owner.`)];
}

function listed(people: readonly Mention[]): readonly Inline[] {
  return people.flatMap((who, at): Inline[] => {
    const person: Inline = { kind: 'person', who };
    if (at === 0) return [person];
    return [text(at === people.length - 1 ? ' and ' : ', '), person];
  });
}
