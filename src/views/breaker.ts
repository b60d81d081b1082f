import { plainMessage } from '../core/message/plain-message.ts';
import { type Button, date, labelled, type Message, note, strong, text } from '../core/message.ts';
import { spanText } from '../core/text/time-text.ts';
import type { BreakerState } from '../core/watch/breaker.ts';

export type BreakerContent = {
  readonly worse: number;
  readonly total: number;
};

/** What is told when too much became worse at once: a doubt about ourselves, not about all of them. */
export function breakerMessage({
  worse,
  total,
  names,
  trip,
}: BreakerContent & { readonly names: readonly string[]; readonly trip: string }): Message {
  const says = `${worse} of ${total} watched endpoints became worse at once`;
  const rest = worse - names.length;
  return {
    tone: 'unknown',
    title: [strong(says), text(': this looks like us, and nobody is called about them')],
    blocks: [
      {
        kind: 'paragraph',
        inlines: [
          text(
            'So much at once is more likely the machine, network or resolver that Notafter looks from. Until fewer of them fail, their troubles are held back; certificates that near their end are told of as ever.',
          ),
        ],
      },
      ...(names.length === 0
        ? []
        : [labelled('Among them', text(names.join(', ') + (rest > 0 ? ` and ${rest} more` : '')))]),
      labelled(
        'Do',
        text(
          'Look at our own connection with /vantage. If what they share really is down, say so with the button (or /breaker tell), and their owners are told.',
        ),
      ),
      note(text('It closes by itself once a sweep is sound again, and says so here.')),
    ],
    buttons: [tellButton(trip), { label: 'Look at our connection', command: 'vantage', values: {} }],
    summary: `${says}: this looks like us, and nobody is called about them.`,
  };
}

/** What `/breaker` answers. */
export function breakerStateMessage(state: BreakerState): Message {
  if (state.kind === 'closed') {
    return plainMessage(
      'The fleet looks sound: troubles are told to their owners as they are confirmed.',
      'good',
    );
  }
  const worse = `${state.worse} of ${state.total} watched endpoints became worse at once`;
  const says =
    state.kind === 'open'
      ? `${worse}. That looks like us, so their troubles are held back.`
      : `${worse}. ${state.by} said that it is real, so their owners are told.`;
  return {
    tone: state.kind === 'open' ? 'unknown' : 'warning',
    title: [text(says)],
    blocks: [labelled('Since', date(state.since, 'both'))],
    ...(state.kind === 'open' ? { buttons: [tellButton(String(state.since.getTime()))] } : {}),
    summary: says,
  };
}

export function overruledMessage(done: boolean): Message {
  return done
    ? plainMessage('Their owners are told now, within a minute or two.', 'good')
    : plainMessage('Nothing is held back any more: it was over, or somebody said so before.');
}

function tellButton(trip: string): Button {
  return {
    label: 'It is real: tell everybody',
    command: 'breaker',
    subcommand: 'tell',
    values: { trip },
    style: 'danger',
  };
}

type Over = BreakerContent & {
  readonly lastedMs: number;
  readonly by: string | null;
};

/** In the place of the first message, once it is over. */
export function breakerOverMessage(over: Over): Message {
  const says = `Over after ${lasted(over)}: ${over.worse} of ${over.total} watched endpoints had become worse at once`;
  const what =
    over.by === null
      ? 'The last looks were sound again. Whatever is still broken is told of now, as ever.'
      : `The last looks were sound again. ${over.by} had said that it is real, so their owners were told meanwhile.`;
  return {
    tone: 'good',
    title: [text(says)],
    blocks: [{ kind: 'paragraph', inlines: [text(what)] }],
    summary: `${says}. ${what}`,
  };
}

function lasted({ lastedMs }: Over): string {
  return spanText(lastedMs) ?? 'less than a minute';
}
