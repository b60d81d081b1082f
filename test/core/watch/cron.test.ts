import { expect, test } from 'vitest';
import { cronWords, dailyCron } from '../../../src/core/watch/policy/cron.ts';
import { daysText, parseDays } from '../../../src/core/watch/policy/days.ts';

test.each([
  ['mon-fri', '1-5', 'Monday to Friday'],
  ['Mon - Fri', '1-5', 'Monday to Friday'],
  ['weekdays', '1-5', 'Monday to Friday'],
  ['sun-thu', '1,2,3,4,7', 'Monday, Tuesday, Wednesday, Thursday and Sunday'],
  ['fri,mon wednesday', '1,3,5', 'Monday, Wednesday and Friday'],
  ['sat', '6', 'Saturday'],
  ['sat-sun', '6,7', 'Saturday and Sunday'],
  ['daily', '*', 'daily'],
  ['mo-su', '*', 'daily'],
])('%s is %s in cron and "%s" for people', (typed, field, words) => {
  const days = parseDays(typed);
  expect(dailyCron(9, 5, days)).toBe(`5 9 * * ${field}`);
  expect(daysText(days)).toBe(words);
  expect(cronWords(dailyCron(9, 5, days))).toBe(`${words} at 09:05`);
});

test.each(['', 'm', 'foo', 'mon-', 'mon-fri-sun', '1-5', 'mon..fri'])('"%s" names no days', (typed) => {
  expect(() => parseDays(typed)).toThrow('names no days. Try mon-fri');
});

test.each([
  ['30 8 * * 1-5', 'Monday to Friday at 08:30'],
  ['0 9,17 * * *', 'daily at 09:00 and 17:00'],
  ['0 9 * * 0', 'Sunday at 09:00'],
  ['0 9 * * 0-7', 'daily at 09:00'],
  ['0 9 * * MON-FRI', 'Monday to Friday at 09:00'],
  ['5 * * * *', 'every hour at :05'],
  ['5 * * * 1-5', 'Monday to Friday, every hour at :05'],
  ['0 9 1 * *', 'by cron "0 9 1 * *"'],
  ['0 9 * * mon#1', 'by cron "0 9 * * mon#1"'],
])('%s reads "%s"', (cron, words) => {
  expect(cronWords(cron)).toBe(words);
});
