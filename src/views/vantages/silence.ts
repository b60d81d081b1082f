import { lengthText } from '../../core/text/duration.ts';
import type { Voice } from '../../core/vantages/sight.ts';

/** Why a place told nothing, in a sentence. */
export function silenceWords(voice: Exclude<Voice, { kind: 'saw' }>): string {
  if (voice.kind === 'refused') return voice.reason;
  const waited = lengthText(Math.max(1000, Math.round(voice.waitedMs / 1000) * 1000));
  return voice.taken
    ? `It began to look and did not answer within ${waited}: its process may have been stopped. This says nothing about the target.`
    : `It did not answer within ${waited}: no worker there took the question. This says nothing about the target.`;
}
