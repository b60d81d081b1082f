import type { Caller } from '../../../core/people.ts';
import type { Deferred } from '../answering/surface.ts';
import { standingIn } from '../people/standing.ts';
import { silentThere } from './reach.ts';

/** A thread is a channel of its own on Discord, so the place needs no thread beside it. */
export function callerOf(interaction: Deferred, onlyGuild: string | null): Caller {
  const { user, channelId } = interaction;
  const onlyAnswers = silentThere(interaction);
  const standing = standingIn(interaction, onlyGuild);
  return {
    who: { platform: 'discord', kind: 'user', id: user.id, name: user.displayName },
    place: { platform: 'discord', channel: channelId ?? '' },
    zone: null,
    ...(onlyAnswers === null ? {} : { onlyAnswers }),
    ...(standing === null ? {} : { standing }),
  };
}
