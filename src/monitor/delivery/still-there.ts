import { calledBy, mentionKey } from '../../core/message/calls.ts';
import type { Mention } from '../../core/people.ts';
import type { Presence } from '../../core/platform.ts';
import type { MarkStore } from '../../core/store/alarms.ts';
import type { Notification, QueuedNotification } from '../../core/watch/notification.ts';
import { canBeWrittenTo } from './direct.ts';
import { gonePeople, rememberPresence } from './gone-people.ts';
import { inPlaceOf } from './other-ways.ts';
import { withoutGone } from './without-gone.ts';

export type AskPresence = (who: Mention, signal: AbortSignal) => Promise<Presence>;

type Asking = {
  readonly presence: AskPresence;
  readonly marks: MarkStore;
  readonly now: () => Date;
  readonly signal: AbortSignal;
};

/** What is to be said to those who are there, and what others get who can only be reached elsewhere. */
export type Checked =
  | {
      readonly kind: 'say';
      readonly notification: QueuedNotification;
      readonly besides: readonly Notification[];
    }
  /** It was for one person, who is gone. */
  | { readonly kind: 'nobody there'; readonly besides: readonly Notification[] };

/** Nobody waits long for this: whoever cannot be asked about is called. */
const withinMs = 4000;
const mostLookedFor = 10;

/** Asks, before anybody is called, whether they are still there; the fallback people stand in for who is not. */
export async function toWhoIsThere(notification: QueuedNotification, asking: Asking): Promise<Checked> {
  const { to, fallback, message, conversation } = notification;
  const plain: Checked = { kind: 'say', notification, besides: [] };
  if (conversation?.act === 'edit') return plain;
  const wanted = to.kind === 'person' ? [to.who] : calledBy(message);
  if (wanted.length === 0) return plain;
  const found = await presences(wanted, asking);
  await lookForReturned(wanted, asking);
  const gone = wanted.filter((who) => found.get(mentionKey(who)) === 'gone');
  const here = wanted.filter((who) => found.get(mentionKey(who)) === 'here');
  if (gone.length === 0) {
    await rememberPresence(asking.marks, { gone, here }, asking.now());
    return plain;
  }
  const others = fallback.filter((who) => !wanted.some((one) => mentionKey(one) === mentionKey(who)));
  const standIns = await presences(others, asking);
  const instead = others.filter((who) => standIns.get(mentionKey(who)) !== 'gone');
  const alsoGone = others.filter((who) => standIns.get(mentionKey(who)) === 'gone');
  await rememberPresence(asking.marks, { gone: [...gone, ...alsoGone], here }, asking.now());
  const [absent] = gone;
  const directly = (people: readonly Mention[]) =>
    absent === undefined
      ? []
      : people.filter(canBeWrittenTo).map((who) => inPlaceOf(absent, notification, who));
  if (to.kind === 'person') return { kind: 'nobody there', besides: directly(instead) };
  const { platform } = to.place;
  return {
    kind: 'say',
    notification: { ...notification, message: withoutGone(message, gone, instead) },
    // A message on one platform cannot notify somebody of another.
    besides: directly(instead.filter((who) => who.platform !== platform)),
  };
}

/** Whoever was found gone is called no more, so nobody would notice that they are back. */
async function lookForReturned(wanted: readonly Mention[], asking: Asking): Promise<void> {
  const known = new Set(wanted.map(mentionKey));
  const gone = (await gonePeople(asking.marks)).map(({ who }) => who).slice(0, mostLookedFor);
  const others = gone.filter((who) => !known.has(mentionKey(who)));
  if (others.length === 0) return;
  const found = await presences(others, asking);
  const here = others.filter((who) => found.get(mentionKey(who)) === 'here');
  await rememberPresence(asking.marks, { gone: [], here }, asking.now());
}

async function presences(
  people: readonly Mention[],
  { presence, signal }: Asking,
): Promise<ReadonlyMap<string, Presence>> {
  const soon = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
  const asked = people.map(async (who) => [mentionKey(who), await presence(who, soon)] as const);
  return new Map(await Promise.all(asked));
}
