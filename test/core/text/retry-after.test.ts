import { expect, it } from 'vitest';
import { retryAfter } from '../../../src/core/text/retry-after.ts';

const now = new Date('1994-11-06T08:00:00Z');

it.each([
  ['0', '1994-11-06T08:00:00.000Z'],
  [' 120 ', '1994-11-06T08:02:00.000Z'],
  ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
  ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
  ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37.000Z'],
  [undefined, null],
  ['', null],
  ['-5', null],
  ['1.5', null],
  ['1994-11-06T08:49:37Z', null],
  ['Sun, 36 Nov 1994 08:49:37 GMT', null],
  ['9'.repeat(40), null],
])('Retry-After: %s', (value, at) => {
  expect(retryAfter(value, now)?.toISOString() ?? null).toBe(at);
});
