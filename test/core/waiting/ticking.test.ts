import { describe, expect, it } from 'vitest';
import { type Ticker, ticking } from '../../../src/core/waiting/ticking.ts';

/** A clock that is moved by hand; a wait ends when it has come, or with its signal. */
function handTicker() {
  let now = 0;
  const waiting = new Set<{ readonly until: number; readonly done: () => void }>();
  const ticker: Ticker = {
    nowMs: () => now,
    wait: (ms, signal) =>
      new Promise<void>((resolve) => {
        const one = { until: now + ms, done: finish };
        function finish() {
          waiting.delete(one);
          resolve();
        }
        waiting.add(one);
        signal.addEventListener('abort', finish, { once: true });
      }),
  };
  return {
    ticker,
    pending: () => waiting.size,
    pass(ms: number) {
      now += ms;
      for (const one of [...waiting]) if (one.until <= now) one.done();
    },
  };
}

const signal = new AbortController().signal;

describe('what is shown while one waits', () => {
  it('is drawn anew when nothing else came for two seconds, and its timer ends with the work', async () => {
    const hand = handTicker();
    const end = Promise.withResolvers<string>();
    const shown = ticking<string>(
      (show) => {
        show((nowMs) => `at ${nowMs}`);
        return end.promise;
      },
      { signal, ticker: hand.ticker },
    );
    expect(await shown.next()).toEqual({ value: 'at 0', done: false });
    const second = shown.next();
    hand.pass(1999);
    hand.pass(1);
    expect(await second).toEqual({ value: 'at 2000', done: false });
    const third = shown.next();
    hand.pass(2000);
    expect(await third).toEqual({ value: 'at 4000', done: false });
    const last = shown.next();
    end.resolve('the answer');
    expect(await last).toEqual({ value: 'the answer', done: false });
    expect(hand.pending()).toBe(0);
    expect(await shown.next()).toEqual({ value: undefined, done: true });
  });

  it('waits two seconds from what was shown last, not from the beginning', async () => {
    const hand = handTicker();
    const end = Promise.withResolvers<string>();
    let tell: (words: string) => void = () => undefined;
    const shown = ticking<string>(
      (show) => {
        tell = (words) => show((nowMs) => `${words} at ${nowMs}`);
        tell('DNS');
        return end.promise;
      },
      { signal, ticker: hand.ticker },
    );
    await shown.next();
    hand.pass(1500);
    const second = shown.next();
    tell('TCP');
    expect((await second).value).toBe('TCP at 1500');
    const third = shown.next();
    hand.pass(500);
    await Promise.resolve();
    await new Promise(setImmediate);
    hand.pass(1500);
    expect((await third).value).toBe('TCP at 3500');
    end.resolve('over');
    await shown.next();
  });

  it('leaves no timer behind where the work fails, nor where its signal ends first', async () => {
    const hand = handTicker();
    const failing = ticking<string>(() => Promise.reject(new Error('no')), { signal, ticker: hand.ticker });
    await expect(failing.next()).rejects.toThrow('no');
    expect(hand.pending()).toBe(0);

    const stop = new AbortController();
    const end = Promise.withResolvers<string>();
    const shown = ticking<string>(
      (show) => {
        show((nowMs) => `at ${nowMs}`);
        return end.promise;
      },
      { signal: stop.signal, ticker: hand.ticker },
    );
    await shown.next();
    expect(hand.pending()).toBe(1);
    stop.abort();
    expect(hand.pending()).toBe(0);
    hand.pass(10_000);
    const next = shown.next();
    end.resolve('stopped');
    expect((await next).value).toBe('stopped');
  });

  it('starts no timer under a signal that has ended already', async () => {
    const hand = handTicker();
    const shown = ticking<string>(async () => 'at once', {
      signal: AbortSignal.abort(),
      ticker: hand.ticker,
    });
    expect((await shown.next()).value).toBe('at once');
    expect(hand.pending()).toBe(0);
  });
});
