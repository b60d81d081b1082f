import type { HomeTab } from './conversation.ts';
import type { Voice } from './voices.ts';

/** An answer to something that was asked on the Home tab, which shows in a line what came of it. */
export function shownAtHome(voice: Voice, user: string, home: HomeTab): Voice {
  return {
    ...voice,
    async finish(words) {
      await voice.finish(words);
      await home.show(user, words.summary);
    },
  };
}
