import { mentionKey } from '../message/calls.ts';
import { type Mention, type Place, placeText } from '../people.ts';

/** Whose certificates a calendar shows: those of an owner, or those whose alarms go to a place. */
export type CalendarSubject =
  | { readonly kind: 'owner'; readonly who: Mention }
  | { readonly kind: 'place'; readonly place: Place };

/** Who made the address that is in force, and when. */
export type MadeCalendar = { readonly by: Mention; readonly at: Date };

export type Calendars = {
  /** The address of a new one: the only time that anybody sees it. One that was made before stops. */
  make(subject: CalendarSubject, by: Mention): Promise<string>;
  /** Null: there is none. */
  made(subject: CalendarSubject): Promise<MadeCalendar | null>;
  /** False when there was none. */
  revoke(subject: CalendarSubject): Promise<boolean>;
};

/** What is read under an address, as iCalendar text in pieces; null: there is no such address. */
export type CalendarFeeds = {
  open(token: string): Promise<(() => AsyncIterable<string>) | null>;
};

export function calendarKey(subject: CalendarSubject): string {
  return subject.kind === 'owner'
    ? `owner ${mentionKey(subject.who)}`
    : `place ${placeText(subject.place)} ${subject.place.thread ?? ''}`;
}
