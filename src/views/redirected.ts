import { code, labelled, type Message, text } from '../core/message.ts';
import type { Mention } from '../core/people.ts';

/** Says to who reads an alarm directly why it did not come where it was meant for. */
export function withRefusedPlace(message: Message, place: string, reason: string): Message {
  const words = `it could not be posted to ${place}: ${reason}. Invite the bot there, or choose another place: `;
  return withWhyHere(message, words, '/watch edit <target> channel:#name');
}

/** The same for who reads it in the place of somebody who has left. */
export function withGonePerson(message: Message, who: Mention): Message {
  const words = `it was meant for ${who.name}, who is not there any more. Choose another owner: `;
  return withWhyHere(message, words, '/watch edit <target> owner:@name');
}

function withWhyHere(message: Message, words: string, command: string): Message {
  const why = labelled('Why you read this here', text(words), code(command));
  return { ...message, blocks: [...message.blocks, why] };
}
