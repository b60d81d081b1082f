import type { Log } from '../../../core/log.ts';
import type { Caller } from '../../../core/people.ts';
import { outcomeOf, readRefusal } from '../api/refusal.ts';
import type { Compose } from '../rendering/compose.ts';
import type { Layouts } from '../rendering/layouts.ts';
import { say } from '../sending/say.ts';
import type { Deferred } from './surface.ts';

const patienceMs = 20_000;

/**
 * After the 15 minutes of an interaction the bot speaks for itself: privately where the question was private, and where it may
 * not speak in the channel.
 */
export async function sayLate(
  { client, channelId }: Deferred,
  compose: Compose,
  { isPrivate, caller }: { readonly isPrivate: boolean; readonly caller: Caller },
  { layouts, log }: { readonly layouts: Layouts; readonly log: Log },
): Promise<void> {
  const saying = { rest: client.rest, layouts, signal: AbortSignal.timeout(patienceMs) };
  const inPrivate = async () => {
    const { id } = await client.users.createDM(caller.who.id);
    await say({ channel: id }, null, compose, saying);
  };
  if (isPrivate || channelId === null || caller.onlyAnswers !== undefined) return inPrivate();
  try {
    await say({ channel: channelId }, null, compose, saying);
  } catch (thrown) {
    const refusal = readRefusal(thrown);
    if (outcomeOf(refusal).kind !== 'refused') throw thrown;
    log.info({ ...refusal, channelId }, 'an answer that took long went to its caller alone');
    await inPrivate();
  }
}
