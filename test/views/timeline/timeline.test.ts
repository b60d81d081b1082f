import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayNumber, dayText, isWeekend, weekdayText } from '../../../src/views/timeline/days.ts';
import { timelineOf } from '../../../src/views/timeline/timeline.ts';
import { timelineWords } from '../../../src/views/timeline/words.ts';
import { entryEnding, manyEntries } from '../../support/samples/timeline-entries.ts';
import { noon } from '../../support/store-fixtures.ts';

describe('days', () => {
  test('are those of the reader', () => {
    const late = new Date('2026-09-21T23:30:00Z');
    expect(weekdayText(dayNumber(late, 'UTC'))).toBe('Mon 21 Sep');
    expect(weekdayText(dayNumber(late, 'Asia/Tokyo'))).toBe('Tue 22 Sep');
    expect(weekdayText(dayNumber(late, 'America/Los_Angeles'))).toBe('Mon 21 Sep');
    expect(dayText(dayNumber(new Date('2028-02-29T12:00:00Z'), 'UTC'))).toBe('29 Feb');
  });

  test('are those of the calendar on either side of every change of the clocks', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Asia/Kathmandu',
      'Africa/Casablanca',
      'Pacific/Apia',
    ];
    const quarter = 15 * 60_000;
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(1975, 0) / quarter, max: Date.UTC(2060, 0) / quarter }),
        (zone, at) => {
          const moment = new Date(at * quarter);
          const said = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(moment);
          expect(new Date(dayNumber(moment, zone) * 86_400_000).toISOString().slice(0, 10)).toBe(said);
        },
      ),
    );
    // Midnight of the night in which summer time begins, and of the day that Samoa left out.
    expect(dayText(dayNumber(new Date('2026-03-28T23:00:00Z'), 'Europe/Berlin'))).toBe('29 Mar');
    expect(dayText(dayNumber(new Date('2026-03-29T22:00:00Z'), 'Europe/Berlin'))).toBe('30 Mar');
    expect(dayText(dayNumber(new Date('2011-12-30T09:59:59Z'), 'Pacific/Apia'))).toBe('29 Dec');
    expect(dayText(dayNumber(new Date('2011-12-30T10:00:00Z'), 'Pacific/Apia'))).toBe('31 Dec');
  });

  test('know weekends, also long ago', () => {
    const weekend = (iso: string) => isWeekend(dayNumber(new Date(iso), 'UTC'));
    expect(['2026-09-18', '2026-09-19', '2026-09-20', '2026-09-21'].map(weekend)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(weekend('1969-12-28')).toBe(true);
  });
});

describe('what a timeline shows', () => {
  test('counts ends and renewals of each day, and names the first to end', () => {
    const timeline = timelineOf(
      [
        entryEnding('far.example', 200),
        entryEnding('late.example', 14),
        entryEnding('gone.example', -2),
        entryEnding('fine.example', 60),
        entryEnding('twin.example', 60),
        entryEnding('last.example', 89.4),
        entryEnding('next.example', 90),
      ],
      noon,
      'UTC',
    );
    expect(timeline).toMatchObject({ certificates: 7, expired: 1, ends: 4, dues: 4, more: 0 });
    const days = timeline.days.flatMap(({ ends, dues }, day) => (ends + dues > 0 ? [[day, ends, dues]] : []));
    expect(days).toEqual([
      [14, 1, 0],
      [30, 0, 2],
      [59, 0, 1],
      [60, 2, 1],
      [89, 1, 0],
    ]);
    expect(timeline.rows.map(({ name, state, end }) => [name, state, end])).toEqual([
      ['gone.example', 'expired', -2],
      ['late.example', 'overdue', 14],
      ['fine.example', 'ok', 60],
      ['twin.example', 'ok', 60],
      ['last.example', 'ok', 89],
    ]);
  });

  test('is bounded, and counts what it does not name', () => {
    const timeline = timelineOf(manyEntries(2000), noon, 'UTC');
    expect(timeline.rows).toHaveLength(12);
    expect(timeline.more + 12).toBe(timeline.ends + timeline.expired);
    expect(timeline.days).toHaveLength(90);
  });

  test('leaves out what has no date', () => {
    const broken = { ...entryEnding('a.example', 10), notAfter: new Date(Number.NaN) };
    expect(timelineOf([broken], noon, 'UTC').rows).toEqual([]);
  });
});

describe('the words beside it', () => {
  test('say what the picture says', () => {
    const entries = [
      entryEnding('old.example', -2),
      entryEnding('pay.example', 3),
      entryEnding('sso.example', 60),
    ];
    expect(timelineWords(timelineOf(entries, noon, 'UTC'))).toBe(
      'Timeline of the next 90 days, 21 Sep to 19 Dec: of 3 certificates 2 end and 1 becomes due for renewal. ' +
        '1 has expired. First: old.example expired Sat 19 Sep; pay.example ends Thu 24 Sep (critical); ' +
        'sso.example ends Fri 20 Nov.',
    );
    expect(timelineWords(timelineOf([entryEnding('far.example', 300, 398)], noon, 'UTC'))).toBe(
      'Timeline of the next 90 days, 21 Sep to 19 Dec: of 1 certificate none end and none become due for renewal.',
    );
  });

  test('stay short for a large fleet with long names', () => {
    const entries = manyEntries(2000).map((entry) => ({ ...entry, name: `${'x'.repeat(240)}.example` }));
    const said = timelineWords(timelineOf(entries, noon, 'UTC'));
    expect(said.length).toBeLessThanOrEqual(900);
    expect(said).toContain('of 2,000 certificates');
  });
});
