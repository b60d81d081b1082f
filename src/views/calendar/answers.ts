import type { MadeCalendar } from '../../core/calendar/feed.ts';
import { code, date, type Message, note, paragraph, text } from '../../core/message.ts';

export function calendarMadeMessage(url: string, of: string): Message {
  const sentence = `A calendar of the certificates of ${of}.`;
  return {
    tone: 'good',
    title: [text(sentence)],
    blocks: [
      paragraph(text('Subscribe to this address in your calendar (from URL): '), code(url)),
      note(
        text(
          'Whoever knows the address can read it, and it is shown this once only. A new one takes its place; /calendar off ends it.',
        ),
      ),
    ],
    summary: sentence,
  };
}

export function calendarThereMessage({ by, at }: MadeCalendar): Message {
  const sentence = 'This channel has a calendar already.';
  return {
    tone: 'neutral',
    title: [text(sentence)],
    blocks: [
      paragraph(
        { kind: 'person', who: by },
        text(' made it '),
        date(at, 'absolute'),
        text(' and has its address.'),
      ),
      note(text('Who asks for a new one ends the old: '), code('/calendar channel replace:yes')),
    ],
    summary: sentence,
  };
}

export function calendarEndedMessage(ended: number): Message {
  const sentence = ended === 0 ? 'There was no calendar to end.' : 'Its address answers nobody any more.';
  return { tone: 'neutral', title: [text(sentence)], blocks: [], summary: sentence };
}
