import type { Message } from '../../../core/message.ts';
import type { PlatformWorld } from '../../../core/platform.ts';
import { detailsOf, withDetailsInside } from '../../../views/details.ts';
import { keepDetails } from '../../showing/keep-details.ts';
import { mayKeepDetails, partDetails } from '../../showing/with-details.ts';

/** The message as it is shown: its closer look behind a button, or, where that cannot be kept, below it. */
export type Part = (message: Message) => Promise<Message>;

/** Each message is kept once, however often it is shown. */
export function createPart({ services, log }: Pick<PlatformWorld, 'services' | 'log'>): Part {
  const parted = new WeakMap<Message, Promise<Message>>();

  async function part(message: Message): Promise<Message> {
    const details = detailsOf(message);
    if (details === null) return message;
    if (!mayKeepDetails(message)) return withDetailsInside(message);
    const id = await keepDetails(services.details, details, log);
    return id === null ? withDetailsInside(message) : partDetails(message, id).head;
  }

  return (message) => {
    const before = parted.get(message);
    if (before !== undefined) return before;
    const made = part(message);
    parted.set(message, made);
    return made;
  };
}
