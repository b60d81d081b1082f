import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { listenForStop } from '../../src/bin/asked-to-stop.ts';

let asks: Map<string, () => void>;
let exit: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  asks = new Map();
  vi.spyOn(process, 'on').mockImplementation((event, listener) => {
    asks.set(String(event), listener as () => void);
    return process;
  });
  exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it('takes what comes at once for the same ask, from whichever sender', async () => {
  const stop = listenForStop();
  stop.started();
  asks.get('SIGTERM')?.();
  asks.get('SIGTERM')?.();
  asks.get('SIGINT')?.();
  await stop.asked;
  vi.advanceTimersByTime(60_000);
  expect(exit).not.toHaveBeenCalled();
});

it.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('a second %s a second later ends it at once, with %i', (signal, code) => {
  listenForStop().started();
  asks.get('SIGTERM')?.();
  vi.advanceTimersByTime(1000);
  asks.get(signal)?.();
  expect(exit).toHaveBeenCalledExactlyOnceWith(code);
});

it('cuts off a start that hangs, as one that promised nothing', () => {
  listenForStop();
  asks.get('SIGTERM')?.();
  vi.advanceTimersByTime(3000);
  expect(exit).toHaveBeenCalledExactlyOnceWith(0);
});
