import { createHash, randomBytes } from 'node:crypto';
import {
  type CalendarFeeds,
  type CalendarSubject,
  type Calendars,
  calendarKey,
} from '../../core/calendar/feed.ts';
import { mentionKey } from '../../core/message/calls.ts';
import { type Mention, placeWord } from '../../core/people.ts';
import type { Store } from '../../core/store/store.ts';
import type { WatchRow } from '../../core/watch/endpoint.ts';
import { isRecordOf, keptMark } from '../../core/watch/kept-mark.ts';
import { ownersOf, type WatchRule } from '../../core/watch/policy/rule.ts';
import { calendarEnd, calendarEvents, calendarHead } from '../../views/calendar/events.ts';
import { rowBatches } from '../rows-where.ts';

/** What a mark holds of one that was made: never the address, which is its key. */
type Kept = { readonly hash: string; readonly at: number; readonly by: Mention };

const isKept = isRecordOf({ hash: 'string', at: 'number', by: 'object' });

function isSubject(value: unknown): boolean {
  return (
    isRecordOf({ kind: 'string', who: 'object' })(value) ||
    isRecordOf({ kind: 'string', place: 'object' })(value)
  );
}

const tokenShape = /^[A-Za-z0-9_-]{43}$/;

export function calendarServices(
  store: () => Promise<Store>,
  { now, consoleUrl }: { readonly now: () => Date; readonly consoleUrl: string },
): Calendars {
  async function kept(subject: CalendarSubject): Promise<Kept | null> {
    return keptMark<Kept>(await (await store()).marks.get(ofSubject(subject)), isKept);
  }

  async function forget(subject: CalendarSubject): Promise<boolean> {
    const before = await kept(subject);
    if (before === null) return false;
    const { marks } = await store();
    await marks.set(ofToken(before.hash), null);
    await marks.set(ofSubject(subject), null);
    return true;
  }

  return {
    async make(subject, by) {
      await forget(subject);
      const token = randomBytes(32).toString('base64url');
      const hash = hashOf(token);
      const { marks } = await store();
      const made: Kept = { hash, at: now().getTime(), by };
      await marks.set(ofToken(hash), JSON.stringify(subject));
      await marks.set(ofSubject(subject), JSON.stringify(made));
      return `${consoleUrl.replace(/\/$/, '')}/calendar/${token}.ics`;
    },
    async made(subject) {
      const before = await kept(subject);
      return before && { by: before.by, at: new Date(before.at) };
    },
    revoke: forget,
  };
}

/** Rows come in batches; nothing of a calendar is ever in memory as a whole. */
export function calendarFeeds(store: Store, now: () => Date): CalendarFeeds {
  return {
    async open(token) {
      if (!tokenShape.test(token)) return null;
      const hash = hashOf(token);
      const subject = keptMark<CalendarSubject>(await store.marks.get(ofToken(hash)), isSubject);
      if (subject === null) return null;
      const current = await store.marks.get(ofSubject(subject));
      // Of two that were made at the same moment one counts.
      if (keptMark<Kept>(current, isKept)?.hash !== hash) return null;
      return () => linesOf(subject, store, now());
    },
  };
}

async function* linesOf(subject: CalendarSubject, store: Store, now: Date): AsyncGenerator<string> {
  const rules = await store.rules.list();
  yield calendarHead(
    subject.kind === 'owner'
      ? `Certificates of ${subject.who.name}`
      : `Certificates of ${placeWord(subject.place)}`,
  );
  for await (const batch of rowBatches(store, now)) {
    const events = batch.filter((row) => isOf(subject, row, rules)).map((row) => calendarEvents(row, rules));
    if (events.length > 0) yield events.join('');
  }
  yield calendarEnd;
}

function isOf(subject: CalendarSubject, { endpoint }: WatchRow, rules: readonly WatchRule[]): boolean {
  if (subject.kind === 'owner') {
    const key = mentionKey(subject.who);
    return ownersOf(endpoint, rules).owners.some((who) => mentionKey(who) === key);
  }
  const { place } = subject;
  // The console shows everything, as its digest does.
  if (place.platform === 'console' || place.platform === 'terminal') return true;
  return endpoint.home.platform === place.platform && endpoint.home.channel === place.channel;
}

function ofToken(hash: string): string {
  return `calendar/token/${hash}`;
}

function ofSubject(subject: CalendarSubject): string {
  return `calendar/of/${hashOf(calendarKey(subject))}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
