import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Message } from '../../core/message.ts';
import type { AnswerDetails } from '../../core/services.ts';
import { inTime } from '../../core/waiting/in-time.ts';

/** An answer is waited for; its closer look is not worth more than that. */
const longestMs = 1500;

/** The id under which the closer look is found; null where the store fails or is slow: it is shown at once then. */
export async function keepDetails(
  { keep }: Pick<AnswerDetails, 'keep'>,
  details: Message,
  log: Log,
  patienceMs = longestMs,
): Promise<string | null> {
  try {
    const id = await inTime(keep(details), patienceMs);
    if (id === null) log.warn({ patienceMs }, 'the details of an answer were not kept in time');
    return id;
  } catch (thrown) {
    log.warn({ reason: reasonOf(thrown) }, 'the details of an answer could not be kept');
    return null;
  }
}
