import { describe, expect, it } from 'vitest';
import { createSharedLook, type Patience } from '../../../src/probes/vantage/shared-look.ts';

/** A look whose end the test decides, on a clock that it moves. */
function looking() {
  let at = 0;
  const asked: (Patience & { readonly end: (value: string) => void })[] = [];
  const look = createSharedLook<string>(
    ({ patienceMs, signal }) => {
      const { promise, resolve } = Promise.withResolvers<string>();
      signal.addEventListener('abort', () => resolve('cut short'));
      asked.push({ patienceMs, signal, end: resolve });
      return promise;
    },
    { keptMs: 30_000, stopwatch: () => at },
  );
  const pass = (ms: number) => {
    at += ms;
  };
  return { look, asked, pass };
}

const never = new AbortController().signal;
const patient = { patienceMs: 1000, signal: never };

describe('one look for all', () => {
  it('is asked once for those who wait at the same time, and kept for 30 s', async () => {
    const { look, asked, pass } = looking();
    const both = Promise.all([look.take(patient), look.take(patient)]);
    asked[0]?.end('seen');
    expect(await both).toEqual(['seen', 'seen']);
    pass(29_999);
    expect(await look.take(patient)).toBe('seen');
    expect(look.peek()).toBe('seen');
    expect(asked).toHaveLength(1);
    pass(1);
    expect(look.peek()).toBeNull();
    const again = look.take(patient);
    asked[1]?.end('seen again');
    expect(await again).toBe('seen again');
  });

  it('goes on while one still waits, and is stopped when the last has left', async () => {
    const { look, asked } = looking();
    const [one, other] = [new AbortController(), new AbortController()];
    const first = look.take({ patienceMs: 1000, signal: one.signal });
    const second = look.take({ patienceMs: 1000, signal: other.signal });
    one.abort();
    expect(await first).toBeNull();
    expect(asked[0]?.signal.aborted).toBe(false);
    other.abort();
    expect(await second).toBeNull();
    expect(asked[0]?.signal.aborted).toBe(true);
    expect(look.peek()).toBeNull();
  });

  it('is begun anew after one that was stopped', async () => {
    const { look, asked } = looking();
    const stopped = new AbortController();
    const first = look.take({ patienceMs: 1000, signal: stopped.signal });
    stopped.abort();
    await first;
    const second = look.take(patient);
    asked[1]?.end('whole');
    expect(await second).toBe('whole');
  });

  it('is asked again by who has more patience than the last one had', async () => {
    const { look, asked } = looking();
    const short = look.take({ patienceMs: 400, signal: never });
    asked[0]?.end('what came in 400 ms');
    await short;
    const long = look.take({ patienceMs: 1500, signal: never });
    asked[1]?.end('more');
    expect(await long).toBe('more');
    expect(await look.take({ patienceMs: 400, signal: never })).toBe('more');
    expect(asked).toHaveLength(2);
  });

  it('asks nobody for one who is gone already', async () => {
    const { look, asked } = looking();
    expect(await look.take({ patienceMs: 400, signal: AbortSignal.abort() })).toBeNull();
    expect(asked).toHaveLength(0);
  });
});
