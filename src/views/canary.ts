import { date, type Inline, type Message, note, strong, text } from '../core/message.ts';
import type { CanaryFailure, CanaryResult } from '../core/watch/canary.ts';

const lead = 'Notafter does not see what it must see';

/** The alarm about ourselves: test servers of our own are bad, and were not told as bad, or the other way round. */
export function canaryAlarm({ at, failures }: Pick<CanaryResult, 'at' | 'failures'>): Message {
  return {
    tone: 'bad',
    title: [strong(lead), text('. Do not rely on its silence until this is mended')],
    blocks: [
      { kind: 'list', items: failures.map(({ words }) => [text(`${words}.`)]) },
      note(
        text(
          'Every day it watches three servers of its own on loopback: one expired, one revoked, one sound. Seen ',
        ),
        date(at, 'absolute'),
        text(
          '. Look at the clock and the free disk of this machine, then at the log; after an update, go back to the last release.',
        ),
      ),
    ],
    buttons: [{ label: 'This machine', command: 'vantage', values: {} }],
    summary: `${lead}: ${failures.map(({ words }) => words).join('; ')}`,
  };
}

/** In the thread, a day later. */
export function canaryStillFails({ at, failures }: Pick<CanaryResult, 'at' | 'failures'>): Message {
  const words = failures.map((failure) => failure.words).join('; ');
  return {
    tone: 'bad',
    title: [strong('Still so'), text(' '), date(at, 'absolute'), text(`: ${words}`)],
    blocks: [],
    summary: `${lead}, still: ${words}`,
  };
}

export function canaryRecovered(at: Date): Message {
  const words =
    'Notafter sees what it must see again: its expired and its revoked test server are told, and the sound one is not';
  return {
    tone: 'good',
    title: [strong(words), text(', since '), date(at, 'absolute')],
    blocks: [],
    summary: words,
  };
}

/** The line of `/vantage`: "seen as bad 3 hours ago". */
export function canaryInlines(last: CanaryResult | 'off' | null): readonly Inline[] {
  if (last === 'off')
    return [text('off: nothing tries whether expired and revoked certificates are still seen')];
  if (last === null) return [text('has not run yet: it runs some minutes after the bot was started first')];
  const when = date(last.at, 'relative');
  if (last.failures.length === 0) {
    return [
      text('in order: its expired and its revoked test server were seen as bad and its sound one as sound, '),
      when,
    ];
  }
  return [text(`failed `), when, text(`: ${wordsOf(last.failures)}`)];
}

function wordsOf(failures: readonly CanaryFailure[]): string {
  return failures.map(({ words }) => words).join('; ');
}
