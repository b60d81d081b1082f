import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../src/core/text/duration.ts';
import { growing } from '../../src/core/waiting/growing.ts';

describe('lengths of time', () => {
  it.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['12h', 43_200_000],
    ['30d', 2_592_000_000],
    ['2w', 1_209_600_000],
    ['30 days', 2_592_000_000],
  ])('%s', (typed, ms) => expect(parseDuration(typed)).toBe(ms));

  it.each(['', '30', 'soon', '0d', '-3d', '1y', '9999999999d'])('refuses %s', (typed) => {
    expect(() => parseDuration(typed)).toThrow(/is not a length of time\. Try 30d/);
  });
});

describe('a growing answer', () => {
  it('shows what came meanwhile and ends with the result', async () => {
    const step = Promise.withResolvers<void>();
    const stream = growing<string>(async (show) => {
      show('one');
      await step.promise;
      show('two');
      show('three');
      return 'last';
    });
    const first = await stream.next();
    step.resolve();
    const rest: string[] = [];
    for await (const value of stream) rest.push(value);
    expect(first.value).toBe('one');
    expect(rest.at(-1)).toBe('last');
    expect(rest).not.toContain('one');
  });

  it('passes a failure on to who reads', async () => {
    const stream = growing<string>(async () => {
      throw new Error('the work broke');
    });
    await expect(stream.next()).rejects.toThrow('the work broke');
  });
});
