import { reasonOf } from '../../core/errors.ts';
import { inTime } from '../../core/in-time.ts';
import type { Message } from '../../core/message.ts';
import { detailsOf, withDetailsInside } from '../../views/details.ts';
import { mayKeepDetails, partDetails } from '../with-details.ts';
import type { AnswerWorld } from './answer.ts';

/** An answer is waited for; its closer look is not worth more than that. */
const patienceMs = 1500;

/** The message as it is shown: its closer look behind a button, or, where that cannot be kept, below it. */
export type Part = (message: Message) => Promise<Message>;

/** Each message is kept once, however often it is shown. */
export function createPart({ services, log }: Pick<AnswerWorld, 'services' | 'log'>): Part {
  const parted = new WeakMap<Message, Promise<Message>>();

  async function part(message: Message): Promise<Message> {
    const details = detailsOf(message);
    if (details === null) return message;
    if (!mayKeepDetails(message)) return withDetailsInside(message);
    try {
      const id = await inTime(services.details.keep(details), patienceMs);
      if (id !== null) return partDetails(message, id).head;
      log.warn({ patienceMs }, 'the details of an answer were not kept in time');
    } catch (thrown) {
      log.warn({ reason: reasonOf(thrown) }, 'the details of an answer could not be kept');
    }
    return withDetailsInside(message);
  }

  return (message) => {
    const before = parted.get(message);
    if (before !== undefined) return before;
    const made = part(message);
    parted.set(message, made);
    return made;
  };
}
