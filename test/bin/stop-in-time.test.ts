import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { stopInTime } from '../../src/bin/stop-in-time.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const said: unknown[] = [];
const keep = (...words: unknown[]) => void said.push(words);
const log = { debug: keep, info: keep, warn: keep, error: keep };

it('ends a stop that waits for ever, and says for which part', async () => {
  const end = vi.fn();
  const { part } = stopInTime(log, end, 1000);
  await part('quick', Promise.resolve());
  void part('hanging', new Promise(() => undefined));
  vi.advanceTimersByTime(999);
  expect(end).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(end).toHaveBeenCalledOnce();
  expect(said).toEqual([[{ parts: ['hanging'] }, 'something did not stop in time']]);
});

it('leaves nothing behind that ends a process once all is through', async () => {
  const { part, done } = stopInTime(log, vi.fn(), 1000);
  await part('platform', undefined);
  done();
  expect(vi.getTimerCount()).toBe(0);
});
