import { type Block, code, date, type Inline, type Message, note, text } from '../../core/message.ts';
import type { DigestSchedule } from '../../core/watch/digest.ts';
import { cronWords } from '../../core/watch/policy/cron.ts';

/** When the digest comes, and the next times as moments: a zone that was mistaken shows there. */
export function scheduleMessage(
  { cron, zone }: DigestSchedule,
  upcoming: readonly Date[],
  tone: Message['tone'],
): Message {
  const sentence = `The digest comes here ${cronWords(cron)}, ${zone}.`;
  const times = upcoming.flatMap((at, index): Inline[] => [
    text(index === 0 ? 'Next: ' : '; '),
    date(at, 'absolute'),
  ]);
  const next: readonly Block[] = times.length === 0 ? [] : [{ kind: 'paragraph', inlines: times }];
  return {
    tone,
    title: [text(sentence)],
    blocks: [
      ...next,
      note(
        text('Stop it with '),
        code('/digest off'),
        text('; see it at once with '),
        code('/digest now'),
        text('.'),
      ),
    ],
    summary: sentence,
    record: { cron, zone, upcoming },
  };
}
