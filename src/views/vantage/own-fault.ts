import { type Block, code, note, text } from '../../core/message.ts';
import { shorten } from '../../core/text/shorten.ts';

const longestReason = 160;

/** Under endpoints that could not be looked at because of us: what is broken here, and that nobody was called for it. */
export function ownFaultNote(reasons: readonly (string | null)[]): Block {
  const different = [...new Set(reasons.map((reason) => reason ?? 'no reason was given'))];
  const shown = different.slice(0, 2).map((reason) => shorten(reason, longestReason));
  return note(
    text(
      `The fault is on our side (${shown.join('; ')}), so these looks raised no alarm. The next sound one does. See `,
    ),
    code('/vantage'),
  );
}
