import { describe, expect, it } from 'vitest';
import { expectedFrom, isExpectedStatus, readExpectedBody } from '../../../src/core/target/expected.ts';

describe('what is expected of an answer', () => {
  it.each([
    ['200', [200], [201, 404]],
    ['2xx,401', [200, 299, 401], [300, 400, 403]],
    ['2XX 401', [204, 401], [500]],
    ['300-302, 308', [300, 302, 308], [303]],
  ])('status %s', (typed, right, wrong) => {
    expect(expectedFrom(typed, '')).toEqual({ status: typed });
    for (const status of right) expect(isExpectedStatus(typed, status)).toBe(true);
    for (const status of wrong) expect(isExpectedStatus(typed, status)).toBe(false);
  });

  it.each(['ok', '2', '6xx', '99', '1000', '299-200', '200,,x', '2xx-3xx'])('is no status: %s', (typed) => {
    expect(() => expectedFrom(typed, undefined)).toThrow(/is no status. Try status:200/);
  });

  it('takes text as it is, and a pattern between slashes', () => {
    expect(readExpectedBody('a/b')).toEqual({ kind: 'text', text: 'a/b' });
    expect(readExpectedBody('/')).toEqual({ kind: 'text', text: '/' });
    expect(readExpectedBody('/ok|fine/')).toEqual({ kind: 'pattern', source: 'ok|fine' });
    expect(readExpectedBody('/a/b/i')).toEqual({ kind: 'pattern', source: 'a/b' });
  });

  it.each([
    ['/(/', /cannot be read/],
    ['/a(?=b)/', /looks around/],
    ['/(a)\\1/', /refers back/],
    ['a'.repeat(201), /at most 200/],
  ])('refuses %s', (typed, why) => {
    expect(() => expectedFrom(undefined, typed)).toThrow(why);
  });

  it('is nothing when nothing was typed', () => {
    expect(expectedFrom(undefined, ' ')).toBeNull();
  });
});
