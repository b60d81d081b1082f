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

it('lets what a start is sending end before it is cut off', async () => {
  const stop = listenForStop();
  const sent = Promise.withResolvers<void>();
  const end = vi.fn(() => sent.promise);
  stop.letEnd(end);
  asks.get('SIGTERM')?.();
  await vi.advanceTimersByTimeAsync(5000);
  expect(end).toHaveBeenCalledOnce();
  expect(exit).not.toHaveBeenCalled();
  sent.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(exit).toHaveBeenCalledExactlyOnceWith(0);
});

it('waits for nothing that is sent for ever', async () => {
  const stop = listenForStop();
  stop.letEnd(() => new Promise(() => undefined));
  asks.get('SIGTERM')?.();
  await vi.advanceTimersByTimeAsync(8999);
  expect(exit).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(exit).toHaveBeenCalledExactlyOnceWith(0);
});

it('ends a start that came through meanwhile as any other', async () => {
  const stop = listenForStop();
  stop.letEnd(() => new Promise(() => undefined));
  asks.get('SIGTERM')?.();
  await vi.advanceTimersByTimeAsync(4000);
  stop.started();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(exit).not.toHaveBeenCalled();
});
