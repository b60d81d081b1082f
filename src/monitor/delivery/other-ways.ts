import { withoutCalls } from '../../core/message/calls.ts';
import type { Message } from '../../core/message.ts';
import { type Mention, placeText } from '../../core/people.ts';
import type { Notification, Outgoing } from '../../core/watch/notification.ts';
import { withGonePerson, withRefusedPlace } from '../../views/redirected.ts';
import { canBeWrittenTo, directKey } from './direct.ts';

/**
 * A direct message to each who can get one, after the place refused it for good. A conversation moves as a whole: its
 * head, what follows and the rewriting of the head go to a conversation of that person's own. What a person refuses
 * in turn has no further way.
 */
export function otherWays(notification: Outgoing, reason: string): readonly Notification[] {
  const { to, message } = notification;
  if (to.kind === 'person') return [];
  const words = withoutCalls(message);
  const told = needsReason(notification) ? withRefusedPlace(words, placeText(to.place), reason) : words;
  return notification.fallback
    .filter(canBeWrittenTo)
    .map((who) => ({ ...directly(notification, who, told), ...moved(notification, who) }));
}

/** For one person, who reads it in the place of somebody who has left. */
export function inPlaceOf(gone: Mention, notification: Outgoing, who: Mention): Notification {
  return directly(notification, who, withGonePerson(withoutCalls(notification.message), gone));
}

function directly({ key, endpointId }: Notification, who: Mention, message: Message): Notification {
  return { key: directKey(key, who), to: { kind: 'person', who }, message, fallback: [], endpointId };
}

/** What follows a head that moved before stands under it, where the reason was said. */
function needsReason({ conversation, head = null }: Outgoing): boolean {
  if (conversation === undefined || conversation.act === 'open') return true;
  return conversation.act !== 'edit' && head !== null;
}

function moved(
  { conversation }: Notification,
  { platform, id }: Mention,
): Pick<Notification, 'conversation'> {
  if (conversation === undefined) return {};
  return { conversation: { id: `${conversation.id}>${platform}:${id}`, act: conversation.act } };
}
