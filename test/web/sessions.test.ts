import { describe, expect, it, onTestFinished } from 'vitest';
import type { SessionStore } from '../../src/core/store/sessions.ts';
import { createSessions, type Sessions, sessionMs } from '../../src/web/access/sessions.ts';
import { createMemoryLog } from '../chat/discord/fake-world.ts';

const token = 'correct-horse-battery';

/** What processes on one store have in common, and a clock that they go by. */
function world() {
  const rows = new Map<string, number>();
  const clock = { at: 0 };
  const log = createMemoryLog();
  let isAway = false;
  const here = async <T>(act: () => T): Promise<T> => {
    if (isAway) throw new Error('the database is away');
    return act();
  };
  const store: SessionStore = {
    open: (key, ms) => here(() => void rows.set(key, clock.at + ms)),
    living: (keys) =>
      here(() => {
        const good = [...rows].filter(([key, until]) => keys.includes(key) && until > clock.at);
        return new Map(good.map(([key, until]) => [key, until - clock.at]));
      }),
    close: (key) => here(() => void rows.delete(key)),
  };
  return {
    rows,
    clock,
    log,
    leave: (away: boolean) => {
      isAway = away;
    },
    process(made: { token?: string; store?: SessionStore } = { store }): Sessions {
      const sessions = createSessions({ token, now: () => new Date(clock.at), log, ...made });
      onTestFinished(() => sessions.stop());
      return sessions;
    },
    store,
  };
}

describe('a login', () => {
  it('ends when its time is over, and the oldest where there are too many', async () => {
    const { clock, process } = world();
    const sessions = process({});
    const id = await sessions.open();
    const found = await sessions.find(id);
    clock.at = sessionMs - 1;
    expect(found?.ended.aborted).toBe(false);
    clock.at = sessionMs;
    expect(await sessions.find(id)).toBeNull();
    expect(found?.ended.aborted).toBe(true);
    const oldest = await sessions.open();
    for (let count = 0; count < 1000; count += 1) await sessions.open();
    expect(await sessions.find(oldest)).toBeNull();
  });

  it('outlives the process that took it, for its time, and is in the store under another name', async () => {
    const { clock, rows, process } = world();
    const before = process();
    const id = await before.open();
    const open = await before.find(id);
    before.stop();
    expect(open?.ended.aborted).toBe(true);
    expect([...rows.keys()].join()).not.toContain(id);
    const after = process();
    expect(await after.find(id)).not.toBeNull();
    clock.at = sessionMs;
    expect(await after.find(id)).toBeNull();
    expect(await process().find(id)).toBeNull();
  });

  it('is worth nothing once the token is another', async () => {
    const { process, store } = world();
    const id = await process().open();
    expect(await process({ store, token: 'another-horse' }).find(id)).toBeNull();
    expect(await process().find('undefined')).toBeNull();
  });

  it('that is logged out in one process is over in all of them, with what it has open there', async () => {
    const { clock, process } = world();
    const [one, other] = [process(), process()];
    const id = await one.open();
    const there = await other.find(id);
    await one.close(id);
    expect(await one.find(id)).toBeNull();
    clock.at = 5000;
    expect(await other.find(id)).toBeNull();
    expect(there?.ended.aborted).toBe(true);
  });

  it('is known where it was made while the store is away', async () => {
    const { clock, log, leave, process } = world();
    const sessions = process();
    const before = await sessions.open();
    leave(true);
    clock.at = 60_000;
    const meanwhile = await sessions.open();
    expect(await sessions.find(before)).not.toBeNull();
    expect(await sessions.find(meanwhile)).not.toBeNull();
    expect(await process().find(before)).toBeNull();
    expect(log.lines.map(({ level }) => level)).toContain('warn');
    leave(false);
    clock.at = 120_000;
    expect(await sessions.find(before)).not.toBeNull();
    expect(await sessions.find(meanwhile)).not.toBeNull();
  });
});
