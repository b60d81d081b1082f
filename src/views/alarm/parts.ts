import { type Block, code, date, type Inline, labelled, strong, text } from '../../core/message.ts';
import type { Mention } from '../../core/people.ts';
import { shorten } from '../../core/text/shorten.ts';
import { spanText } from '../../core/text/time-text.ts';
import { type Incident, isAcknowledged, type ToldEndpoint } from '../../core/watch/alarm/incident.ts';
import { activeMute, type Mute } from '../../core/watch/alarm/mute.ts';
import { wordingOf } from './wordings.ts';

export const longestName = 100;
const longestPerson = 60;
const longestSentence = 160;
const fewEndpoints = 4;

/** A word of a stranger, as far as an alarm has room for it. */
export function bounded(word: string, most: number = longestName): string {
  return shorten(word, most);
}

/** Whole sentences as far as they fit; the thread has the rest. */
export function brief(words: string, most: number): string {
  if (words.length <= most) return words;
  const end = words.lastIndexOf('. ', most - 1);
  return end > most / 3 ? words.slice(0, end + 1) : shorten(words, most);
}

export function peopleInlines(people: readonly Mention[], most = 6): readonly Inline[] {
  if (people.length === 0) return [text('nobody')];
  const named = people
    .slice(0, most)
    .flatMap((who, index): Inline[] => [...(index === 0 ? [] : [text(', ')]), person(who)]);
  const more = people.length - most;
  return more > 0 ? [...named, text(` and ${more} more`)] : named;
}

/** Named, not notified. */
export function person(who: Mention): Inline {
  return { kind: 'person', who: { ...who, name: bounded(who.name, longestPerson) } };
}

export function peopleText(people: readonly Mention[]): string {
  return people.length === 0 ? 'nobody' : people.map(({ name }) => bounded(name, longestPerson)).join(', ');
}

/** Notifies them by the message it stands in. */
export function calls(people: readonly Mention[]): readonly Inline[] {
  return people.flatMap((who): Inline[] => [{ kind: 'mention', who }, text(' ')]);
}

/** "a, b, c, d and 11 more"; `uncounted`: how many there are beyond the list. */
export function endpointsText(
  endpoints: readonly ToldEndpoint[],
  uncounted = 0,
  most = fewEndpoints,
): string {
  const names = endpoints.slice(0, most).map(({ name }) => bounded(name));
  const more = endpoints.length - names.length + uncounted;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

export function affectedOf({ told }: Incident): readonly ToldEndpoint[] {
  return told.endpoints.filter(({ affected }) => affected);
}

/** How many have it now. Those beyond the list are the tail of a list that begins with the worst. */
export function affectedCount(incident: Incident): number {
  const { endpoints, more } = incident.told;
  const shown = affectedOf(incident).length;
  return shown === endpoints.length ? shown + more : shown;
}

/** "the certificate of X is about to expire: in 2 days (...)", or "X cannot be reached: <cause>". */
export function stateInlines(incident: Incident, now: Date, begins: boolean): readonly Inline[] {
  const { told, problem } = incident;
  const { says } = wordingOf(incident, now);
  const name = strong(bounded(told.name));
  if (problem !== 'lapse') {
    const cause = told.cause === null ? '' : `: ${bounded(told.cause.title, longestSentence)}`;
    return [name, text(` ${says}${cause}`)];
  }
  const end = told.certificate?.notAfter;
  const lead = text(begins ? 'The certificate of ' : 'the certificate of ');
  return [lead, name, text(` ${says}`), ...(end === undefined ? [] : [date(end, 'both')])];
}

/** Who has it in hand, until when and why; nothing while nobody has. */
export function inHandInlines(incident: Incident, now: Date): readonly Inline[] {
  const { acknowledged } = incident;
  if (acknowledged === null || !isAcknowledged(incident, now)) return [];
  const { by, at, until, reason } = acknowledged;
  return [
    person(by),
    strong(' is on it'),
    text(' since '),
    date(at, 'absolute'),
    ...(until === null ? [] : [text(', until '), date(until, 'absolute')]),
    ...(reason === null ? [] : [text(`: ${bounded(reason, longestSentence)}`)]),
  ];
}

export function isMuted({ snoozedUntil, muted }: Incident, now: Date): boolean {
  return (snoozedUntil !== null && now < snoozedUntil) || activeMute({ muted }, now) !== null;
}

/** "Muted for maintenance until ... by Alice: new switches"; nothing while it is not. */
export function maintenanceInlines({ muted }: Incident, now: Date): readonly Inline[] {
  const active = activeMute({ muted }, now);
  return active === null ? [] : muteInlines(active);
}

/** "until ... by Alice: new switches". */
export function muteInlines({ until, by, reason }: Pick<Mute, 'until' | 'by' | 'reason'>): readonly Inline[] {
  const why = reason === null ? '' : `: ${bounded(reason, longestSentence)}`;
  return [text('until '), date(until, 'absolute'), text(' by '), person(by), text(why)];
}

/** Names, issuer and beginning of the fingerprint. */
export function certificateBlocks({ told }: Incident): readonly Block[] {
  if (told.certificate === null) return [];
  const { names, issuer, fingerprint256 } = told.certificate;
  const shown = names.slice(0, 5).map((name) => bounded(name));
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more names` : '';
  return [
    labelled(
      'Certificate',
      text(
        `for ${names.length === 0 ? 'no name' : shown.join(', ')}${more}, issued by ${bounded(issuer)}, SHA-256 `,
      ),
      code(fingerprint256.slice(0, 16)),
      text(' ...'),
    ),
  ];
}

/** "3 days", "38 minutes". */
export function lastedText(ms: number): string {
  return spanText(ms) ?? 'less than a minute';
}

/** What `/alarm` takes for it: the beginning is enough. */
export function shortId({ id }: Pick<Incident, 'id'>): string {
  return id.slice(0, 10);
}
