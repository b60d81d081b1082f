import { type Message, type Rung, strong, text } from '../../core/message.ts';
import { type Target, targetText } from '../../core/target.ts';
import { joined } from '../../core/text/joined.ts';
import { waitText } from '../../core/text/time-text.ts';
import type { Voice, Waiting } from '../../core/vantages/sight.ts';

/** While they are waited for: a line for each place, ticked off as it answers. */
export function waitingMessage(target: Target, waiting: readonly Waiting[], waitedMs: number): Message {
  const name = targetText(target);
  const from = joined(waiting.map(({ vantage }) => vantage));
  return {
    tone: 'neutral',
    title: [text('Checking '), strong(name), text(` from ${from} ...`)],
    blocks: [{ kind: 'ladder', rungs: waiting.map((one) => rungOf(one, waitedMs)) }],
    summary: `Checking ${name} from ${from} ...`,
  };
}

function rungOf({ vantage, taken, voice }: Waiting, waitedMs: number): Rung {
  if (voice === null) {
    const waited = waitText(waitedMs);
    const value = `${taken ? 'looking' : 'waiting'}${waited === '' ? '' : ` for ${waited}`}`;
    return { mark: taken ? 'waiting' : 'later', label: vantage, value, elapsedMs: null };
  }
  return { ...told(voice), label: vantage };
}

function told(voice: Voice): Omit<Rung, 'label'> {
  switch (voice.kind) {
    case 'silent':
      return { mark: 'unknown', value: 'no answer', elapsedMs: voice.waitedMs };
    case 'refused':
      return { mark: 'unknown', value: voice.reason, elapsedMs: null };
    case 'saw': {
      const { verdict, reason, elapsedMs } = voice.sight;
      const mark = ({ healthy: 'good', degraded: 'warning', broken: 'bad', unknown: 'unknown' } as const)[
        verdict
      ];
      return { mark, value: reason === null ? verdict : `${verdict}: ${reason}`, elapsedMs };
    }
  }
}
